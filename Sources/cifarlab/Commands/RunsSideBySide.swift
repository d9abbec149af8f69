import Experiments
import Files
import Screen
import Training

/// `runs show RUN RUN…`: differences of the recipes, and the curves in one plot.
struct RunsSideBySide {
  private let runs: [RunListing]
  private let documents: [RunDocument]

  init(_ names: [String], in store: RunStore) throws {
    var runs: [RunListing] = []
    for name in names { runs.append(try store.find(try store.resolve(name))) }
    self.runs = runs
    documents = try runs.map { try $0.readDocument() }
  }

  func show(_ console: Console, json isJSON: Bool, ascii: Bool) throws -> ExitCode {
    if isJSON {
      for run in runs { try console.write(.object(RunsCommands.json(run))) }
      try console.write([
        "event": "comparison", "groups": .array(groups.map(json)),
        "differences": .array(differences.map { ["name": .string($0.name), "values": .strings($0.values)] }),
      ])
      return .done
    }
    try console.write(
      RunsCommands.table(runs, width: console.outputIsTerminal ? console.columns : nil) + "\n" + spreads
        + differenceTable + "\n")
    for plot in plots {
      try console.write(drawn: console.text(plot, width: min(console.columns, 120), height: 16, ascii: ascii))
    }
    return .done
  }

  /// Groups of runs (by index) that differ in their seeds alone, with their accuracies.
  private var groups: [(members: [Int], accuracy: Spread)] {
    var members: [[Int]] = []
    var places: [Recipe: Int] = [:]
    for (index, document) in documents.enumerated() {
      let key = document.recipe.withoutSeed
      let place = places[key] ?? members.count
      places[key] = place
      if place == members.count { members.append([]) }
      members[place].append(index)
    }
    return members.map { group in (group, Spread(group.compactMap { documents[$0].result.accuracy })) }
  }

  private func json(_ members: [Int], _ accuracy: Spread) -> JSON {
    [
      "runs": .strings(members.map { runs[$0].name }),
      "accuracy_mean": .figure(accuracy.mean),
      "accuracy_deviation": .figure(accuracy.deviation),
    ]
  }

  /// Mean and deviation over seeds, a line for each recipe with several.
  private var spreads: String {
    let lines = groups.compactMap { members, accuracy -> String? in
      guard let mean = accuracy.mean, let deviation = accuracy.deviation else { return nil }
      return "accuracy of \(members.map { "\($0 + 1)" }.joined(separator: ", ")): mean \(Figures.percent(mean)), "
        + "deviation \(Figures.percent(deviation)), from \(Figures.percent(accuracy.lowest ?? mean)) "
        + "to \(Figures.percent(accuracy.highest ?? mean))\n"
    }
    return lines.isEmpty ? "" : lines.joined() + "\n"
  }

  /// Settings that differ between the recipes.
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
            "\(index + 1)",
            rows.map { RunPoint(place: $0.epoch, x: Double(ordinal($0.epoch)), y: value($0)) }.withGaps
              .map { PlotPoint($0.x, $0.y) }, role: .series(index),
            shape: .markedLine, marker: Self.markers[index % Self.markers.count])
        }, x: PlotAxis("epoch", wholeNumbers: true), y: PlotAxis(title))
    }
    guard epochs.contains(where: { !$0.isEmpty }) else { return [] }
    return [plot("accuracy in %") { 100 * $0.accuracy }, plot("validation loss", \.validLoss)]
  }

  /// What tells curves apart without colour.
  static let markers: [Unicode.Scalar] = ["●", "◆", "▲", "■", "○", "◇", "△", "□"]
}
