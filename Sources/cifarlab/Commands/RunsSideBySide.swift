import Experiments
import Screen
import Training

/// `runs show RUN RUN…`: several runs side by side, what their recipes differ in, and their curves over each other.
struct RunsSideBySide {
  private let runs: [RunListing]
  private let documents: [RunDocument]

  init(_ names: [String], in store: RunStore) throws {
    var runs: [RunListing] = []
    for name in names { runs.append(try store.find(name)) }
    self.runs = runs
    documents = try runs.map { try $0.readDocument() }
  }

  func show(_ console: Console, json isJSON: Bool, ascii: Bool) throws -> ExitCode {
    if isJSON {
      for run in runs { try console.write(.object(RunsCommands.json(run))) }
      try console.write([
        "event": "comparison", "accuracy_mean": number(accuracy.mean), "accuracy_deviation": number(accuracy.deviation),
        "differences": .array(differences.map { ["name": .string($0.name), "values": .strings($0.values)] }),
      ])
      return .done
    }
    try console.write(RunsCommands.table(runs) + "\n" + spread + differenceTable + "\n")
    for plot in plots {
      try console.write(console.text(plot, width: min(console.columns, 120), height: 16, ascii: ascii))
    }
    return .done
  }

  private func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }

  /// Accuracies of the runs that have one.
  private var accuracy: Spread { Spread(documents.compactMap(\.result.accuracy)) }

  private var spread: String {
    guard let mean = accuracy.mean, let deviation = accuracy.deviation else { return "" }
    return "accuracy: mean \(Figures.percent(mean)), deviation \(Figures.percent(deviation)), "
      + "from \(Figures.percent(accuracy.lowest ?? mean)) to \(Figures.percent(accuracy.highest ?? mean))\n\n"
  }

  /// What is not the same in all recipes.
  private var differences: [(name: String, values: [String])] {
    let facts = documents.map(\.recipe.facts)
    return facts[0].indices.map { index in (facts[0][index].name, facts.map { $0[index].value }) }
      .filter { Set($0.values).count > 1 }
  }

  private var differenceTable: String {
    guard !differences.isEmpty else { return "The recipes are the same.\n" }
    var table = TextTable([("differs", .left)] + runs.indices.map { ("\($0 + 1)", .left) })
    for (name, values) in differences { table.add([name] + values) }
    return table.text
  }

  private var plots: [LinePlot] {
    let epochs = runs.map { $0.epochs() }
    func plot(_ title: String, _ value: (EpochRow) -> Double) -> LinePlot {
      LinePlot(
        title: title,
        series: epochs.enumerated().map { index, rows in
          LinePlot.Series(
            "\(index + 1)", rows.map { PlotPoint(Double($0.epoch), value($0)) }, role: .series(index),
            shape: .markedLine, marker: Self.markers[index % Self.markers.count])
        }, x: PlotAxis("epoch", wholeNumbers: true), y: PlotAxis(title))
    }
    guard epochs.contains(where: { !$0.isEmpty }) else { return [] }
    return [plot("accuracy in %") { 100 * $0.accuracy }, plot("validation loss", \.validLoss)]
  }

  private static let markers: [Unicode.Scalar] = ["●", "◆", "▲", "■", "○", "◇", "△", "□"]
}
