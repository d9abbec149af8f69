import Experiments
import Listing

/// The figures by epoch of the runs that are drawn.
struct RunsCurves: Equatable, Sendable {
  private struct Figures: Equatable, Sendable {
    let epochs: [EpochRow]
    /// How many the run said that it had.
    let stated: Int
  }

  private var figures: [String: Figures] = [:]
  /// Asked for, with the epochs that the run said it had.
  private var awaited: [String: Int] = [:]

  /// nil: they are still being read.
  func epochs(of id: String) -> [EpochRow]? { figures[id]?.epochs }

  /// Whether they have to be read; the answer is yes once.
  mutating func wants(_ row: RunRow) -> Bool {
    guard let stated = row.document?.result.epochs, figures[row.id] == nil, awaited[row.id] == nil else { return false }
    awaited[row.id] = stated
    return true
  }

  mutating func take(_ epochs: [EpochRow], of id: String) {
    guard let stated = awaited.removeValue(forKey: id) else { return }
    figures[id] = Figures(epochs: epochs, stated: stated)
  }

  /// Runs that are gone or have come further are read again.
  mutating func forget(unless rows: [RunRow]) {
    let stated = Dictionary(rows.map { ($0.id, $0.document?.result.epochs) }) { first, _ in first }
    figures = figures.filter { stated[$0.key] == $0.value.stated }
    awaited = awaited.filter { stated[$0.key] == $0.value }
  }
}

extension LabState {
  /// Asks for the figures of the runs that are drawn and not known yet.
  mutating func readDrawnRuns() -> [Effect] {
    var effects: [Effect] = []
    for row in runs.drawn where runs.curves.wants(row) { effects.append(.file(LoadEpochs(id: row.id))) }
    return effects
  }
}
