import Experiments
import Listing
import Screen

/// The curves of the marked runs and of that under the cursor, over each other, beneath the legend.
struct RunsCurvesView: Widget {
  private static let legendLines = 3

  let runs: RunsState

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let legend = RunsLegend(runs).lines(width: rect.width - 2, most: Self.legendLines)
    for (index, line) in legend.enumerated() {
      buffer.write(line, x: rect.x + 1, y: rect.y + index, width: rect.width - 2)
    }
    let plots = Rect(x: rect.x, y: rect.y + legend.count, width: rect.width, height: rect.height - legend.count)
    let parts = plots.columns([.rest, .rest])
    buffer.draw(plot("validation loss", \.validLoss), in: parts[0], context)
    buffer.draw(accuracies, in: parts[1], context)
  }

  private var accuracies: LinePlot {
    guard let cost = runs.cost else { return plot("accuracy %") { $0.accuracy * 100 } }
    return plot("best accuracy %", over: PlotAxis(cost.title, scale: .log)) { row, epochs in
      guard let document = row.document else { return [] }
      return AccuracyOverTime.points(document, epochs).map { PlotPoint($0.cost(cost), $0.accuracy * 100) }
    }
  }

  private func plot(_ title: String, _ value: (EpochRow) -> Double) -> LinePlot {
    plot(title, over: PlotAxis("epoch", wholeNumbers: true)) { _, epochs in
      epochs.map { RunPoint(place: $0.epoch, x: Double($0.epoch + 1), y: value($0)) }.withGaps
        .map { PlotPoint($0.x, $0.y) }
    }
  }

  private func plot(
    _ title: String, over axis: PlotAxis, _ points: (RunRow, [EpochRow]) -> [PlotPoint]
  ) -> LinePlot {
    // Marked ones last: they are drawn over the other.
    let drawn = runs.drawn
    let series = drawn.reversed().map { row in
      let (glyph, style) = RunsLegend.sign(of: row, runs)
      let role: Role = if case .role(let role) = style.foreground { role } else { .text }
      return LinePlot.Series(
        "", points(row, runs.curves.epochs(of: row.id) ?? []), role: role, shape: .markedLine, marker: glyph)
    }
    return LinePlot(
      title: title, series: series, x: axis, focused: runs.part == .curves, emptyText: emptyText(drawn))
  }

  private func emptyText(_ drawn: [RunRow]) -> String {
    if drawn.isEmpty { return "no run is chosen" }
    if drawn.contains(where: { runs.curves.epochs(of: $0.id) == nil }) { return "reading …" }
    if drawn.contains(where: { $0.status == .running }) { return "no epoch is over yet" }
    let end = drawn.count == 1 ? drawn[0].status.rawValue : "ended"
    return "\(end) before its first epoch was over"
  }
}
