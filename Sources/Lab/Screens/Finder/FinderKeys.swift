import Screen
import Training

extension FinderScreen {
  private static func withPoints(_ state: LabState) -> Availability {
    state.finder.sweep?.curve.points.isEmpty == false
      ? .on : .off("there is no curve yet: \(state.keyName(.find)) makes one")
  }

  static let keys: [KeyBinding] = [
    KeyBinding(
      key("f"), title: "find",
      help:
        "sweeps the learning rate, then trains shortly at the recommended one (else at the recipe's), at twice and at "
        + "half of it as long as that is better, and shows the best of them; leaves no trace",
      in: .screen(.finder), when: { $0.startAvailability }
    ) { $0.startFinder() },
    KeyBinding(
      key("Y"), title: "curve alone",
      help: "sweeps without the trainings: an epoch, or \(LRFinder.fewestBatches) steps where that is more",
      in: .screen(.finder), hinted: false, when: { $0.startAvailability }
    ) { $0.startFinder(byTrial: false) },
    KeyBinding(
      key("x"), title: "stop", help: "stops the sweep and keeps what there is", in: .screen(.finder),
      when: { $0.sweeping == nil ? .off("no sweep is under way") : .on }
    ) { state in state.sweeping.map { state.stop($0) } ?? [] },
    KeyBinding(
      each: KeyTable.horizontal, title: "cursor", help: "moves the cursor along the curve", in: .screen(.finder),
      when: withPoints
    ) { state, group in
      state.finder.moveCursor(by: group == 0 ? -1 : 1)
      return []
    },
    KeyBinding(
      each: KeyTable.pages, title: "ten", help: "moves the cursor by ten points", in: .screen(.finder), hinted: false,
      when: withPoints
    ) { state, group in
      state.finder.moveCursor(by: group == 0 ? -10 : 10)
      return []
    },
    KeyBinding(
      each: KeyTable.ends, title: "ends", help: "to the first or last point", in: .screen(.finder), hinted: false,
      when: withPoints
    ) { state, group in
      state.finder.moveCursor(by: group == 0 ? -1_000_000 : 1_000_000)
      return []
    },
    KeyBinding(
      key("n"), title: "suggestion", help: "to the next suggestion", as: "next", in: .screen(.finder),
      when: { $0.finder.suggestions.isEmpty ? .off("there are no suggestions yet") : .on }
    ) { state in
      state.finder.moveToNextSuggestion()
      return []
    },
    KeyBinding(
      .enter, title: "take lr",
      help: "scales the recipe: its highest rate becomes the one under the cursor, the others follow",
      in: .screen(.finder),
      when: { $0.finder.cursorRate == nil ? .off("no point is chosen yet") : .on }
    ) { $0.takeFoundRate() },
    KeyBinding(
      key("u"), title: "undo", help: "takes the last change of the recipe back", in: .screen(.finder),
      when: { $0.form.history.canUndo ? .on : .off("the recipe is as it was at first") }
    ) { $0.undoRecipe() },
    KeyBinding(
      key("U"), .control("r"), title: "redo", help: "makes an undone change of the recipe again", in: .screen(.finder),
      hinted: false, when: { $0.form.history.canRedo ? .on : .off("nothing to redo") }
    ) { $0.redoRecipe() },
    KeyBinding(
      key("="), title: "range", help: "types the first and the last rate: 1e-5 10", as: "set", in: .screen(.finder),
      when: { $0.sweeping == nil ? .on : .off("a sweep is under way") }
    ) { state in
      let options = state.finder.options
      state.editing = FieldEdit(FinderRange(), "\(options.start.exactRate) \(options.end.exactRate)")
      return []
    },
    KeyBinding(
      key("L"), title: "linear", help: "steps of the rate: multiplied (the default) or added", as: "log-axis",
      in: .screen(.finder),
      hinted: false, when: { $0.sweeping == nil ? .on : .off("a sweep is under way") }
    ) { state in
      state.finder.options.isLinear.toggle()
      state.say(
        state.finder.options.isLinear ? "the next sweep adds equal steps" : "the next sweep multiplies by equal factors"
      )
      return []
    },
    KeyBinding(
      key("S"), title: "raw", help: "shows or hides the loss of each batch", as: "smooth", in: .screen(.finder),
      hinted: false
    ) { state in
      state.finder.showsRaw.toggle()
      return []
    },
    KeyBinding(
      key("c"), title: "clear earlier", help: "takes the earlier sweeps off the screen", as: "clear",
      in: .screen(.finder),
      hinted: false, when: { $0.finder.earlier.isEmpty ? .off("there are no earlier sweeps") : .on }
    ) { state in
      state.finder.forgetEarlier()
      return []
    },
    KeyBinding(
      key("t"), title: "train", help: "trains by the recipe as it is now", in: .screen(.finder),
      when: { $0.trainAvailability }
    ) { $0.startTraining() },
  ]
}
