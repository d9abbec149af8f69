import Experiments
import Foundation

/// Reads the store.
struct ListRuns: FileTask {
  func run(in runtime: LabRuntime) {
    runtime.mailbox.post(RunsMessage.listed(runtime.store.list().map { RunRow($0) }))
  }
}

/// Reads the curves of a run.
struct LoadRun: FileTask {
  let id: String

  func run(in runtime: LabRuntime) throws {
    let listing = try runtime.store.find(id)
    runtime.mailbox.post(RunsMessage.loaded(RunCurves(listing), id: listing.name))
    for flaw in listing.flaws() { runtime.mailbox.post(SessionMessage.failed("\(flaw)")) }
  }
}

struct DeleteRun: FileTask {
  let id: String

  func run(in runtime: LabRuntime) throws {
    try runtime.store.delete(id)
    runtime.mailbox.post(RunsMessage.deleted(id))
  }
}

extension Effect {
  static let listRuns = Effect.file(ListRuns())
}

/// Messages of the Runs screen's tasks.
enum RunsMessage: LabMessage {
  case listed([RunRow])
  case loaded(RunCurves, id: String)
  case deleted(String)
  /// The user has confirmed deleting.
  case deleteConfirmed(String)

  func apply(to state: inout LabState) -> [Effect] {
    switch self {
    case .listed(let rows): state.runs.take(rows)
    case .loaded(let curves, let id): state.runs.take(curves, of: id)
    case .deleted(let id):
      state.say("\(id) is deleted")
      return [.listRuns]
    case .deleteConfirmed(let id): return [.file(DeleteRun(id: id))]
    }
    return []
  }
}

extension RunRow {
  /// `timeZone` is that of the displayed date.
  init(_ listing: RunListing, timeZone: TimeZone = .current) {
    let document = listing.document
    let date = document.map { document in
      let format = Date.VerbatimFormatStyle(
        format:
          "\(year: .defaultDigits)-\(month: .twoDigits)-\(day: .twoDigits) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)",
        timeZone: timeZone, calendar: Calendar(identifier: .gregorian))
      return Date(timeIntervalSince1970: document.created).formatted(format)
    }
    self.init(
      id: listing.name, recipe: document?.recipe, network: document?.recipe.network ?? listing.name,
      widths: document?.recipe.widths ?? [], parameters: document?.parameters, accuracy: document?.result.accuracy,
      loss: document?.result.validLoss, seconds: document?.result.seconds, epochs: document?.result.epochs ?? 0,
      status: listing.status, date: date ?? "")
  }
}
