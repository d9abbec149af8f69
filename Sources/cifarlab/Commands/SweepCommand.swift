import Experiments
import Files
import Screen

/// `sweep NET…`: runs over a grid or random points; completed ones are not repeated.
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
    guard let first = arguments.operands.first else {
      throw UsageError("NET is missing", remedy: "name one network or several; see --help")
    }
    let base = try arguments.recipe(first)
    let recipes = try points(arguments, base)
    guard !arguments.has(Options.commands) else { return try printCommands(recipes, base, arguments, console) }
    let session = try SweepSession(arguments, console, recipes, like: base)
    var names: [String] = []
    for index in recipes.indices {
      guard let point = try session.train(index) else { return .interrupted }
      names.append(point.run)
    }
    try report(SweepRow.table(session.documents(names)), asJSON: arguments.has(Options.json), console)
    return session.isIncomplete ? .fileProblem : .done
  }

  private static let options = Options.recipeOptions.filter { option in
    ![Options.widths.name, Options.initialWeights.name, Options.newHead.name].contains(option.name)
  }

  private static func points(_ arguments: Arguments, _ base: Recipe) throws -> [Recipe] {
    var sweep = Sweep()
    sweep.networks = try arguments.operands.map { try arguments.recipe($0) }
    sweep.rates = try arguments[Options.rates] ?? []
    sweep.widths = try arguments[Options.gridWidths] ?? []
    sweep.seeds = Sweep.seeds(try arguments[Options.seeds] ?? 1, from: base.seed)
    guard let count = try arguments[Options.points] else { return try sweep.grid(base) }
    return try sweep.random(base, count: count, seed: base.seed)
  }

  /// The runs that are left as commands.
  static func printCommands(
    _ recipes: [Recipe], _ base: Recipe, _ arguments: Arguments, _ console: Console
  ) throws -> ExitCode {
    let store = try arguments.store()
    let data = try Inputs.data(of: base, console)
    var commands: [String] = []
    for (recipe, task) in try SweepProgress(recipes, in: store, data: data).tasks {
      switch task {
      case .found, .busy: continue
      case .resume(let name): commands.append(ShellQuoting.line(["cifarlab", "resume", store.folder(name)]))
      case .start: commands.append(recipe.commandLine(extra: ["--runs", store.root, "--quiet"]))
      }
    }
    for command in commands { try console.write(command + "\n") }
    if commands.isEmpty {
      console.message("cifarlab: no commands are left: all runs of this sweep are in \(store.root)")
    }
    return .done
  }

  /// The points, best first.
  private static func report(_ rows: [SweepRow], asJSON: Bool, _ console: Console) throws {
    guard !asJSON else {
      for row in rows { try console.write(json(row)) }
      return
    }
    var table = TextTable([
      ("network", .left), ("widths", .left), ("fit", .left), ("runs", .right), ("accuracy", .right), ("±", .right),
      ("loss", .right), ("trn_s", .right), ("diverged", .right),
    ])
    for row in rows {
      table.add([
        row.recipe.networkLabel, (row.recipe.widths ?? []).map(String.init).joined(separator: ","),
        row.recipe.fits.map(\.description).joined(separator: " · "), "\(row.accuracy.values.count)",
        row.accuracy.mean.map(Figures.percent) ?? "–", row.accuracy.deviation.map(Figures.percent) ?? "",
        row.loss.mean.map { Figures.fixed($0, 4) } ?? "–", row.seconds.mean.map { Figures.fixed($0, 1) } ?? "–",
        row.diverged.isEmpty ? "" : "\(row.diverged.count)",
      ])
    }
    try console.write(table.text)
    guard let best = rows.first, let accuracy = best.accuracy.mean else { return }
    let spread =
      best.accuracy.deviation.map { " ± \(Figures.percent($0)) over \(best.accuracy.values.count) seeds" } ?? ""
    let fits = best.recipe.fits.map(\.description).joined(separator: " · ")
    let widths = (best.recipe.widths ?? []).map(String.init).joined(separator: ",")
    let network = best.recipe.networkLabel
    try console.write("best: \(network) \(widths), fit \(fits): \(Figures.percent(accuracy)) %\(spread)\n")
  }

  private static func json(_ row: SweepRow) -> JSON {
    [
      "event": "sweep_point", "network": .string(row.recipe.network), "widths": .ints(row.recipe.widths ?? []),
      "fits": .strings(row.recipe.fits.map(\.description)), "accuracy": .figure(row.accuracy.mean),
      "accuracy_std": .figure(row.accuracy.deviation), "accuracies": .numbers(row.accuracy.values),
      "valid_loss": .figure(row.loss.mean), "seconds": .figure(row.seconds.mean),
      "diverged": .int(row.diverged.count),
    ]
  }
}
