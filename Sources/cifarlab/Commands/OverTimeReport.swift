import Experiments
import Exports
import Files
import Screen

/// The best accuracy over seconds or FLOP, of networks that were compared, and of runs.
struct OverTimeReport {
  static let option = Option.flag(
    "over-time", or: ["flop"], "then the best accuracy against seconds, or against FLOP, on a logarithmic axis")

  static let picture = Option(
    Options.picture.name, "FILE", "with --over-time: write the plot there, as SVG where FILE ends in .svg, else as PNG",
    parse: Options.picture.parse)

  private let cost: AccuracyOverTime.Cost
  private let picture: String?
  private var curves: [AccuracyOverTime] = []

  /// nil: it is not asked for.
  init?(_ arguments: Arguments) throws {
    picture = try arguments[Self.picture]
    guard let word = try arguments[Self.option] else {
      if picture != nil { throw UsageError("--png goes with --over-time", remedy: "add it, or leave out --png") }
      return nil
    }
    cost = AccuracyOverTime.Cost(rawValue: word) ?? .seconds
  }

  /// Runs of one network that differ in their seeds alone.
  mutating func add(_ runs: [RunListing], name: String? = nil) {
    if let curve = AccuracyOverTime(runs, name: name) { curves.append(curve) }
  }

  func write(_ console: Console, asJSON: Bool, ascii: Bool) throws {
    if let picture {
      try FileAccess.write(try Pictures.overTime(curves, by: cost, as: PictureForm(path: picture)), to: picture)
    }
    guard !asJSON else {
      for curve in curves { try console.write(json(curve)) }
      return
    }
    let plot = LinePlot(
      title: "best accuracy %",
      series: curves.enumerated().map { index, curve in
        LinePlot.Series(
          curve.name, curve.points.map { PlotPoint($0.cost(cost), 100 * $0.accuracy) }, role: .series(index),
          shape: .markedLine, marker: RunsSideBySide.markers[index % RunsSideBySide.markers.count])
      }, x: PlotAxis(cost.title, scale: .log), y: PlotAxis("best accuracy %"))
    try console.write(drawn: "\n" + console.text(plot, width: min(console.columns, 120), height: 20, ascii: ascii))
  }

  private func json(_ curve: AccuracyOverTime) -> JSON {
    [
      "event": "over_time", "name": .string(curve.name), "seconds": .numbers(curve.points.map(\.seconds)),
      "flop": .numbers(curve.points.map(\.flop)), "best_accuracy": .numbers(curve.points.map(\.accuracy)),
    ]
  }
}
