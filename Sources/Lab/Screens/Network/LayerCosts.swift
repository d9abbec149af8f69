import Screen

/// Costs of each layer as columns of the table: multiply-adds, and their share or the measured time.
struct LayerCosts {
  private let outline: NetworkOutline
  /// Seconds of each layer in a step; nil: not measured.
  private let seconds: [Double]?
  private let showsMACs: Bool
  private let showsMilliseconds: Bool
  private let showsShares: Bool

  /// For a table of that width; where not all fits, the time has priority.
  init(_ outline: NetworkOutline, _ measured: NetworkState.Measurement?, width: Int) {
    self.outline = outline
    let seconds = measured.flatMap { $0.layerSeconds.count == outline.rows.count ? $0.layerSeconds : nil }
    self.seconds = seconds
    showsShares = width >= 66
    showsMACs = showsShares || seconds == nil
    showsMilliseconds = seconds != nil && (width >= 80 || !showsShares)
  }

  var columns: [Table.Column] {
    var columns: [Table.Column] = []
    if showsMACs { columns.append(Table.Column("MACs", width: .fixed(7), align: .right)) }
    if showsMilliseconds { columns.append(Table.Column("time", width: .fixed(7), align: .right)) }
    let title = seconds == nil ? "share" : showsMilliseconds ? "" : "time"
    if showsShares { columns.append(Table.Column(title, width: .fixed(14))) }
    return columns
  }

  func cells(of layer: Int) -> [Span] {
    var cells: [Span] = []
    if showsMACs { cells.append(Span(Figures.compact(outline.rows[layer].macs), Style(.muted))) }
    if showsMilliseconds, let seconds { cells.append(Span(Self.milliseconds(seconds[layer]))) }
    if showsShares {
      let costs = seconds ?? outline.rows.map { Double($0.macs) }
      let sum = costs.reduce(0, +)
      let share = sum > 0 ? costs[layer] / sum : 0
      let bar = String(repeating: "▇", count: Int((share * 8).rounded()))
      cells.append(Span("\(bar) \(Int((share * 100).rounded())) %", Style(.accent)))
    }
    return cells
  }

  /// For the whole network.
  var totals: [Span] {
    let style = Style(.title, .bold)
    var cells: [Span] = []
    if showsMACs { cells.append(Span(Figures.compact(outline.macs), style)) }
    if let seconds, showsMilliseconds || showsShares {
      cells.append(Span(Self.milliseconds(seconds.reduce(0, +)), style))
    }
    return cells
  }

  private static func milliseconds(_ seconds: Double) -> String {
    // Three significant digits.
    "\(Figures.fixed(seconds * 1000, seconds < 0.01 ? 2 : seconds < 0.1 ? 1 : 0)) ms"
  }
}
