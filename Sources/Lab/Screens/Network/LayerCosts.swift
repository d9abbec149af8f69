import Screen

/// Costs of each line as columns of the table: multiply-adds, and their share or the measured time.
struct LayerCosts {
  private let outline: NetworkOutline
  /// Seconds of each layer in a step; nil: not measured.
  private let seconds: [Double]?

  init(_ outline: NetworkOutline, _ measured: NetworkState.Measurement?) {
    self.outline = outline
    seconds = measured.flatMap { $0.layerSeconds.count == outline.rows.count ? $0.layerSeconds : nil }
  }

  /// The columns, what can be left out for want of room last.
  var titles: [String] { ["parameters"] + (seconds == nil ? ["MACs", "share"] : ["time", "MACs", ""]) }

  /// The columns that are always shown, the output's with them.
  var needed: Int { seconds == nil ? 2 : 3 }

  /// What a line costs, and in the end what it takes of all.
  func cells(of line: NetworkLine) -> [Span] {
    guard line.output != nil else { return [Span(""), Span(""), Span("")] + (seconds == nil ? [] : [Span("")]) }
    let style: Style = line.role == .opens ? Style(.muted) : .text
    let parameters = Span(Figures.grouped(line.parameters), style)
    let macs = Span(Figures.compact(line.macs), Style(.muted))
    guard let seconds else {
      // A block's share is that of its layers.
      let share = line.role == .opens ? nil : Self.share(Double(line.macs), of: Double(outline.macs))
      return [parameters, macs, Span(share ?? "", Style(.accent))]
    }
    let time = outline.rows.firstIndex { $0.name == line.layer }.map { seconds[$0] }
    return [
      parameters, Span(time.map(Self.milliseconds) ?? "", style), macs,
      Span(time.map { Self.share($0, of: seconds.reduce(0, +)) } ?? "", Style(.accent)),
    ]
  }

  /// For the whole network.
  var totals: [Span] {
    let style = Style(.title, .bold)
    let parameters = Span(Figures.grouped(outline.parameters), style)
    let macs = Span(Figures.compact(outline.macs), style)
    guard let seconds else { return [parameters, macs, Span("")] }
    return [parameters, Span(Self.milliseconds(seconds.reduce(0, +)), style), macs, Span("")]
  }

  private static func share(_ cost: Double, of sum: Double) -> String {
    let share = sum > 0 ? cost / sum : 0
    let bar = BarText.filled(share, width: 8)
    return "\(bar)\(bar.isEmpty ? "" : " ")\(Int((share * 100).rounded())) %"
  }

  private static func milliseconds(_ seconds: Double) -> String {
    // Three significant digits.
    "\(Figures.fixed(seconds * 1000, seconds < 0.01 ? 2 : seconds < 0.1 ? 1 : 0)) ms"
  }
}
