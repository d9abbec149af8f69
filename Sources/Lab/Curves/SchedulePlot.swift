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
      buffer.draw(plot(title, \.learningRate, .learningRate), in: rect, context)
      return
    }
    let parts = rect.rows([.rest, .fixed(rect.height * 2 / 5)])
    buffer.draw(plot("learning rate", \.learningRate, .learningRate), in: parts[0], context)
    buffer.draw(plot("momentum", \.momentum, .series(1)), in: parts[1], context)
  }

  private func plot(_ title: String, _ value: KeyPath<RunSchedule.Step, Double>, _ role: Role) -> LinePlot {
    let points = schedule.samples(Self.samples).map { PlotPoint(Double($0.step), $0[keyPath: value]) }
    let marks = schedule.beginnings.enumerated().dropFirst().map {
      LinePlot.Mark(x: Double($0.element), label: "fit \($0.offset + 1)")
    }
    return LinePlot(
      title: title, series: [LinePlot.Series("", points, role: role)],
      x: PlotAxis("step", range: 0...Double(max(schedule.steps - 1, 1)), wholeNumbers: true), marks: marks,
      emptyText: "there are no steps")
  }
}
