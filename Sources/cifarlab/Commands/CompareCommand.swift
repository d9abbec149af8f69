import Experiments
import Files
import Foundation
import Kernels
import Training

/// `compare`: the article's table, each network by its own schedule.
enum CompareCommand {
  static let command = Command(
    "compare", operands: "[NET…]", "each network by its own schedule: parameters, accuracy, seconds",
    details: ["Without NET the five networks of the article's table; the residual ones take 41 epochs each."],
    options: [Options.seeds] + options + [Options.threads, Options.json, Options.quiet]
  ) { arguments, console in
    let console = console.quiet(arguments.has(Options.quiet))
    let names = try arguments.operands.map { name throws(UsageError) in try NetworkNames.resolve(name).name }
    let base = try arguments.recipe(names.first ?? NetworkNames.all[0])
    let comparison = try Comparison(base, networks: names, seeds: try arguments[Options.seeds] ?? 1)
    let data = try Inputs.data(of: base, console)
    let control = TrainingControl()
    let interruption = Interruption(control)
    var report = CompareReport(console, asJSON: arguments.has(Options.json))
    var outputError: OutputError?
    try report.begin(comparison)
    let pool = Inputs.pool(threads: try arguments[Options.threads], console)
    _ = try comparison.run(data, pool: pool, control) { event in
      do throws(OutputError) {
        try report.take(event)
      } catch {
        outputError = error
        control.request = .stop
      }
    }
    interruption.end()
    console.progress("")
    if let outputError { throw outputError }
    guard control.request == .stop else { return .done }
    console.message("cifarlab: interrupted")
    return .interrupted
  }

  private static let options = Options.recipeOptions.filter { option in
    ![Options.widths.name, Options.initialWeights.name, Options.freeze.name].contains(option.name)
  }
}

/// The rows of the table as they come, and the progress between them.
private struct CompareReport {
  private let console: Console
  private let asJSON: Bool
  private var pace = ProgressPace()
  private var place = ""

  init(_ console: Console, asJSON: Bool) {
    self.console = console
    self.asJSON = asJSON
  }

  func begin(_ comparison: Comparison) throws(OutputError) {
    guard !asJSON else { return }
    try console.write(line("network", "parameters", "accuracy", "±", "seconds", "±", "article") + "\n")
  }

  mutating func take(_ event: Comparison.Event) throws(OutputError) {
    switch event {
    case .runStarted(let network, let seed, let index, let total):
      place = "run \(index + 1)/\(total)  \(network)  seed \(seed)"
      console.progress(place)
    case .training(.stepEnded(let step), _, _):
      guard console.showsProgress, pace.isDue() else { return }
      console.progress("\(place)  epoch \(step.epoch)  loss \(Figures.fixed(step.smoothed, 4))")
    case .training: break
    case .rowEnded(let row):
      console.progress("")
      if asJSON { try console.write(json(row)) } else { try console.write(text(row)) }
    }
  }

  private func json(_ row: ComparisonRow) -> JSON {
    func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
    return [
      "event": "compare", "network": .string(row.network), "widths": .ints(row.widths),
      "parameters": .int(row.parameters), "accuracy": number(row.accuracy.mean),
      "accuracy_std": number(row.accuracy.deviation), "accuracies": .numbers(row.accuracy.values),
      "seconds": number(row.seconds.mean), "seconds_std": number(row.seconds.deviation),
      "article_accuracy": number(row.published), "diverged_seeds": .array(row.diverged.map { .unsigned($0) }),
    ]
  }

  private func text(_ row: ComparisonRow) -> String {
    let text = line(
      row.network, Figures.grouped(row.parameters), row.accuracy.mean.map(Figures.percent) ?? "–",
      row.accuracy.deviation.map(Figures.percent) ?? "", row.seconds.mean.map { Figures.fixed($0, 1) } ?? "–",
      row.seconds.deviation.map { Figures.fixed($0, 1) } ?? "", row.published.map(Figures.percent) ?? "")
    let diverged =
      row.diverged.isEmpty ? "" : "  diverged with seed \(row.diverged.map(String.init).joined(separator: ", "))"
    return text + diverged + "\n"
  }

  private func line(_ cells: String...) -> String {
    let widths = [10, 11, 9, 6, 9, 6, 8]
    return zip(cells, widths).enumerated().map { index, cell in
      let space = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
      return index == 0 ? cell.0 + space : space + cell.0
    }.joined(separator: " ").trimmingEnd
  }
}
