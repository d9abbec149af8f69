import Experiments
import Listing
import Screen

extension RunsScreen {
  private static func withRun(_ state: LabState) -> Availability {
    if state.runs.picker != nil { return .elsewhere }
    return state.runs.selected == nil ? .off("there is no run to choose") : .on
  }
  /// For the keys that go up and down in the table while it has them.
  private static func inTable(_ state: LabState) -> Availability {
    state.runs.layout.scrollsDifference ? .elsewhere : withRun(state)
  }
  private static func inDifference(_ state: LabState) -> Availability {
    let layout = state.runs.layout
    guard layout.scrollsDifference, state.runs.picker == nil else { return .elsewhere }
    return layout.difference?.hiddenLines ?? 0 > 0 ? .on : .off("all of the difference is on the screen")
  }
  private static func withHiddenRuns(_ state: LabState) -> Availability {
    if state.runs.picker != nil { return .elsewhere }
    return state.runs.layout.difference?.hiddenRuns ?? 0 > 0
      ? .on : .off("no difference is shown that has more runs than fit beside each other")
  }
  private static func inPicker(_ state: LabState) -> Availability { state.runs.picker == nil ? .elsewhere : .on }
  private static func outsidePicker(
    _ availability: @escaping @Sendable (LabState) -> Availability
  ) -> @Sendable (LabState) -> Availability {
    { state in state.runs.picker == nil ? availability(state) : .elsewhere }
  }
  private static func withGoodRun(_ state: LabState) -> Availability {
    guard let run = state.runs.selected else { return .off("there is no run to choose") }
    return run.isDamaged ? .off("this folder is no run that the lab can read") : .on
  }
  private static func scrollDifference(_ state: inout LabState, by offset: Int) -> [Effect] {
    if let layout = state.runs.layout.difference { state.runs.difference.scroll(by: offset, in: layout) }
    return []
  }

  static let keys: [KeyBinding] = inTheTable + inTheDifference + withRuns + inTheColumns

  /// Beyond any list.
  private static let all = 1_000_000

  private static let inTheTable = [
    KeyBinding(
      each: KeyTable.vertical, title: "choose", help: "chooses a run, which is drawn at once", in: .screen(.runs),
      when: inTable
    ) { state, group in state.moveRun(by: group == 0 ? -1 : 1) },
    KeyBinding(
      each: KeyTable.pages, title: "page", help: "a page of runs", in: .screen(.runs), hinted: false, when: inTable
    ) { state, group in state.moveRun(by: group == 0 ? -10 : 10) },
    KeyBinding(
      each: KeyTable.ends, title: "ends", help: "to the first or last run", in: .screen(.runs), hinted: false,
      when: inTable
    ) { state, group in state.moveRun(by: group == 0 ? -all : all) },
    KeyBinding(
      key(" "), title: "mark",
      help: "marks the run: marked runs are drawn over each other, compared, and deleted together",
      in: .screen(.runs), when: outsidePicker(withGoodRun)
    ) { $0.markRun() },
    KeyBinding(
      key("s"), title: "sort", help: "sorts by the next column", in: .screen(.runs), when: withRun
    ) { state in
      state.runs.sortByNext()
      return []
    },
    KeyBinding(
      key("o"), title: "order", help: "turns the order round", in: .screen(.runs), hinted: false, when: withRun
    ) { state in
      state.runs.reverse()
      return []
    },
  ]

  private static let inTheDifference = [
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
    ) { state, group in scrollDifference(&state, by: group == 0 ? -all : all) },
    KeyBinding(
      each: KeyTable.horizontal, title: "more runs", help: "in a difference of many runs: to those at its sides",
      in: .screen(.runs), hinted: false, when: withHiddenRuns
    ) { state, group in
      if let layout = state.runs.layout.difference {
        state.runs.difference.scrollRuns(by: group == 0 ? -1 : 1, in: layout)
      }
      return []
    },
  ]

  private static let withRuns = [
    KeyBinding(
      key("d"), title: "difference",
      help: "what is not the same in the marked runs: settings, results, and layers line by line",
      in: .screen(.runs),
      when: outsidePicker { $0.runs.compared.count < 2 ? .off("mark a run and choose another") : .on }
    ) { state in
      state.runs.difference.show(!state.runs.difference.isShown)
      return []
    },
    KeyBinding(
      key("i"), title: "inspect", help: "what this run's network gets wrong", in: .screen(.runs),
      when: outsidePicker { $0.inspecting == nil ? withGoodRun($0) : .off("an inspection is under way") }
    ) { $0.inspectSelectedRun() },
    KeyBinding(
      key("r"), title: "resume", help: "goes on with a stopped or killed run from its last checkpoint, bit for bit",
      in: .screen(.runs), when: outsidePicker { $0.resumeAvailability }
    ) { $0.resumeRun() },
    KeyBinding(
      .enter, title: "take recipe", help: "takes network, widths and recipe of this run to Network",
      in: .screen(.runs), when: outsidePicker(withGoodRun)
    ) { $0.takeRecipe() },
    KeyBinding(
      key("N"), title: "name", help: "gives the run a name, tags and a note: \(RunLabel.usage)", in: .screen(.runs),
      when: outsidePicker { $0.nameAvailability }
    ) { $0.editRunName() },
    KeyBinding(
      key(">"), title: "export",
      help: "writes this run's network for other tools: model.onnx, model.py of PyTorch, model.safetensors",
      in: .screen(.runs), hinted: false, when: outsidePicker { $0.exportAvailability }
    ) { $0.editExport() },
    KeyBinding(
      key("&"), title: "pool seeds",
      help: "runs that differ in their seeds alone in one row: mean ± deviation; again: each run", in: .screen(.runs),
      hinted: false, when: withRun
    ) { state in
      state.runs.group()
      return state.readDrawnRuns()
    },
    KeyBinding(
      key("v"), title: "columns", help: "chooses the columns of the table, which are remembered for this folder",
      as: "view",
      in: .screen(.runs), when: outsidePicker { _ in .on }
    ) { state in
      state.runs.picker = RunsColumnPicker()
      return []
    },
    KeyBinding(
      key("H"), title: "over time",
      help: "draws the best accuracy over seconds of training, over its FLOP, then the accuracy over epochs again",
      in: .screen(.runs), hinted: false, when: outsidePicker(withRun)
    ) { state in
      state.runs.nextCost()
      return []
    },
    KeyBinding(
      key("c"), title: "clear marks", help: "takes all marks away", as: "clear", in: .screen(.runs), hinted: false,
      when: outsidePicker { $0.runs.marks.ids.isEmpty ? .off("no run is marked") : .on }
    ) { state in
      state.runs.marks.removeAll()
      return []
    },
    KeyBinding(
      key("X"), .delete, title: "delete", help: "deletes the folders of the marked runs, or of this one; asks first",
      in: .screen(.runs), hinted: false, when: outsidePicker { $0.deleteAvailability }
    ) { $0.askToDeleteRuns() },
    KeyBinding(
      .function(5), title: "read again", help: "reads the folder of runs again", in: .screen(.runs),
      hinted: false, when: outsidePicker { _ in .on }
    ) { state in
      state.say("the folder of runs is read again")
      return [.listRuns]
    },
  ]

  private static let inTheColumns = [
    KeyBinding(
      each: KeyTable.vertical, title: "choose", help: "in the list of columns: up and down", in: .screen(.runs),
      when: inPicker
    ) { state, group in
      state.runs.picker?.move(by: group == 0 ? -1 : 1)
      return []
    },
    KeyBinding(
      each: KeyTable.pages, title: "page", help: "in the list of columns: a page of it", in: .screen(.runs),
      hinted: false, when: inPicker
    ) { state, group in
      state.runs.picker?.move(by: group == 0 ? -10 : 10)
      return []
    },
    KeyBinding(
      key(" "), title: "show or hide", help: "in the list of columns: shows or hides one", in: .screen(.runs),
      when: inPicker
    ) { $0.toggleRunColumn() },
    KeyBinding(
      key("c"), title: "automatic", help: "in the list of columns: the most telling ones that fit, as at first",
      as: "clear",
      in: .screen(.runs),
      when: { state in
        guard state.runs.picker != nil else { return .elsewhere }
        return state.runs.chosen == nil ? .off("no columns are chosen") : .on
      }
    ) { $0.choose(nil) },
    KeyBinding(
      .enter, key("v"), title: "done", help: "in the list of columns: back to the runs", as: "view", in: .screen(.runs),
      when: inPicker
    ) { state in
      state.runs.picker = nil
      return []
    },
  ]
}
