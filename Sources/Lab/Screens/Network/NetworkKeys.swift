import Screen

extension NetworkScreen {
  private static func inNetwork(_ state: LabState) -> Availability {
    state.network.part == .recipe ? .elsewhere : .on
  }
  private static func inRecipe(_ state: LabState) -> Availability {
    state.network.part == .recipe ? .on : .elsewhere
  }

  private static func atFreeWidth(_ state: LabState) -> Availability {
    guard state.network.part != .recipe else { return .elsewhere }
    guard let fixed = state.network.outline.fixed[state.network.editor.cursor] else { return .on }
    return .off("this width follows from the data: \(fixed)")
  }

  static let keys: [KeyBinding] = [
    KeyBinding(
      each: KeyTable.vertical, title: "choose", help: "chooses the architecture", in: .screen(.network), when: inNetwork
    ) { state, group in
      state.network.select(state.network.selected + (group == 0 ? -1 : 1))
      return []
    },
    KeyBinding(
      each: KeyTable.horizontal, title: "width", help: "moves between the widths", in: .screen(.network),
      when: inNetwork
    ) { state, group in
      state.network.edit { $0.move(by: group == 0 ? -1 : 1) }
      state.network.part = .widths
      return []
    },
    KeyBinding(
      .enter, title: "edit", help: "types the width under the cursor; enter takes it, esc does not",
      in: .screen(.network), when: atFreeWidth
    ) { state in
      state.network.part = .widths
      state.editing = FieldEdit(WidthField.one, "")
      return []
    },
    KeyBinding(
      key("+"), key("a"), title: "add", help: "adds a width behind the cursor", in: .screen(.network), when: inNetwork
    ) { state in
      state.network.edit { $0.add() }
      state.network.part = .widths
      return []
    },
    KeyBinding(
      key("-"), .delete, title: "remove", help: "removes the width under the cursor", in: .screen(.network),
      when: atFreeWidth
    ) { state in
      state.network.edit { $0.remove() }
      state.network.part = .widths
      return []
    },
    KeyBinding(
      key("w"), title: "list", help: "types or pastes the whole list of widths", in: .screen(.network), hinted: false,
      when: inNetwork
    ) { state in
      state.network.part = .widths
      state.editing = FieldEdit(WidthField.list, state.network.widths.map(String.init).joined(separator: ", "))
      return []
    },
    KeyBinding(
      key("u"), title: "undo", help: "takes the last change of the widths back", in: .screen(.network),
      when: {
        $0.network.part == .recipe ? .elsewhere : $0.network.editor.history.canUndo ? .on : .off("nothing to undo")
      }
    ) { state in
      state.network.edit { $0.undo() }
      return []
    },
    KeyBinding(
      .control("r"), key("U"), title: "redo", help: "makes an undone change again", in: .screen(.network),
      hinted: false,
      when: {
        $0.network.part == .recipe ? .elsewhere : $0.network.editor.history.canRedo ? .on : .off("nothing to redo")
      }
    ) { state in
      state.network.edit { $0.redo() }
      return []
    },
    KeyBinding(
      key("u"), title: "undo", help: "takes the last change of the recipe back", in: .screen(.network),
      when: {
        $0.network.part != .recipe ? .elsewhere : $0.form.history.canUndo ? .on : .off("nothing to undo")
      }
    ) { $0.undoRecipe() },
    KeyBinding(
      .control("r"), key("U"), title: "redo", help: "makes an undone change of the recipe again", in: .screen(.network),
      hinted: false,
      when: {
        $0.network.part != .recipe ? .elsewhere : $0.form.history.canRedo ? .on : .off("nothing to redo")
      }
    ) { $0.redoRecipe() },
    KeyBinding(
      key("="), title: "own widths", help: "back to the architecture's own widths (u takes it back)",
      in: .screen(.network), hinted: false,
      when: { state in
        guard state.network.part != .recipe else { return .elsewhere }
        return state.network.editor.isDefault ? .off("these are its own widths") : .on
      }
    ) { state in
      state.network.edit { $0.reset() }
      return []
    },
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
        guard case .field(let field) = state.form.selected else { return .off("delete drops these") }
        return field.choices.isEmpty ? .off("this one is typed: press enter") : .on
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
      each: KeyTable.pages, title: "layers", help: "scrolls the table of layers", in: .screen(.network), hinted: false,
      when: { state in
        guard state.network.part != .recipe else { return .elsewhere }
        return state.network.layout.hiddenLayers > 0 ? .on : .off("all layers are on the screen")
      }
    ) { state, group in
      let most = state.network.layout.hiddenLayers
      state.network.layerScroll = min(max(state.network.layerScroll + (group == 0 ? -5 : 5), 0), most)
      return []
    },
    KeyBinding(
      key("r"), title: "recipe", help: "to the recipe and back", in: .screen(.network)
    ) { state in
      state.network.part = state.network.part == .recipe ? .architectures : .recipe
      return []
    },
    KeyBinding(
      key("m"), title: "measure",
      help: "trains a few steps: the time of each layer and the seconds of an epoch on this machine",
      in: .screen(.network), hinted: false,
      when: { $0.isMeasuring ? .off("a measurement is under way") : $0.startAvailability }
    ) { $0.measure() },
    KeyBinding(
      key("d"), title: "difference", help: "what differs from the last run", in: .screen(.network), hinted: false,
      when: { $0.lastRecipe == nil ? .off("there is no run yet to compare with") : .on }
    ) { state in
      state.network.showsSchedule = false
      state.network.showsDifference.toggle()
      return []
    },
    KeyBinding(
      key("p"), title: "schedule", help: "plots the learning rate over the steps of the recipe in place of the layers",
      in: .screen(.network), hinted: false,
      when: { $0.network.layout.hasScheduleBesideForm ? .off("it stands beside the recipe") : .on }
    ) { state in
      if state.network.part == .recipe { state.network.part = .architectures }
      state.network.showsDifference = false
      state.network.showsSchedule.toggle()
      return []
    },
    KeyBinding(
      key("t"), title: "train", help: "trains this network by this recipe", in: .screen(.network),
      when: { $0.startAvailability }
    ) { $0.startTraining() },
    KeyBinding(
      key("f"), title: "find lr", help: "sweeps the learning rate for this network", in: .screen(.network),
      when: { $0.startAvailability }
    ) { $0.startFinder() },
  ]
}
