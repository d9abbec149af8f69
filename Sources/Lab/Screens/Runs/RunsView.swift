import Screen

/// The store as a table, and curves of marked runs.
struct RunsView {
  let runs: RunsState
  private var layout: RunsLayout { runs.layout }

  func drawTable(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let shown = runs.shown
    let filter = runs.filter.isEmpty ? "" : " · filter '\(runs.filter)'"
    let inner = buffer.frame(
      rect, title: "runs", note: "\(shown.count) of \(runs.rows.count)\(filter)",
      focused: runs.part == .table && !layout.scrollsDifference
    ).inset(columns: 1)
    guard !shown.isEmpty else {
      let text =
        !runs.isListed
        ? "reading the store …" : runs.rows.isEmpty ? "no run yet: t on screen 2 trains one" : "no run fits the filter"
      buffer.write(text, x: inner.x, y: inner.y, style: Style(.muted), width: inner.width)
      return
    }
    let columns = Self.columns(width: inner.width)
    let rows = shown.map { row in columns.map { $0.cell(row) } }
    let marked = Set(shown.indices.filter { runs.marked.contains(shown[$0].id) })
    let sorted = columns.firstIndex { $0.sort == runs.column }
    let table = Table(
      columns: columns.map(\.column), rows: rows, selection: runs.selectedIndex, marked: marked,
      sort: sorted.map { Table.Sort(column: $0, ascending: runs.isAscending) }, focused: runs.part == .table)
    buffer.draw(table, in: inner, context)
  }

  /// Heading, sort key and cell text of a column.
  private struct Column {
    let column: Table.Column
    let sort: RunsState.Column?
    let cell: (RunRow) -> Span
  }

  private static func columns(width: Int) -> [Column] {
    let dash = Figures.missing
    let date = Column(column: Table.Column("date", width: .fixed(16)), sort: .date) { Span($0.date, Style(.muted)) }
    let network = Column(column: Table.Column("network", width: .fixed(10)), sort: .network) { Span($0.network) }
    let widths = Column(column: Table.Column("widths"), sort: nil) {
      Span($0.widths.map(String.init).joined(separator: ","), Style(.muted))
    }
    let parameters = Column(column: Table.Column("parameters", width: .fixed(10), align: .right), sort: .parameters) {
      Span($0.parameters.map(Figures.grouped) ?? dash)
    }
    let accuracy = Column(column: Table.Column("accuracy", width: .fixed(9), align: .right), sort: .accuracy) {
      Span(Figures.percent($0.accuracy), Style(.accuracy, .bold))
    }
    let bar = Column(column: Table.Column("", width: .fixed(10)), sort: nil) { row in
      Span(String(repeating: "▇", count: Int(((row.accuracy ?? 0) * 10).rounded())), Style(.accuracy))
    }
    let lossWidth = 7
    let loss = Column(column: Table.Column("loss", width: .fixed(lossWidth), align: .right), sort: .loss) {
      Span(Figures.loss($0.loss, width: lossWidth), Style(.validLoss))
    }
    let seconds = Column(column: Table.Column("time", width: .fixed(7), align: .right), sort: .seconds) {
      Span(Figures.duration($0.seconds))
    }
    let rate = Column(column: Table.Column("lr", width: .fixed(7), align: .right), sort: .learningRate) {
      Span($0.learningRate.map(Figures.rate) ?? dash, Style(.learningRate))
    }
    let status = Column(column: Table.Column("state", width: .fixed(11)), sort: nil) { row in
      Span(row.status.rawValue, Style(row.isDamaged || row.status == .diverged ? .error : .muted))
    }
    if width >= 116 { return [date, network, widths, parameters, accuracy, bar, loss, seconds, rate, status] }
    return [date, network, parameters, accuracy, loss, seconds, status]
  }

  /// The name without date and time.
  private static func shortName(_ id: String) -> String {
    let parts = id.split(separator: "-")
    return parts.count > 3 ? parts.dropFirst(2).joined(separator: "-") : id
  }

  func drawBelow(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    if let (left, right) = runs.difference {
      let inner = buffer.frame(rect, title: "difference of recipes", focused: layout.scrollsDifference).inset(
        columns: 1)
      guard let first = left.recipe, let second = right.recipe else {
        buffer.write(
          "one of them has no recipe that can be read", x: inner.x, y: inner.y, style: Style(.error), width: inner.width
        )
        return
      }
      buffer.draw(
        DifferenceTable(left.id, first, right.id, second, top: min(runs.differenceTop, layout.hiddenDifference)),
        in: inner,
        context)
      return
    }
    let curves = runs.marked.compactMap { runs.curves[$0] }
    let parts = rect.columns([.flexible(1), .flexible(1)])
    let markers: [Unicode.Scalar] = ["◆", "●", "▲", "■", "○", "◇"]
    let isFocused = runs.part == .curves
    func plot(_ title: String, _ value: (RunCurves) -> [PlotPoint], legend: Bool) -> LinePlot {
      LinePlot(
        title: title,
        series: curves.enumerated().map { index, one in
          LinePlot.Series(
            legend ? Self.shortName(one.name) : "", value(one), role: .series(index), shape: .markedLine,
            marker: markers[index % markers.count])
        }, x: PlotAxis("epoch", wholeNumbers: true), focused: isFocused, emptyText: "space marks runs to compare")
    }
    buffer.draw(
      plot("validation loss", { $0.epochs.map { PlotPoint(Double($0.epoch), $0.validLoss) } }, legend: true),
      in: parts[0], context)
    buffer.draw(
      plot("accuracy %", { $0.epochs.map { PlotPoint(Double($0.epoch), $0.accuracy * 100) } }, legend: false),
      in: parts[1], context)
  }
}
