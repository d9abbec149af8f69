import Networks
import Screen

/// What keys do with the lines of a network.
extension LabState {
  /// What a line is, for whoever edits one for the first time.
  var lineExplanation: String {
    "A line is a layer: [label] kind, how large, key=value. \(keyName(.complete)) completes; shapes and costs follow as "
      + "you type."
  }

  private var layers: LayerLines { LayerLines(network.editor.shown.lines) }

  /// Whether there are lines to edit.
  var layersAvailability: Availability {
    guard network.part == .layers else { return .elsewhere }
    if network.pane != .layers { return .off("\(keyName(.view)) brings the layers back") }
    return network.outline.lines.isEmpty ? .off("these widths make no layers") : .on
  }

  mutating func moveLine(by offset: Int) {
    let lines = network.outline.lines.map(\.index)
    guard let place = lines.firstIndex(where: { $0 >= network.cursor.line }) else { return }
    network.cursor.line = lines[min(max(place + offset, 0), lines.count - 1)]
  }

  mutating func editLayer() -> [Effect] {
    let line = network.cursor.line
    network.cursor.anchor = nil
    editing = FieldEdit(LayerLineField.change(line), LayerLineField.text(network.editor.shown.lines[line]))
    return []
  }

  mutating func addLayer() -> [Effect] {
    let field = LayerLineField.add(below: network.cursor.line)
    network.cursor.anchor = nil
    editing = FieldEdit(field, "")
    field.typed("", in: &self)
    return []
  }

  /// Whether the line can be taken out by itself.
  var takeAvailability: Availability {
    guard layersAvailability == .on, network.cursor.anchor == nil else { return layersAvailability }
    guard layers.roles[network.cursor.line] == .closes, layers.block(at: network.cursor.line) != nil else { return .on }
    return .off("this line ends a block; \(keyName(.takeOut)) on the line where it begins takes the whole block out")
  }

  mutating func takeLayers() -> [Effect] {
    let shortcut = network.cursor.anchor == nil ? layers.shortcut(at: network.cursor.line) : nil
    let draft = LayerLines(network.editor.draft)
    var change = draft.taking(shortcut ?? network.cursor.range(in: draft))
    // What begins a shortcut is no layer to put elsewhere.
    if shortcut != nil {
      change = .init(lines: change.lines, cursor: change.cursor, taken: Array(change.taken.dropFirst()))
    }
    apply(change)
    say(
      "\(network.taken.count == 1 ? "the line is" : "\(network.taken.count) lines are") taken out; \(keyName(.put)) puts below"
    )
    return []
  }

  mutating func putLayers() -> [Effect] {
    apply(LayerLines(network.editor.draft).putting(network.taken, below: network.cursor.line))
    return []
  }

  /// The lines moved over the one above or below; nil: there is none.
  private func moved(by offset: Int) -> LayerLines.Change? {
    let draft = LayerLines(network.editor.draft)
    return draft.moving(network.cursor.range(in: draft), by: offset)
  }

  var moveAvailability: Availability {
    guard layersAvailability == .on else { return layersAvailability }
    return moved(by: 1) == nil && moved(by: -1) == nil ? .off("there is no line to move it over") : .on
  }

  mutating func moveLayers(by offset: Int) -> [Effect] {
    guard let change = moved(by: offset) else { return [] }
    network.cursor = LayerCursor(
      line: network.cursor.line + offset, anchor: network.cursor.anchor.map { $0 + offset })
    network.edit { $0.take(change.lines) }
    return []
  }

  mutating func markLayers() -> [Effect] {
    network.cursor.anchor = network.cursor.anchor == nil ? network.cursor.line : nil
    return []
  }

  /// Puts lines into a residual block, or takes the block under the cursor away from around its layers.
  mutating func wrapLayers() -> [Effect] {
    let draft = LayerLines(network.editor.draft)
    guard network.cursor.anchor == nil, let block = draft.block(at: network.cursor.line) else {
      apply(draft.wrapping(network.cursor.range(in: draft)))
      return []
    }
    let change = draft.unwrapping(block)
    apply(change)
    if !change.taken.isEmpty { say("the shortcut's layers are taken out; \(keyName(.put)) puts them below") }
    return []
  }

  private mutating func apply(_ change: LayerLines.Change) {
    if !change.taken.isEmpty { network.taken = change.taken }
    network.cursor = LayerCursor(line: change.cursor)
    network.edit { $0.take(change.lines) }
  }
}
