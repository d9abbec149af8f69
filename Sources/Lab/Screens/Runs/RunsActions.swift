extension LabState {
  mutating func inspectSelectedRun() -> [Effect] {
    guard let id = runs.selectedID else { return [] }
    return inspectRun(id)
  }

  mutating func markRun() -> [Effect] {
    let id = runs.selectedID
    let wantsCurves = runs.toggleMark()
    runs.move(by: 1)
    return wantsCurves ? id.map { [.file(LoadRun(id: $0))] } ?? [] : []
  }

  mutating func takeRecipe() -> [Effect] {
    guard let recipe = runs.selected?.recipe else {
      say("this run has no recipe that can be read", .warning)
      return []
    }
    guard network.pick(recipe.network, widths: recipe.widths) else {
      say("no network is called '\(recipe.network)' here", .warning)
      return []
    }
    screen = .network
    say("the recipe of \(runs.selectedID ?? "the run") is taken: t trains by it again")
    return take(recipe)
  }

  /// Whether the run at the cursor can be resumed.
  var resumeAvailability: Availability {
    guard let run = runs.selected else { return .off("there is no run to choose") }
    if training != nil { return .off("a network is being trained") }
    if sweeping != nil { return .off("the LR finder is at work; x on its screen stops it") }
    switch run.status {
    case .stopped, .interrupted: return .on
    case .completed: return .off("this run is complete")
    case .diverged: return .off("this run would diverge again; enter takes its recipe to change it")
    case .running: return .off("another process writes this run")
    case .damaged, .foreign: return .off("this folder is no run that the lab can read")
    }
  }

  mutating func resumeRun() -> [Effect] {
    guard let run = runs.selected, let recipe = run.recipe else { return [] }
    return resumeTraining(run.id, by: recipe)
  }

  mutating func askToDeleteRun() -> [Effect] {
    guard let row = runs.selected else { return [] }
    if train.isUnderWay, row.id == train.folder {
      say("this run is under way", .warning)
      return []
    }
    overlays.append(
      .confirm(
        Confirmation(
          "Delete \(row.id) with its weights and figures for good?", word: "delete",
          then: RunsMessage.deleteConfirmed(row.id))))
    return []
  }
}
