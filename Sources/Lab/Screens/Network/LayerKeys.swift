import Screen

extension NetworkScreen {
  private static func inLayers(_ state: LabState) -> Availability { state.layersAvailability }

  /// Keys of the lines of layers.
  static let layerKeys: [KeyBinding] = [
    KeyBinding(
      each: KeyTable.vertical, title: "line", help: "chooses a line of the layers", in: .screen(.network),
      hinted: false, when: inLayers
    ) { state, group in
      state.moveLine(by: group == 0 ? -1 : 1)
      return []
    },
    KeyBinding(
      .enter, title: "edit", help: "types the line, whose words can be completed",
      in: .screen(.network), when: inLayers
    ) { $0.editLayer() },
    KeyBinding(key("+"), title: "add", help: "adds a line below", in: .screen(.network), when: inLayers) {
      $0.addLayer()
    },
    KeyBinding(
      key("D"), .delete, title: "out", help: "takes the layer, the block or the marked lines out",
      as: "take-out",
      in: .screen(.network), when: { $0.takeAvailability }
    ) { $0.takeLayers() },
    KeyBinding(
      key("p"), title: "put", help: "puts below what was taken out, in this network or another", in: .screen(.network),
      hinted: .whenOn,
      when: { state in
        guard state.layersAvailability == .on else { return state.layersAvailability }
        let out = state.keyName(.takeOut)
        return state.network.taken.isEmpty ? .off("nothing has been taken out; \(out) does that") : .on
      }
    ) { $0.putLayers() },
    KeyBinding(
      each: [[key("J")], [key("K")]], title: "move",
      help: "moves the layer, the block or the marked lines down or up, into blocks and out of them",
      in: .screen(.network), when: { $0.moveAvailability }
    ) { state, group in state.moveLayers(by: group == 0 ? 1 : -1) },
    KeyBinding(
      key(" "), title: "mark", help: "marks lines from here to the cursor, to take out, move or make a block of",
      in: .screen(.network),
      hinted: false, when: inLayers
    ) { $0.markLayers() },
    KeyBinding(
      key("b"), title: "block", help: "puts the lines into a residual block, or takes the block from around its layers",
      in: .screen(.network), when: inLayers
    ) { $0.wrapLayers() },
    KeyBinding(
      each: KeyTable.pages, title: "page", help: "chooses a line a page further", in: .screen(.network), hinted: false,
      when: inLayers
    ) { state, group in
      state.moveLine(by: group == 0 ? -10 : 10)
      return []
    },
    KeyBinding(
      each: KeyTable.ends, title: "ends", help: "to the first and the last line", in: .screen(.network), hinted: false,
      when: inLayers
    ) { state, group in
      state.moveLine(by: group == 0 ? -state.network.outline.lines.count : state.network.outline.lines.count)
      return []
    },
    KeyBinding(
      key("W"), title: "save", help: "saves the network as one of yours, under a name that is asked for",
      in: .screen(.network), hinted: .whenOn,
      when: { state in
        guard state.network.part != .recipe else { return .elsewhere }
        return state.saveAvailability
      }
    ) { $0.askForNetworkName() },
    KeyBinding(
      key("E"), title: "editor", help: "opens the text in $EDITOR, and takes back what was saved there",
      in: .screen(.network), hinted: false,
      when: { state in
        guard state.network.part != .recipe else { return .elsewhere }
        return state.network.outline.lines.isEmpty ? .off("these widths make no layers") : .on
      }
    ) { $0.openTextEditor() },
  ]
}
