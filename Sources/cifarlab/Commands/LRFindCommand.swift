import Experiments
import Exports
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
      Options.startRate, Options.endRate, Options.linear, Options.byTrial, Options.apply, Options.picture,
      Options.threads,
      Options.ascii,
      Options.json, Options.quiet,
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
    var found = LRFindReport(curve: curve, suggestions: LRSuggestions(curve, batches: finder.batches), options: options)
    if arguments.has(Options.byTrial), control.request != .stop {
      try found.addTrials(of: run, control) { trial in
        console.progress("trial at lr \(Figures.rate(trial.rate)): accuracy \(Figures.percentSign(trial.accuracy, 1))")
      }
    }
    interruption.end()
    console.progress("")
    if let path = try arguments[Options.picture] {
      try FileAccess.write(
        try Pictures.sweep(curve, found.suggestions, options, as: PictureForm(path: path)), to: path)
    }
    let scaled = arguments.has(Options.apply) ? found.scaled(run.recipe) : nil
    let fits = scaled?.fits
    if arguments.has(Options.json) {
      try console.write(found.json(fits))
    } else {
      try write(found, of: run, arguments, console)
      for call in fits ?? [] { try console.write(ShellQuoting.line(["--fit", call.shortText]) + "\n") }
      let rates = scaled?.training.optimizer.groups.learningRates ?? [:]
      for (group, rate) in rates.sorted(by: { $0.key < $1.key }) { try console.write("--lr.\(group) \(rate)\n") }
    }
    if control.request == .stop { return .interrupted }
    if arguments.has(Options.apply), fits == nil { throw NothingRecommended(found) }
    return .done
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

  /// The plot on a terminal, else one line a batch. With `--apply` standard output is left to the `--fit` options there.
  private static func write(
    _ found: LRFindReport, of run: TrainingRun, _ arguments: Arguments, _ console: Console
  ) throws {
    if console.outputIsTerminal {
      let plot = found.plot(title: "\(run.network.architecture.name): smoothed loss")
      try console.write(
        console.text(plot, width: min(console.columns, 120), height: 20, ascii: arguments.has(Options.ascii))
          + found.text)
    } else if !arguments.has(Options.apply) {
      try console.write(found.table + found.text)
    } else if !console.isQuiet {
      console.message(found.text.trimmingEnd)
    }
  }

  /// There is no rate for `--apply`.
  private struct NothingRecommended: UserFacingError {
    let problem: String
    let exitCode = ExitCode.fileProblem

    init(_ found: LRFindReport) {
      problem = "nothing to apply: \(found.suggestions.absence?.remark(found.curve.ending) ?? "no rate is recommended")"
    }
  }
}
