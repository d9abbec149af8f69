import Experiments
import Files
import Networks
import Screen

/// `compare`: the article's table, each network by its own schedule; a sweep over networks and seeds.
enum CompareCommand {
  static let command = Command(
    "compare", operands: "[NET…]", "each network by its own schedule: parameters, accuracy, seconds of training",
    details: [
      "Without NET the five networks of the article's table; the residual ones take 41 epochs each.",
      "With --over-time, a RUN may stand in place of a NET, and is drawn as it is.",
    ],
    options: [Options.seeds, Options.fresh, OverTimeReport.option, OverTimeReport.picture, Options.ascii] + options + [
      Options.runs, Options.threads, Options.json, Options.quiet,
    ]
  ) { arguments, console in
    let console = console.quiet(arguments.has(Options.quiet))
    let asJSON = arguments.has(Options.json)
    var overTime = try OverTimeReport(arguments)
    let words = try arguments.operands.map { ($0, run: overTime == nil ? nil : try run($0, arguments)) }
    let runs = words.compactMap(\.run)
    let networks = words.filter { $0.run == nil }.map(\.0)
    var exit = ExitCode.done
    if runs.isEmpty || !networks.isEmpty {
      exit = try compare(networks, arguments, console) { overTime?.add($0) }
    }
    guard exit != .interrupted else { return exit }
    for run in runs { overTime?.add([run], name: run.label.name ?? run.name) }
    try overTime?.write(console, asJSON: asJSON, ascii: arguments.has(Options.ascii))
    return exit
  }

  /// Trains the networks, or finds their runs, and writes the table; `take` gets the runs of each.
  private static func compare(
    _ networks: [String], _ arguments: Arguments, _ console: Console, _ take: ([RunListing]) -> Void
  ) throws -> ExitCode {
    let asJSON = arguments.has(Options.json)
    let base = try arguments.recipe(networks.first ?? NetworkNames.all[0])
    let seeds = Sweep.seeds(try arguments[Options.seeds] ?? 1, from: base.seed)
    let named = try networks.map { try arguments.recipe($0) }
    let recipes = try Sweep.comparison(named.isEmpty ? Sweep.articlesTable(base) : named, seeds: seeds).grid(base)
    let session = try SweepSession(arguments, console, recipes, like: base)
    if !asJSON { try console.write(line("network", "parameters", "accuracy", "±", "trn_s", "±", "article") + "\n") }
    var points: [SweepTraining.Point] = []
    for (index, recipe) in recipes.enumerated() {
      guard let point = try session.train(index) else { return .interrupted }
      points.append(point)
      guard points.count == seeds.count else { continue }
      let found = points.filter(\.isFound).map(\.run)
      if !found.isEmpty {
        session.notice("\(recipe.networkLabel): found in \(session.store.root): \(found.joined(separator: ", "))")
      }
      take(points.compactMap { try? session.store.find($0.run) })
      for row in SweepRow.table(session.documents(points.map(\.run))) {
        if asJSON { try console.write(json(row)) } else { try console.write(text(row)) }
      }
      points = []
    }
    return session.isIncomplete ? .fileProblem : .done
  }

  /// The run that a word means; nil: it is none, or a network.
  private static func run(_ word: String, _ arguments: Arguments) throws -> RunListing? {
    guard !NetworkNames.isNetwork(word), let name = try? arguments.run(word) else { return nil }
    return try arguments.storeToRead().find(name)
  }

  private static let options = Options.recipeOptions.filter { option in
    ![Options.widths.name, Options.initialWeights.name, Options.newHead.name, Options.freeze.name]
      .contains(option.name)
  }

  private static func json(_ row: SweepRow) throws -> JSON {
    [
      "event": "compare", "network": .string(row.recipe.network), "widths": .ints(row.recipe.widths ?? []),
      "parameters": .int(row.parameters), "accuracy": .figure(row.accuracy.mean),
      "accuracy_std": .figure(row.accuracy.deviation), "accuracies": .numbers(row.accuracy.values),
      "seconds": .figure(row.seconds.mean), "seconds_std": .figure(row.seconds.deviation),
      "article_accuracy": .figure(try row.recipe.architecture().publishedAccuracy),
      "diverged_seeds": .array(row.diverged.map { .unsigned($0) }),
    ]
  }

  private static func text(_ row: SweepRow) throws -> String {
    let published = try row.recipe.architecture().publishedAccuracy
    let text = line(
      row.recipe.networkLabel, Figures.grouped(row.parameters), row.accuracy.mean.map(Figures.percent) ?? "–",
      row.accuracy.deviation.map(Figures.percent) ?? "", row.seconds.mean.map { Figures.fixed($0, 1) } ?? "–",
      row.seconds.deviation.map { Figures.fixed($0, 1) } ?? "", published.map(Figures.percent) ?? "")
    let diverged =
      row.diverged.isEmpty ? "" : "  diverged with seed \(row.diverged.map(String.init).joined(separator: ", "))"
    return text + diverged + "\n"
  }

  private static func line(_ cells: String...) -> String {
    let widths = [10, 11, 9, 6, 9, 6, 8]
    return zip(cells, widths).enumerated().map { index, cell in
      let space = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
      return index == 0 ? cell.0 + space : space + cell.0
    }.joined(separator: " ").trimmingEnd
  }
}
