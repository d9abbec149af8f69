import Screen

extension RunsScreen {
  private static func withRun(_ state: LabState) -> Availability {
    state.runs.selected == nil ? .off("there is no run to choose") : .on
  }
  /// For keys that move through the table, while it has the focus.
  private static func inTable(_ state: LabState) -> Availability {
    state.runs.layout.scrollsDifference ? .elsewhere : withRun(state)
  }
  private static func inDifference(_ state: LabState) -> Availability {
    let layout = state.runs.layout
    guard layout.scrollsDifference else { return .elsewhere }
    return layout.hiddenDifference > 0 ? .on : .off("all of the difference is on the screen")
  }
  private static func scrollDifference(_ state: inout LabState, by offset: Int) -> [Effect] {
    let most = state.runs.layout.hiddenDifference
    state.runs.differenceTop = min(max(min(state.runs.differenceTop, most) + offset, 0), most)
    return []
  }
  private static func withGoodRun(_ state: LabState) -> Availability {
    guard let run = state.runs.selected else { return .off("there is no run to choose") }
    return run.isDamaged ? .off("this folder is no run that the lab can read") : .on
  }

  static let keys: [KeyBinding] = [
    KeyBinding(
      each: KeyTable.vertical, title: "choose", help: "chooses a run", in: .screen(.runs), when: inTable
    ) { state, group in
      state.runs.move(by: group == 0 ? -1 : 1)
      return []
    },
    KeyBinding(
      each: KeyTable.pages, title: "page", help: "a page of runs", in: .screen(.runs), hinted: false, when: inTable
    ) {
      state, group in
      state.runs.move(by: group == 0 ? -10 : 10)
      return []
    },
    KeyBinding(
      each: KeyTable.ends, title: "ends", help: "to the first or last run", in: .screen(.runs), hinted: false,
      when: inTable
    ) {
      state, group in
      state.runs.move(by: group == 0 ? -1_000_000 : 1_000_000)
      return []
    },
    KeyBinding(
      each: KeyTable.vertical, title: "scroll", help: "while the difference is shown: scrolls it", in: .screen(.runs),
      when: inDifference
    ) { state, group in scrollDifference(&state, by: group == 0 ? -1 : 1) },
    KeyBinding(
      each: KeyTable.pages, title: "page", help: "while the difference is shown: a page of it", in: .screen(.runs),
      hinted: false, when: inDifference
    ) { state, group in scrollDifference(&state, by: group == 0 ? -10 : 10) },
    KeyBinding(
      each: KeyTable.ends, title: "ends", help: "while the difference is shown: to its first or last line",
      in: .screen(.runs), hinted: false, when: inDifference
    ) { state, group in scrollDifference(&state, by: group == 0 ? -1_000_000 : 1_000_000) },
    KeyBinding(
      key(" "), title: "mark", help: "marks the run: marked runs are drawn over each other", in: .screen(.runs),
      when: withGoodRun
    ) { $0.markRun() },
    KeyBinding(
      key("s"), title: "sort", help: "sorts by the next column", in: .screen(.runs), when: withRun
    ) { state in
      state.runs.sortByNext()
      return []
    },
    KeyBinding(
      key("S"), title: "reverse", help: "turns the order round", in: .screen(.runs), hinted: false, when: withRun
    ) {
      state in
      state.runs.reverse()
      return []
    },
    KeyBinding(
      key("d"), title: "difference", help: "the recipes of two marked runs, side by side", in: .screen(.runs),
      when: { $0.runs.compared == nil ? .off("mark a run and choose another") : .on }
    ) { state in
      state.runs.showDifference(state.runs.difference == nil)
      return []
    },
    KeyBinding(
      key("i"), title: "inspect", help: "what this run's network gets wrong", in: .screen(.runs),
      when: { $0.inspecting == nil ? withGoodRun($0) : .off("an inspection is under way") }
    ) { $0.inspectSelectedRun() },
    KeyBinding(
      key("r"), title: "resume", help: "goes on with a stopped or killed run from its last checkpoint, bit for bit",
      in: .screen(.runs), when: { $0.resumeAvailability }
    ) { $0.resumeRun() },
    KeyBinding(
      .enter, title: "take recipe", help: "takes network, widths and recipe of this run to screen 2",
      in: .screen(.runs), when: withGoodRun
    ) { $0.takeRecipe() },
    KeyBinding(
      key("c"), title: "clear marks", help: "takes all marks away", in: .screen(.runs), hinted: false,
      when: { $0.runs.marked.isEmpty ? .off("no run is marked") : .on }
    ) { state in
      state.runs.clearMarks()
      return []
    },
    KeyBinding(
      key("X"), .delete, title: "delete", help: "deletes the run's folder; asks first", in: .screen(.runs),
      hinted: false, when: withRun
    ) { $0.askToDeleteRun() },
    KeyBinding(
      key("R"), .control("r"), title: "read again", help: "reads the folder of runs again", in: .screen(.runs),
      hinted: false
    ) { state in
      state.say("the folder of runs is read again")
      return [.listRuns]
    },
  ]
}
