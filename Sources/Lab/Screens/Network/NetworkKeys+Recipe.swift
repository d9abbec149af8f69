import Screen

extension NetworkScreen {
  private static func inRecipe(_ state: LabState) -> Availability {
    state.network.part == .recipe ? .on : .elsewhere
  }

  /// Keys of the recipe's form.
  static let recipeKeys: [KeyBinding] = [
    KeyBinding(
      each: KeyTable.vertical, title: "field", help: "chooses a line of the recipe", in: .screen(.network),
      when: inRecipe
    ) { state, group in
      state.form.move(by: group == 0 ? -1 : 1)
      return []
    },
    KeyBinding(
      each: KeyTable.horizontal, title: "change", help: "changes a setting that has choices", in: .screen(.network),
      when: { state in
        guard state.network.part == .recipe else { return .elsewhere }
        guard case .field(let field) = state.form.selected else { return .off("\(state.keyName(.usual)) drops these") }
        return field.choices.isEmpty ? .off("this one is typed: press \(state.keyName(.edit))") : .on
      }
    ) { state, group in state.chooseSetting(by: group == 0 ? -1 : 1) },
    KeyBinding(
      .enter, title: "edit", help: "types the setting, or takes its next choice", in: .screen(.network), when: inRecipe
    ) { $0.editSetting() },
    KeyBinding(
      .delete, title: "usual", help: "back to the usual setting; in the last line drops what the recipe carries along",
      in: .screen(.network), hinted: false,
      when: { state in
        guard state.network.part == .recipe else { return .elsewhere }
        return state.form.canReset(state.form.selected) ? .on : .off("this is the usual setting")
      }
    ) { $0.resetSetting() },
    KeyBinding(
      key("="), title: "own schedule", help: "back to the architecture's own fit calls", in: .screen(.network),
      hinted: false,
      when: { state in
        guard state.network.part == .recipe else { return .elsewhere }
        return state.form.ownFits.isEmpty ? .off("these are its own fit calls") : .on
      }
    ) { state in
      state.form.useOwnSchedule()
      return []
    },
    KeyBinding(
      key("u"), title: "undo", help: "takes the last change of the recipe back", in: .screen(.network),
      when: {
        $0.network.part != .recipe ? .elsewhere : $0.form.history.canUndo ? .on : .off("nothing to undo")
      }
    ) { $0.undoRecipe() },
    KeyBinding(
      key("U"), .control("r"), title: "redo", help: "makes an undone change of the recipe again", in: .screen(.network),
      hinted: false,
      when: {
        $0.network.part != .recipe ? .elsewhere : $0.form.history.canRedo ? .on : .off("nothing to redo")
      }
    ) { $0.redoRecipe() },
  ]

  /// Keys of the whole screen.
  static let sharedKeys: [KeyBinding] = [
    KeyBinding(
      key("R"), title: "recipe", help: "to the recipe and back", in: .screen(.network)
    ) { state in
      state.network.part = state.network.part == .recipe ? .architectures : .recipe
      return []
    },
    KeyBinding(
      key("m"), title: "measure",
      help: "trains a few steps: the time of each layer and of an epoch without its validation",
      in: .screen(.network), hinted: false,
      when: { $0.isMeasuring ? .off("a measurement is under way") : $0.startAvailability }
    ) { $0.measure() },
    KeyBinding(
      key("d"), title: "difference", help: "what differs from the last run, the layers line by line",
      in: .screen(.network), hinted: false,
      when: { $0.lastRecipe == nil ? .off("there is no run yet to compare with") : .on }
    ) { state in
      if state.network.part == .recipe, !state.isTall { state.network.part = .architectures }
      state.network.layerScroll = 0
      state.network.pane = state.network.pane == .difference ? .layers : .difference
      return []
    },
    KeyBinding(
      key("v"), title: "view",
      help: "in place of the layers: the stages as a drawing, the schedule of the learning rate, the layers again",
      in: .screen(.network), hinted: false,
      when: { $0.network.layout.panes.count > 1 ? .on : .off("all of it is on the screen") }
    ) { state in
      if state.network.part == .recipe { state.network.part = .architectures }
      let panes = state.network.layout.panes
      let next = (panes.firstIndex(of: state.network.pane) ?? 0) + 1
      state.network.pane = panes[next % panes.count]
      return []
    },
    KeyBinding(
      key("t"), title: "train", help: "trains this network by this recipe", in: .screen(.network),
      when: { $0.trainAvailability }
    ) { $0.startTraining() },
    KeyBinding(
      key("f"), title: "find lr", help: "finds a learning rate for this network", as: "find",
      in: .screen(.network),
      when: { $0.startAvailability }
    ) { $0.startFinder() },
  ]
}
