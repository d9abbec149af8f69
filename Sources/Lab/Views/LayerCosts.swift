import Screen

/// What each layer costs, as columns of the table of layers: multiply-adds, and their share or the time that was measured.
struct LayerCosts {
  private static let roomy = 66
  private let outline: NetworkOutline
  /// Seconds of each layer in a step; nil: not measured.
  private let seconds: [Double]?

  init(_ outline: NetworkOutline, _ measured: NetworkState.Measurement?) {
    self.outline = outline
    seconds = measured.flatMap { $0.layerSeconds.count == outline.rows.count ? $0.layerSeconds : nil }
  }

  /// Where there is no room for both, the time stands in place of the multiply-adds.
  private func showsMACs(_ width: Int) -> Bool { width >= Self.roomy || seconds == nil }

  func columns(width: Int) -> [Table.Column] {
    var columns: [Table.Column] = []
    if showsMACs(width) { columns.append(Table.Column("MACs", width: .fixed(7), align: .right)) }
    if seconds != nil { columns.append(Table.Column("time", width: .fixed(7), align: .right)) }
    if width >= Self.roomy { columns.append(Table.Column(seconds == nil ? "share" : "", width: .fixed(14))) }
    return columns
  }

  func cells(of layer: Int, width: Int) -> [Span] {
    var cells: [Span] = []
    if showsMACs(width) { cells.append(Span(NumberText.compact(outline.rows[layer].macs), Style(.muted))) }
    if let seconds { cells.append(Span(Self.milliseconds(seconds[layer]))) }
    if width >= Self.roomy {
      let costs = seconds ?? outline.rows.map { Double($0.macs) }
      let sum = costs.reduce(0, +)
      let share = sum > 0 ? costs[layer] / sum : 0
      let bar = String(repeating: "▇", count: Int((share * 8).rounded()))
      cells.append(Span("\(bar) \(Int((share * 100).rounded())) %", Style(.accent)))
    }
    return cells
  }

  func totals(width: Int) -> [Span] {
    var cells: [Span] = []
    if showsMACs(width) { cells.append(Span(NumberText.compact(outline.macs), Style(.title, .bold))) }
    if let seconds { cells.append(Span(Self.milliseconds(seconds.reduce(0, +)), Style(.title, .bold))) }
    return cells
  }

  private static func milliseconds(_ seconds: Double) -> String {
    // Three digits.
    "\(NumberText.fixed(seconds * 1000, seconds < 0.01 ? 2 : seconds < 0.1 ? 1 : 0)) ms"
  }
}
