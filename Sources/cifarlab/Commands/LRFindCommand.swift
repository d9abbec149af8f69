import Experiments
import Files
import Foundation
import Kernels
import Lab
import Screen
import Training

/// `lr-find NET`: a sweep over learning rates, and the rates that its curve suggests.
enum LRFindCommand {
  static let command = Command(
    "lr-find", operands: "NET", "loss over a rising learning rate, and suggestions",
    details: ["On a terminal the smoothed loss as a plot; else one line a batch: lr, loss, smoothed loss."],
    options: Options.of(RecipeCommand.find) + [
      Options.startRate, Options.endRate, Options.linear, Options.threads, Options.ascii, Options.json, Options.quiet,
    ]
  ) { arguments, console in
    let console = console.quiet(arguments.has(Options.quiet))
    let recipe = try arguments.recipe(try arguments.onlyOperand("NET"))
    let options = try sweep(arguments)
    let data = try Inputs.data(of: recipe, console)
    let run = try TrainingRun(recipe, data: data, pool: Inputs.pool(threads: try arguments[Options.threads], console))
    if !console.isQuiet { for notice in run.notices { console.message("cifarlab: \(notice)") } }
    let control = TrainingControl()
    let interruption = Interruption(control)
    let finder = run.finder(options)
    var done = 0
    var pace = ProgressPace()
    let curve = finder.run(control) { point in
      done += 1
      guard pace.isDue() else { return }
      let figures = "lr \(Figures.rate(point.learningRate))  loss \(Figures.fixed(point.smoothed, 4))"
      console.progress("batch \(done)/\(finder.batches)  \(figures)")
    }
    interruption.end()
    console.progress("")
    let suggestions = LRSuggestions(curve, batches: finder.batches)
    if arguments.has(Options.json) {
      try console.write(json(curve, suggestions))
    } else {
      try console.write(
        console.outputIsTerminal
          ? plot(run, curve, suggestions, options, console, ascii: arguments.has(Options.ascii)) : table(curve))
      try console.write(text(curve, suggestions, options))
    }
    return control.request == .stop ? .interrupted : .done
  }

  private static func sweep(_ arguments: Arguments) throws(UsageError) -> LRFinderOptions {
    var options = LRFinderOptions()
    options.start = try arguments[Options.startRate] ?? options.start
    options.end = try arguments[Options.endRate] ?? options.end
    options.isLinear = arguments.has(Options.linear)
    guard options.start < options.end else {
      throw UsageError(
        "--start-lr \(options.start) is not below --end-lr \(options.end)",
        remedy: "the rate rises from one to the other")
    }
    return options
  }

  private static func json(_ curve: LRCurve, _ suggestions: LRSuggestions) -> JSON {
    [
      "event": "lr_find", "lr": .numbers(curve.points.map(\.learningRate)), "loss": .numbers(curve.points.map(\.loss)),
      "smoothed": .numbers(curve.points.map(\.smoothed)),
      "suggestions": [
        "valley": .figure(suggestions.valley), "steep": .figure(suggestions.steep),
        "minimum": .figure(suggestions.minimum),
      ], "recommended": .figure(suggestions.recommended), "stopped_early": .bool(curve.ending == .exploded),
    ]
  }

  private static func plot(
    _ run: TrainingRun, _ curve: LRCurve, _ suggestions: LRSuggestions, _ options: LRFinderOptions, _ console: Console,
    ascii: Bool
  ) -> String {
    let sweep = LRCurvePlot(curve, suggestions, options)
    let plot = LinePlot(
      title: "\(run.network.architecture.name): smoothed loss",
      series: [LinePlot.Series("loss", sweep.points, role: .trainLoss)], x: sweep.rates, y: sweep.losses,
      marks: sweep.marks)
    return console.text(plot, width: min(console.columns, 120), height: 20, ascii: ascii)
  }

  private static func table(_ curve: LRCurve) -> String {
    curve.points.map { "\($0.learningRate) \($0.loss) \($0.smoothed)\n" }.joined()
  }

  private static func text(_ curve: LRCurve, _ suggestions: LRSuggestions, _ options: LRFinderOptions) -> String {
    func named(_ name: LRSuggestions.Rule, _ rate: Double?) -> String {
      "\(name.rawValue) \(rate.map(Figures.rate) ?? Figures.missing)"
    }
    let remark = suggestions.absence.map { "nothing is recommended: \($0.remark(curve.ending))\n" } ?? ""
    let rates = [
      named(.recommended, suggestions.recommended), named(.valley, suggestions.valley),
      named(.steep, suggestions.steep), named(.minimum, suggestions.minimum),
    ]
    return """
      \(remark)\(rates.joined(separator: "  "))
      \(options.text): \(curve.endingText), \(curve.points.count) batches

      """
  }
}
