import Experiments
import Foundation
import Screen
import Training

/// A column of a list of runs: what it is called, and what it says of a run.
package struct RunColumn: Sendable {
  /// What the figures of a column are.
  package enum Kind: Sendable {
    /// What tells runs apart: folder, date, name.
    case identity
    /// A setting of the recipe.
    case setting
    case result
  }

  /// What a cell is made of.
  struct Source {
    let listing: RunListing
    let document: RunDocument
    let timeZone: TimeZone
  }

  /// For `--columns` and the filter.
  package let key: String
  /// The heading.
  package let title: String
  package let kind: Kind
  /// Among those that are shown where nothing was chosen; nil: only where runs differ in it.
  let rank: Int?
  /// Whether it is shown even where all runs say the same.
  let isAlwaysTelling: Bool
  package let isNumeric: Bool
  /// Whether the smallest is the best, or the first of the alphabet comes first.
  package let ascends: Bool
  /// Whether runs are better or worse in it: it then has deviations over seeds, and a best one among runs.
  package let isMerit: Bool
  /// How a mean over runs is written; nil: there is none of it.
  let mean: (@Sendable (Double) -> String)?
  let cell: @Sendable (Source) -> RunCell

  private init(
    _ key: String, _ kind: Kind, title: String? = nil, rank: Int? = nil, alwaysTelling: Bool = false,
    numeric: Bool = true, ascends: Bool? = nil,
    merit: Bool = false, mean: (@Sendable (Double) -> String)? = nil, cell: @escaping @Sendable (Source) -> RunCell
  ) {
    self.key = key
    self.title = title ?? key
    self.kind = kind
    self.rank = rank
    isAlwaysTelling = alwaysTelling
    isNumeric = numeric
    self.ascends = ascends ?? !numeric
    isMerit = merit
    self.mean = mean
    self.cell = cell
  }
}

extension RunColumn: Equatable {
  package static func == (left: RunColumn, right: RunColumn) -> Bool { left.key == right.key }
}

extension RunColumn {
  /// All columns, in the order in which they stand beside each other.
  package static let all: [RunColumn] =
    [folder, date, name, network, accuracy, best, loss, rate, epochs] + leading + settings + [
      parameters, images, fingerprint, trainLoss, bestEpoch, steps, seconds, state, tags, note,
    ]

  static let places = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.key, $0) })

  private static let percentText: @Sendable (Double) -> String = { Figures.fixed($0, 2) }
  private static let lossText: @Sendable (Double) -> String = { Figures.fixed($0, 4, width: 7) }

  /// The folder's name.
  package static let folder = RunColumn("run", .identity, numeric: false) { run in RunCell(run.listing.name) }

  /// When it began, to the second, by the clocks here.
  package static let date = RunColumn(
    "date", .identity, rank: 0, alwaysTelling: true, numeric: false, ascends: false
  ) { run in RunCell(RunStore.dateText(run.document.created, timeZone: run.timeZone)) }

  package static let name = RunColumn("name", .identity, rank: 1, numeric: false) { run in
    RunCell(run.listing.label.name ?? "")
  }

  package static let network = RunColumn("network", .identity, rank: 2, alwaysTelling: true, numeric: false) { run in
    RunCell(run.document.recipe.networkLabel)
  }

  package static let accuracy = RunColumn(
    "accuracy", .result, rank: 3, alwaysTelling: true, merit: true, mean: percentText
  ) { run in
    .percent(run.document.result.accuracy)
  }

  package static let best = RunColumn("best", .result, rank: 4, merit: true, mean: percentText) { run in
    .percent(run.document.result.best?.accuracy)
  }

  static let bestEpoch = RunColumn("best-epoch", .result, title: "best epoch") { run in
    .count(run.document.result.best.map { $0.epoch + 1 })
  }

  package static let loss = RunColumn("loss", .result, rank: 8, ascends: true, merit: true, mean: lossText) { run in
    .loss(run.document.result.validLoss)
  }

  static let trainLoss = RunColumn(
    "train-loss", .result, title: "train loss", ascends: true, merit: true, mean: lossText
  ) { run in
    .loss(run.document.result.trainLoss)
  }

  /// The highest rate of its calls.
  package static let rate = RunColumn("lr", .setting, rank: 6) { run in
    run.document.recipe.rate.map { RunCell(Figures.exponential($0), number: $0) } ?? .empty
  }

  /// How many there are, and of how many where some are missing.
  static let epochs = RunColumn("epochs", .result, rank: 7) { run in
    let planned = run.document.recipe.knownSchedule.reduce(0) { $0 + $1.epochs }
    let done = run.document.result.epochs
    return RunCell(planned > done ? "\(done)/\(planned)" : "\(done)", number: Double(done))
  }

  static let steps = RunColumn("steps", .result) { run in .count(run.document.result.steps) }

  static let seconds = RunColumn(
    "time", .result, title: "trn time", rank: 10, ascends: true, mean: { Figures.duration($0) }
  ) { run in
    RunCell(Figures.duration(run.document.result.seconds), number: run.document.result.seconds)
  }

  static let parameters = RunColumn("parameters", .setting, rank: 15) { run in
    RunCell(Figures.grouped(run.document.parameters), number: Double(run.document.parameters))
  }

  /// Images to train on.
  static let images = RunColumn("images", .result) { run in .count(run.document.data.trainImages) }

  /// Where images of one name are not the same.
  static let fingerprint = RunColumn("fingerprint", .identity, numeric: false) { run in
    RunCell(String(run.document.data.fingerprint.prefix(12)))
  }

  package static let state = RunColumn("state", .result, rank: 5, alwaysTelling: true, numeric: false) { run in
    RunCell(run.listing.status.rawValue)
  }

  package static let tags = RunColumn("tags", .identity, rank: 16, numeric: false) { run in
    RunCell(run.listing.label.tags.map { "#" + $0 }.joined(separator: " "))
  }

  static let note = RunColumn("note", .identity, rank: 17, numeric: false) { run in
    RunCell(run.listing.label.note ?? "")
  }

  // MARK: Settings, from the table of fields

  private static let data = RunColumn("data", .setting, rank: 11, numeric: false) { run in
    RunCell(run.document.data.name)
  }

  /// Those that stand before the others.
  private static let leading = [
    of(.seed, rank: 9), of(.batchSize, title: "batch", rank: 13), of(.subset, rank: 14), data,
    of(.widths, rank: 12, numeric: false),
  ]

  /// All other fields that are facts of a recipe; what is decayed is not told by one.
  private static let settings = RecipeField.all.filter { field in
    ![.network, .data].contains(field) && !leading.contains(of(field))
      && (field.factName != nil || field == .weightDecay)
  }.map { of($0) }

  private static func of(
    _ field: RecipeField, title: String? = nil, rank: Int? = nil, numeric: Bool = true
  ) -> RunColumn {
    let name = field.factName ?? field.title
    // The option of what is on says that it is off; the loss of a run is a result.
    let hasOtherKey = field.form == .flag(.off) || field.isFamily || field == .loss
    let option = hasOtherKey ? nil : field.option
    let key = option ?? name.replacing(" ", with: "-")
    return RunColumn(key, .setting, title: title ?? name, rank: rank, numeric: numeric, ascends: true) { run in
      let text = field.factText(run.document.recipe)
      return RunCell(text, number: Double(text))
    }
  }
}

extension RunColumn {
  /// The column of that key or heading, or the only one that begins so; of several, the one that the others only add to.
  package static func named(_ word: String) throws(InvalidValue) -> RunColumn {
    let word = word.lowercased()
    if let exact = all.first(where: { [$0.key, $0.title].contains(word) }) { return exact }
    let meant = all.filter { column in [column.key, column.title].contains { $0.hasPrefix(word) } }
    guard let column = meant.first, !word.isEmpty else {
      throw InvalidValue("no column is called '\(word.printableName)'; there are \(keys)")
    }
    guard meant.dropFirst().allSatisfy({ $0.key.hasPrefix(column.key) }) else {
      throw InvalidValue("'\(word)' may be \(meant.map(\.key).joined(separator: " or "))")
    }
    return column
  }

  /// The columns of a list of words with commas between them, each once.
  package static func list(_ text: String) throws(InvalidValue) -> [RunColumn] {
    var columns: [RunColumn] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let column = try named(word.trimmingCharacters(in: .whitespaces))
      guard !columns.contains(column) else { throw InvalidValue("'\(column.key)' is there twice") }
      columns.append(column)
    }
    return columns
  }

  package static var keys: String { all.map(\.key).joined(separator: ", ") }
}

extension String {
  /// Short and printable, to be repeated in a message.
  fileprivate var printableName: String { RunCell(self).text }
}
