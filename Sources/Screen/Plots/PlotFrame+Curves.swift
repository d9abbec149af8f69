extension PlotFrame {
  func drawCurves(of plot: LinePlot, into buffer: inout Buffer, colour: Capabilities.Colour) {
    var canvas = PlotCanvas(columns: area.width, rows: area.height, unicode: unicode)
    for (index, one) in plot.series.enumerated() where one.shape != .markers {
      trace(one, series: index, isDashed: colour == .none && index % 2 == 1, on: &canvas)
    }
    if let cursor = plot.cursor, let column = column(cursor) {
      for y in area.y..<area.maxY { buffer.put("┊", x: column, y: y, style: Style(.cursor)) }
    }
    for row in 0..<canvas.rows {
      for column in 0..<canvas.columns {
        guard let (bits, series) = canvas.cell(column: column, row: row) else { continue }
        let glyph: Unicode.Scalar =
          unicode ? Unicode.Scalar(0x2800 + UInt32(bits)) ?? " " : Self.letters[series % Self.letters.count]
        buffer.put(glyph, x: area.x + column, y: area.y + row, style: Style(plot.series[series].role))
      }
    }
    // A marker of a point keeps its place; the end of a line goes beside it.
    var taken: Set<Int> = []
    for one in plot.series.filter({ $0.shape != .line }) + plot.series.filter({ $0.shape == .line }) {
      drawMarkers(of: one, among: plot.series.count, beside: &taken, into: &buffer)
    }
  }

  /// What the curves are drawn with in ASCII.
  private static let letters: [Unicode.Scalar] = ["*", ".", "+", "o", "x", "="]

  /// Draws each dot column from its least to its greatest value, and joins it to the one before.
  private func trace(_ one: LinePlot.Series, series: Int, isDashed: Bool, on canvas: inout PlotCanvas) {
    struct Column {
      var x: Int
      var low: Int
      var high: Int
      var last: Int
    }
    var current: Column?
    var dash = Dash.solid
    func finish(_ column: Column, on canvas: inout PlotCanvas) {
      if dash.has(column.x) { canvas.column(x: column.x, from: column.low, to: column.high, series: series) }
    }
    for point in one.points {
      guard !point.y.isNaN, let across = dotX(point.x, width: canvas.width),
        let y = dotY(point.y, height: canvas.height)
      else {
        if let column = current { finish(column, on: &canvas) }
        current = nil
        continue
      }
      // Points outside are ends of lines that cross the border.
      let x = Int(min(max(across, -Double(canvas.width)), 2 * Double(canvas.width)).rounded())
      guard var column = current else {
        if isDashed, case .solid = dash { dash = .dashed(from: x) }
        current = Column(x: x, low: y, high: y, last: y)
        continue
      }
      if column.x == x {
        column.low = min(column.low, y)
        column.high = max(column.high, y)
        column.last = y
        current = column
      } else {
        finish(column, on: &canvas)
        canvas.line(fromX: column.x, y: column.last, toX: x, y: y, series: series, dash: dash)
        current = Column(x: x, low: y, high: y, last: y)
      }
    }
    if let column = current { finish(column, on: &canvas) }
  }

  private func drawMarkers(
    of one: LinePlot.Series, among count: Int, beside taken: inout Set<Int>, into buffer: inout Buffer
  ) {
    var points = one.points[...]
    if one.shape == .line { points = count > 1 ? points.suffix(1) : [] }
    // Markers in every other column would hide the line.
    if one.shape == .markedLine, points.count > area.width / 2 { points = points.suffix(1) }
    for point in points {
      guard let column = column(point.x), let row = row(point.y) else { continue }
      let near = [column, column + 1, column - 1].filter { $0 >= area.x && $0 < area.maxX }
      let free = near.first { !taken.contains(row * buffer.width + $0) } ?? column
      taken.insert(row * buffer.width + free)
      buffer.put(one.marker, x: free, y: row, style: Style(one.role, .bold))
    }
  }
}
