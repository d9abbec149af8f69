import Experiments
import Listing

extension LabState {
  mutating func inspectSelectedRun() -> [Effect] {
    guard let id = runs.selectedID else { return [] }
    return inspectRun(id)
  }

  mutating func moveRun(by offset: Int) -> [Effect] {
    runs.move(by: offset)
    return readDrawnRuns()
  }

  mutating func markRun() -> [Effect] {
    runs.toggleMark()
    runs.move(by: 1)
    return readDrawnRuns()
  }

  mutating func filterRuns(_ text: String) -> [Effect] {
    runs.set(filter: text)
    return readDrawnRuns()
  }

  mutating func takeRecipe() -> [Effect] {
    guard let recipe = runs.selected?.recipe else {
      say("this run has no recipe that can be read", .warning)
      return []
    }
    guard let architecture = try? recipe.architecture() else {
      say("no network is called '\(recipe.network)' here", .warning)
      return []
    }
    network.pick(architecture, widths: recipe.widths)
    screen = .network
    say("the recipe of \(runs.selectedID ?? "the run") is taken: \(keyName(.train)) trains by it again")
    return take(recipe)
  }

  /// Whether the run under the cursor can be gone on with.
  var resumeAvailability: Availability {
    guard let run = runs.selected else { return .off("there is no run to choose") }
    if training != nil { return .off("a network is being trained") }
    if sweeping != nil { return .off(finderIsAtWork) }
    switch run.status {
    case .stopped, .interrupted: return .on
    case .completed: return .off("this run is complete")
    case .diverged: return .off("this run would diverge again; \(keyName(.takeRecipe)) takes its recipe to change it")
    case .running: return .off("another process writes this run")
    case .damaged, .foreign: return .off("this folder is no run that the lab can read")
    }
  }

  mutating func resumeRun() -> [Effect] {
    guard let run = runs.selected, let recipe = run.recipe else { return [] }
    runs.noteResumed(run.id)
    return resumeTraining(run.id, by: recipe)
  }

  /// Whether the run under the cursor can be given a name.
  var nameAvailability: Availability {
    endedRunAvailability("it is being written; it can be named when it has ended")
  }

  /// Whether the row under the cursor is a single run that no training writes; `reason` is why that matters.
  func endedRunAvailability(_ reason: String) -> Availability {
    guard let run = runs.selected else { return .off("there is no run to choose") }
    if run.members.count > 1 { return .off("this row stands for several runs; \(keyName(.poolSeeds)) shows each") }
    if run.isDamaged { return .off("this folder is no run that the lab can read") }
    return run.status == .running ? .off(reason) : .on
  }

  mutating func editRunName() -> [Effect] {
    guard let run = runs.selected else { return [] }
    editing = FieldEdit(RunNameField(id: run.id), run.label.line)
    return []
  }

  /// Whether there is a run to delete: the marked ones, else the one under the cursor.
  var deleteAvailability: Availability {
    if !runs.marks.ids.isEmpty { return .on }
    guard let run = runs.selected else { return .off("there is no run to choose") }
    return run.members.count > 1 ? .off("this row stands for several runs; \(keyName(.mark)) marks them") : .on
  }

  mutating func askToDeleteRuns() -> [Effect] {
    let ids = runs.marks.ids.isEmpty ? [runs.selectedID].compactMap(\.self) : runs.marks.ids
    if train.isUnderWay, let folder = train.folder, ids.contains(folder) {
      say("\(folder) is under way", .warning)
      return []
    }
    let what =
      ids.count == 1
      ? "\(ids[0]) with its weights and figures for good?"
      : "the \(ids.count) marked runs with their weights and figures for good?\n\n\(Self.someOf(ids))"
    overlays.append(
      .confirm(Confirmation("Delete \(what)", word: "delete", then: RunsMessage.deleteConfirmed(ids))))
    return []
  }

  /// Names, a line each, as far as a question has room for them.
  private static func someOf(_ ids: [String]) -> String {
    let most = 8
    return (ids.prefix(most) + (ids.count > most ? ["and \(ids.count - most) more"] : [])).joined(separator: "\n")
  }
}
