import Screen

extension NetworkScreen {
  private static func inNetwork(_ state: LabState) -> Availability {
    state.network.part == .recipe ? .elsewhere : .on
  }
  /// Where networks and widths are chosen.
  private static func aboveLayers(_ state: LabState) -> Availability {
    [.architectures, .widths].contains(state.network.part) ? .on : .elsewhere
  }
  private static func atWidths(_ state: LabState) -> Availability {
    guard aboveLayers(state) == .on else { return .elsewhere }
    return state.network.editor.reading?.problem.map { .off("line \($0.line) of the layers cannot be read yet") } ?? .on
  }

  private static func atFreeWidth(_ state: LabState) -> Availability {
    guard atWidths(state) == .on else { return atWidths(state) }
    guard let fixed = state.network.outline.fixed[state.network.editor.cursor] else { return .on }
    return .off("this width follows from the data: \(fixed)")
  }

  static let keys: [KeyBinding] = networkKeys + layerKeys + recipeKeys + sharedKeys

  private static let networkKeys: [KeyBinding] = [
    KeyBinding(
      each: KeyTable.vertical, title: "choose", help: "chooses the network", in: .screen(.network), when: aboveLayers
    ) { state, group in
      state.network.select(state.network.selected + (group == 0 ? -1 : 1))
      return []
    },
    KeyBinding(
      .enter, title: "layers", help: "to the layers of the network, to change, add, move and remove them",
      in: .screen(.network), when: { $0.network.part == .architectures ? .on : .elsewhere }
    ) { state in
      state.network.part = .layers
      state.network.pane = .layers
      return []
    },
    KeyBinding(
      each: KeyTable.horizontal, title: "width", help: "moves between the widths", in: .screen(.network),
      when: aboveLayers
    ) { state, group in
      state.network.edit { $0.move(by: group == 0 ? -1 : 1) }
      state.network.part = .widths
      return []
    },
    KeyBinding(
      .enter, title: "edit", help: "types the width under the cursor",
      in: .screen(.network), when: { $0.network.part == .widths ? atFreeWidth($0) : .elsewhere }
    ) { state in
      state.editing = FieldEdit(WidthField.one, "")
      return []
    },
    KeyBinding(
      key("+"), title: "add", help: "adds a width behind the cursor", in: .screen(.network), when: atWidths
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
      when: atWidths
    ) { state in
      state.network.part = .widths
      state.editing = FieldEdit(WidthField.list, state.network.widths.map(String.init).joined(separator: ", "))
      return []
    },
    KeyBinding(
      key("u"), title: "undo", help: "takes the last change of widths and layers back", in: .screen(.network),
      when: {
        $0.network.part == .recipe ? .elsewhere : $0.network.editor.history.canUndo ? .on : .off("nothing to undo")
      }
    ) { state in
      state.network.edit { $0.undo() }
      return []
    },
    KeyBinding(
      key("U"), .control("r"), title: "redo", help: "makes an undone change again", in: .screen(.network),
      hinted: false,
      when: {
        $0.network.part == .recipe ? .elsewhere : $0.network.editor.history.canRedo ? .on : .off("nothing to redo")
      }
    ) { state in
      state.network.edit { $0.redo() }
      return []
    },
    KeyBinding(
      key("="), title: "as it was", help: "back to the network's own widths and layers, which can be undone",
      in: .screen(.network), hinted: false,
      when: { state in
        guard state.network.part != .recipe else { return .elsewhere }
        return state.network.editor.isDefault ? .off("it is as it was") : .on
      }
    ) { state in
      state.network.edit { $0.reset() }
      return []
    },
    KeyBinding(
      each: KeyTable.pages, title: "layers", help: "scrolls the table of layers", in: .screen(.network), hinted: false,
      when: { state in
        guard state.network.part != .recipe, state.layersAvailability != .on else { return .elsewhere }
        return state.network.layout.hiddenLayers > 0 ? .on : .off("all layers are on the screen")
      }
    ) { state, group in
      let most = state.network.layout.hiddenLayers
      state.network.layerScroll = min(max(state.network.layerScroll + (group == 0 ? -5 : 5), 0), most)
      return []
    },
  ]
}
