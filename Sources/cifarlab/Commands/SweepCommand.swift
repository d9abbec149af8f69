import Experiments
import Files
import Foundation
import ImageData
import Kernels
import Training

/// `sweep NET…`: many runs from a grid or from random points, each kept, none done twice.
enum SweepCommand {
  static let command = Command(
    "sweep", operands: "NET…", "many runs over rates, widths, seeds, networks; goes on where it was stopped",
    details: [
      "Every combination of the networks, --lrs, --grid-widths and --seeds; with --points N as many random ones.",
      "A rate stands for the highest one of the schedule; the others keep their proportion to it.",
      "--commands prints the runs that are left as commands, one a line, for GNU parallel or a job array.",
    ],
    options: [Options.rates, Options.gridWidths, Options.seeds, Options.points, Options.commands] + options + [
      Options.fit, Options.runs, Options.checkpointEvery, Options.threads, Options.json, Options.quiet,
    ]
  ) { arguments, console in
    let console = console.quiet(arguments.has(Options.quiet))
    let sweep = try SweepRun(arguments, console)
    return arguments.has(Options.commands) ? try sweep.printCommands() : try sweep.run()
  }

  private static let options = Options.recipeOptions.filter { option in
    ![Options.widths.name, Options.initialWeights.name].contains(option.name)
  }
}

/// One call of `sweep`: its points, and the store that knows which of them are done.
private struct SweepRun {
  private let console: Console
  private let asJSON: Bool
  private let store: RunStore
  private let interval: Double
  private let threads: Int?
  private let data: DataSet
  private let tasks: [(recipe: Recipe, task: SweepProgress.Task)]

  init(_ arguments: Arguments, _ console: Console) throws {
    self.console = console
    asJSON = arguments.has(Options.json)
    guard let first = arguments.operands.first else {
      throw UsageError("NET is missing", remedy: "name one network or several; see --help")
    }
    let base = try arguments.recipe(first)
    var sweep = Sweep()
    sweep.networks = try arguments.operands.map { name throws(UsageError) in try NetworkNames.resolve(name).name }
    sweep.rates = try arguments[Options.rates] ?? []
    sweep.widths = try arguments[Options.gridWidths] ?? []
    sweep.seeds = (0..<UInt64(try arguments[Options.seeds] ?? 1)).map { base.seed &+ $0 }
    let recipes = try arguments[Options.points].map { try sweep.random(base, count: $0, seed: base.seed) }
    store = try arguments.store()
    interval = try arguments[Options.checkpointEvery] ?? 30
    threads = try arguments[Options.threads]
    data = try Inputs.data(of: base, console)
    tasks = try SweepProgress(try recipes ?? sweep.grid(base), in: store, data: data).tasks
  }

  func printCommands() throws -> ExitCode {
    for (recipe, task) in tasks {
      switch task {
      case .skip: continue
      case .resume(let name): try console.write(ShellQuoting.line(["cifarlab", "resume", store.folder(name)]) + "\n")
      case .start: try console.write(recipe.commandLine(extra: ["--runs", store.root, "--quiet"]) + "\n")
      }
    }
    let isDone = tasks.allSatisfy { if case .skip = $0.1 { true } else { false } }
    if isDone {
      console.message("cifarlab: no commands are left: all runs of this sweep are in \(store.root)")
    }
    return .done
  }

  func run() throws -> ExitCode {
    let control = TrainingControl()
    let interruption = Interruption(control)
    defer { interruption.end() }
    let pool = Inputs.pool(threads: threads, console)
    var names: [String] = []
    var isIncomplete = false
    for (index, (recipe, seen)) in tasks.enumerated() {
      // Another sweep over the same folder may have taken the point meanwhile.
      let task = if case .skip = seen { seen } else { try SweepProgress([recipe], in: store, data: data).tasks[0].task }
      let place = "point \(index + 1)/\(tasks.count)  \(recipe.network)"
      guard let (run, recorder) = try begin(recipe, task, pool) else {
        if case .skip(let name) = task { names.append(name) }
        continue
      }
      var pace = ProgressPace()
      let reason = run.run(control, recorder: recorder) { event in
        if case .warning(let text) = event { console.message("cifarlab: \(text)") }
        guard case .stepEnded(let step) = event, pace.isDue() else { return }
        console.progress("\(place)  epoch \(step.epoch)  loss \(Figures.fixed(step.smoothed, 4))")
      }
      console.progress("")
      if let name = recorder.name { names.append(name) }
      isIncomplete = isIncomplete || recorder.isIncomplete
      if reason == .stopped {
        console.message("cifarlab: interrupted at \(place); the same command goes on from there")
        return .interrupted
      }
    }
    try report(names)
    return isIncomplete ? .fileProblem : .done
  }

  private func begin(_ recipe: Recipe, _ task: SweepProgress.Task, _ pool: WorkerPool) throws -> (
    TrainingRun, RunRecorder
  )? {
    switch task {
    case .skip: return nil
    case .resume(let name):
      return try store.resume(name, checkpointEvery: interval, pool: pool) { _ in data }
    case .start:
      let run = try TrainingRun(recipe, data: data, pool: pool)
      let recorder = RunRecorder(store, run, checkpointEvery: interval)
      // A point is known by its run alone: without one its training would be for nothing.
      if let problem = recorder.startProblem { throw problem }
      return (run, recorder)
    }
  }

  /// The points, the best one first.
  private func report(_ names: [String]) throws {
    let rows = SweepRow.table(names.compactMap { try? store.find($0).document })
    guard !asJSON else {
      for row in rows { try console.write(json(row)) }
      return
    }
    var table = TextTable([
      ("network", .left), ("widths", .left), ("fit", .left), ("runs", .right), ("accuracy", .right), ("±", .right),
      ("loss", .right), ("seconds", .right), ("diverged", .right),
    ])
    for row in rows {
      table.add([
        row.recipe.network, (row.recipe.widths ?? []).map(String.init).joined(separator: ","),
        row.recipe.fits.map(\.description).joined(separator: " · "), "\(row.accuracy.values.count)",
        row.accuracy.mean.map(Figures.percent) ?? "–", row.accuracy.deviation.map(Figures.percent) ?? "",
        row.loss.mean.map { Figures.fixed($0, 4) } ?? "–", row.seconds.mean.map { Figures.fixed($0, 1) } ?? "–",
        row.diverged == 0 ? "" : "\(row.diverged)",
      ])
    }
    try console.write(table.text)
    guard let best = rows.first, let accuracy = best.accuracy.mean else { return }
    let spread =
      best.accuracy.deviation.map { " ± \(Figures.percent($0)) over \(best.accuracy.values.count) seeds" } ?? ""
    let fits = best.recipe.fits.map(\.description).joined(separator: " · ")
    let widths = (best.recipe.widths ?? []).map(String.init).joined(separator: ",")
    try console.write("best: \(best.recipe.network) \(widths), fit \(fits): \(Figures.percent(accuracy)) %\(spread)\n")
  }

  private func json(_ row: SweepRow) -> JSON {
    func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
    return [
      "event": "sweep_point", "network": .string(row.recipe.network), "widths": .ints(row.recipe.widths ?? []),
      "fits": .strings(row.recipe.fits.map(\.description)), "accuracy": number(row.accuracy.mean),
      "accuracy_std": number(row.accuracy.deviation), "accuracies": .numbers(row.accuracy.values),
      "valid_loss": number(row.loss.mean), "seconds": number(row.seconds.mean), "diverged": .int(row.diverged),
    ]
  }
}
