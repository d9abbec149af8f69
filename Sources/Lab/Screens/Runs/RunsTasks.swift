import Experiments
import Listing

/// Reads the store.
struct ListRuns: FileTask {
  func run(in runtime: LabRuntime) {
    runtime.mailbox.post(RunsMessage.listed(runtime.store.list().map { RunRow($0) }))
  }
}

/// Reads the figures of a run by epoch.
struct LoadEpochs: FileTask {
  let id: String

  func run(in runtime: LabRuntime) throws {
    let listing = try runtime.store.find(id)
    runtime.mailbox.post(RunsMessage.loaded(listing.epochs(), id: id))
    if let flaw = listing.epochFlaw { runtime.mailbox.post(SessionMessage.failed("\(flaw)")) }
  }
}

struct DeleteRuns: FileTask {
  let ids: [String]

  /// One that cannot be deleted does not keep the others.
  func run(in runtime: LabRuntime) throws {
    var deleted: [String] = []
    for id in ids {
      do {
        try runtime.store.delete(id)
        deleted.append(id)
      } catch {
        runtime.mailbox.post(SessionMessage.failed("\(id) is not deleted: \(error)"))
      }
    }
    runtime.mailbox.post(RunsMessage.deleted(deleted))
  }
}

/// Gives a run a name, tags and a note.
struct LabelRun: FileTask {
  let id: String
  let label: RunLabel

  func run(in runtime: LabRuntime) throws {
    try runtime.store.label(id, label)
    runtime.mailbox.post(RunsMessage.labelled(id, label))
  }
}

extension Effect {
  static let listRuns = Effect.file(ListRuns())
}

/// What the tasks of the Runs screen tell.
enum RunsMessage: LabMessage {
  case listed([RunRow])
  case loaded([EpochRow], id: String)
  case deleted([String])
  /// Deleting has been confirmed.
  case deleteConfirmed([String])
  case labelled(String, RunLabel)
  case exported(String, [String], to: String)

  func apply(to state: inout LabState) -> [Effect] {
    switch self {
    case .listed(let rows):
      state.runs.take(rows)
      return state.screen == .runs ? state.readDrawnRuns() : []
    case .loaded(let epochs, let id): state.runs.curves.take(epochs, of: id)
    case .deleted(let ids):
      if let first = ids.first { state.say(ids.count == 1 ? "\(first) is deleted" : "\(ids.count) runs are deleted") }
      return [.listRuns]
    case .deleteConfirmed(let ids): return [.file(DeleteRuns(ids: ids))]
    case .labelled(let id, let label):
      state.say(label.isEmpty ? "\(id) has no label any more" : "\(id) is called \(label.line)")
      return [.listRuns]
    case .exported(let id, let files, let folder):
      state.say("\(id) is exported: \(files.joined(separator: ", ")) in \(folder)")
    }
    return []
  }
}
