import Experiments
import Screen
import Training

/// The plots of the Train screen, made from the state.
struct TrainPlots {
  /// More points are reduced to minimum and maximum of each dot.
  private static let dots = 512
  let state: LabState
  private var train: TrainState { state.train }

  /// The points of a curve within a range of steps, reduced without losing a spike.
  static func points(_ series: CurveSeries, in range: Range<Int>) -> [PlotPoint] {
    let range = range.clamped(to: 0..<series.count)
    guard range.count > dots * 2 else { return range.map { PlotPoint(Double($0), series.values[$0]) } }
    return (0..<dots).flatMap { dot -> [PlotPoint] in
      let part = range.lowerBound + range.count * dot / dots..<range.lowerBound + range.count * (dot + 1) / dots
      guard let extent = series.extent(part) else { return [PlotPoint(Double(part.lowerBound), .nan)] }
      let last = series.values[part.upperBound - 1]
      let middle = Double(part.lowerBound)
      return [PlotPoint(middle, extent.low), PlotPoint(middle, extent.high), PlotPoint(middle, last)]
    }
  }

  private var steps: Range<Int> { train.visible }
  private var stepAxis: PlotAxis {
    // Unless zoomed, the axis covers the whole run from the start, and the curve grows into it.
    let end = train.window == nil ? max(steps.upperBound - 1, 1) : steps.upperBound - 1
    return PlotAxis(
      "step", range: Double(steps.lowerBound)...Double(max(end, steps.lowerBound + 1)), wholeNumbers: true)
  }
  private var cursor: Double? { train.cursor.map(Double.init) }
  private var isFocused: Bool { train.part == .plots }

  private var marks: [LinePlot.Mark] {
    train.marks.filter { steps.contains($0.step) || $0.step == steps.upperBound }
      .map { LinePlot.Mark(x: Double($0.step), label: $0.title) }
  }

  /// A figure of each epoch at its last step, with gaps for missing epochs.
  static func epochs(_ curves: RunCurves, _ value: (EpochRecord) -> Double) -> [PlotPoint] {
    curves.epochs.map { RunPoint(place: $0.epoch, x: Double($0.step - 1), y: value($0)) }.withGaps
      .map { PlotPoint($0.x, $0.y) }
  }

  var loss: LinePlot {
    var series: [LinePlot.Series] = []
    if let twin = train.twin {
      series.append(
        LinePlot.Series("twin", Self.points(twin.trainLoss(train.smoothing), in: steps), role: .series(4), marker: "○"))
      series.append(
        LinePlot.Series("twin valid", Self.epochs(twin, \.validLoss), role: .series(5), shape: .markedLine, marker: "◇")
      )
    }
    series.append(
      LinePlot.Series("train", Self.points(train.curves.trainLoss(train.smoothing), in: steps), role: .trainLoss))
    series.append(
      LinePlot.Series(
        "valid", Self.epochs(train.curves, \.validLoss), role: .validLoss, shape: .markedLine, marker: "◆"))
    // A narrow range looks the same on either axis.
    let axis = train.isLogarithmic ? ", log axis" : ""
    let zoomed = train.window == nil ? "" : ", zoomed"
    return LinePlot(
      title: "loss, \(train.smoothing.title)\(axis)\(zoomed)", series: series, x: stepAxis,
      y: PlotAxis(scale: train.isLogarithmic ? .log : .linear, isRobust: true), marks: marks, cursor: cursor,
      focused: isFocused, emptyText: "waiting for the first step",
      outsideHint: train.isLogarithmic ? "" : "\(state.keyName(.logAxis)): log axis")
  }

  var accuracy: LinePlot {
    var series: [LinePlot.Series] = []
    if let twin = train.twin {
      series.append(
        LinePlot.Series(
          "twin", Self.epochs(twin, { $0.accuracy * 100 }), role: .series(4), shape: .markedLine, marker: "◇"))
    }
    series.append(
      LinePlot.Series(
        "valid", Self.epochs(train.curves, { $0.accuracy * 100 }), role: .accuracy, shape: .markedLine, marker: "◆"))
    return LinePlot(
      title: "accuracy %", series: series, x: stepAxis, cursor: cursor, focused: isFocused,
      emptyText: "the first figure comes with the first validation")
  }

  var learningRate: LinePlot {
    LinePlot(
      title: "learning rate",
      series: [LinePlot.Series("lr", Self.points(train.curves.learningRate, in: steps), role: .learningRate)],
      x: stepAxis, cursor: cursor, focused: isFocused, emptyText: "waiting for the first step")
  }

  /// The step at a place of the screen; nil where no curve could be.
  func step(atX x: Int, y: Int, in rect: Rect) -> Int? {
    let unicode = state.isUnicode
    let value =
      switch train.panels {
      case .together: together.x(atX: x, y: y, in: rect, unicode: unicode)
      case .loss: loss.x(atX: x, y: y, in: rect, unicode: unicode)
      case .accuracy: accuracy.x(atX: x, y: y, in: rect, unicode: unicode)
      case .learningRate: learningRate.x(atX: x, y: y, in: rect, unicode: unicode)
      }
    return value.map { Int($0.rounded()) }
  }

  /// Loss, accuracy and rate over one axis of steps.
  var together: PlotStack {
    PlotStack(
      [.init(loss, weight: 4), .init(accuracy, weight: 3), .init(learningRate, weight: 2)], focused: isFocused)
  }
}
