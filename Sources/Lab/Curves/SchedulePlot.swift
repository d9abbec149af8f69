import Screen
import Training

/// The learning rate over the steps of all fit calls, and the momentum below it where a call moves it.
package struct SchedulePlot: Widget {
  /// As many steps as a plot can tell apart.
  private static let samples = 1024
  private let schedule: RunSchedule

  package init(_ schedule: RunSchedule) { self.schedule = schedule }

  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    guard schedule.movesMomentum else {
      let title = "learning rate, momentum \(Figures.short(schedule.momentum))"
      buffer.draw(plot(title, rates), in: rect, context)
      return
    }
    let parts = rect.rows([.rest, .fixed(rect.height * 2 / 5)])
    buffer.draw(plot("learning rate", rates), in: parts[0], context)
    buffer.draw(plot("momentum", [series("", .series(1), \.momentum)]), in: parts[1], context)
  }

  /// The rate of most weights, and those of the ones that have their own.
  private var rates: [LinePlot.Series] {
    let groups = schedule.groups
    return [series(groups.isEmpty ? "" : "others", .learningRate, \.learningRate)]
      + groups.indices.map { index in series(groups[index], .series(index + 1)) { $0.groupRates[index] } }
  }

  private func series(_ name: String, _ role: Role, _ value: (RunSchedule.Step) -> Double) -> LinePlot.Series {
    LinePlot.Series(name, schedule.samples(Self.samples).map { PlotPoint(Double($0.step), value($0)) }, role: role)
  }

  private func plot(_ title: String, _ series: [LinePlot.Series]) -> LinePlot {
    let marks = schedule.beginnings.enumerated().dropFirst().map {
      LinePlot.Mark(x: Double($0.element), label: "fit \($0.offset + 1)")
    }
    return LinePlot(
      title: title, series: series,
      x: PlotAxis("step", range: 0...Double(max(schedule.steps - 1, 1)), wholeNumbers: true), marks: marks,
      emptyText: "there are no steps")
  }
}
