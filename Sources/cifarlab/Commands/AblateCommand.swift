import Experiments
import Files
import Screen
import Training

/// `ablate RECIPE`: what each ingredient of a recipe buys; a sweep over the recipe without each.
enum AblateCommand {
  private static let adding = Option.flag("add", "each ingredient added to the plain recipe, not left out of the whole")

  static let command = Command(
    "ablate", operands: "RECIPE", "what each ingredient of a recipe buys; goes on where it was stopped",
    details: [
      "RECIPE is a network with the options of train, or a RUN or run.json, whose recipe it is.",
      "Each setting that is not at its default is left out once, with --seeds N runs each, and so is the schedule:",
      "each fit call then has a constant rate. What belongs to the network itself stays.",
    ],
    options: [adding, Options.seeds, Options.commands, Options.fresh] + Options.recipeOptions + [
      Options.fit, Options.runs, Options.checkpointEvery, Options.threads, Options.json, Options.quiet,
    ]
  ) { arguments, console in
    let console = console.quiet(arguments.has(Options.quiet))
    let recipe = try recipe(arguments)
    let ablation = try Ablation(recipe, adding: arguments.has(adding))
    guard ablation.points.count > 1 else {
      throw UsageError(
        "the recipe has no ingredient to leave out", remedy: "name a recipe with settings of its own, such as airbench")
    }
    let seeds = Sweep.seeds(try arguments[Options.seeds] ?? 1, from: recipe.seed)
    let recipes = ablation.recipes(seeds)
    guard !arguments.has(Options.commands) else {
      return try SweepCommand.printCommands(recipes, recipe, arguments, console)
    }
    let session = try SweepSession(arguments, console, recipes, like: recipe)
    var rows: [Row] = []
    for (index, point) in ablation.points.enumerated() {
      var names: [String] = []
      for seed in seeds.indices {
        guard let done = try session.train(index * seeds.count + seed) else { return .interrupted }
        names.append(done.run)
      }
      let documents = session.documents(names)
      guard !documents.isEmpty else { continue }
      let figures = SweepRow(documents)
      rows.append(Row(point.title, figures, beside: rows.first?.figures ?? figures))
    }
    try report(rows, asJSON: arguments.has(Options.json), console)
    return session.isIncomplete ? .fileProblem : .done
  }

  private struct Row {
    let title: String
    let figures: SweepRow
    /// Its accuracy less that of the recipe that the others are measured against.
    let difference: Double?

    init(_ title: String, _ figures: SweepRow, beside base: SweepRow) {
      self.title = title
      self.figures = figures
      difference = figures.accuracy.mean.flatMap { mean in base.accuracy.mean.map { mean - $0 } }
    }
  }

  /// That of a network and options, or of a run.
  private static func recipe(_ arguments: Arguments) throws -> Recipe {
    let name = try arguments.onlyOperand("RECIPE")
    guard !NetworkNames.isNetwork(name) else { return try arguments.recipe(name) }
    let path = try arguments.path(name, orOfRun: "run.json")
    guard FileKind(of: path) != nil else { return try arguments.recipe(name) }
    for option in Options.recipeOptions + [Options.fit] where arguments.has(option) {
      throw UsageError("--\(option.name) is part of the recipe", remedy: "change it in \(path), or name a network")
    }
    return try Recipe(contentsOf: path)
  }

  private static func report(_ rows: [Row], asJSON: Bool, _ console: Console) throws {
    guard !asJSON else {
      for row in rows { try console.write(json(row)) }
      return
    }
    let hasViews = rows.contains { !$0.figures.augmented.values.isEmpty }
    let numbers = ["runs", "accuracy", "±", "points"] + (hasViews ? ["tta", "±"] : []) + ["trn_s", "±", "diverged"]
    var table = TextTable([("recipe", .left)] + numbers.map { ($0, .right) })
    for (index, row) in rows.enumerated() {
      let figures = row.figures
      var cells = [row.title, "\(figures.accuracy.values.count)"] + percents(figures.accuracy)
      cells.append(index == 0 ? "" : row.difference.map { ($0 < 0 ? "" : "+") + Figures.percent($0) } ?? "")
      if hasViews { cells += percents(figures.augmented) }
      cells += [
        figures.seconds.mean.map { Figures.fixed($0, 1) } ?? Figures.missing,
        figures.seconds.deviation.map { Figures.fixed($0, 1) } ?? "",
        figures.diverged.isEmpty ? "" : "\(figures.diverged.count)",
      ]
      table.add(cells)
    }
    try console.write(table.text)
  }

  private static func percents(_ figures: Spread) -> [String] {
    [Figures.percent(figures.mean), figures.deviation.map(Figures.percent) ?? ""]
  }

  private static func json(_ row: Row) -> JSON {
    let figures = row.figures
    var facts: [String: JSON] = [
      "event": "ablate", "recipe": .string(row.title), "accuracy": .figure(figures.accuracy.mean),
      "accuracy_std": .figure(figures.accuracy.deviation), "accuracies": .numbers(figures.accuracy.values),
      "difference": .figure(row.difference), "seconds": .figure(figures.seconds.mean),
      "seconds_std": .figure(figures.seconds.deviation), "diverged": .int(figures.diverged.count),
    ]
    if !figures.augmented.values.isEmpty {
      facts["tta_accuracy"] = .figure(figures.augmented.mean)
      facts["tta_accuracy_std"] = .figure(figures.augmented.deviation)
    }
    return .object(facts)
  }
}
