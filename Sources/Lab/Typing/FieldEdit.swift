import Screen

/// A field that can be edited as text; accepting it may fail with a reason.
protocol TypedField: Sendable, Equatable {
  func take(_ text: String, in state: inout LabState) -> Result<[Effect], InputError>
  /// Called after each change of the text.
  func typed(_ text: String, in state: inout LabState)
  /// Called when it is no longer edited, whether its text was taken or not.
  func left(in state: inout LabState)
  /// Whether Tab completes its text.
  var completes: Bool { get }
  /// Completes the text before the cursor.
  func complete(_ line: inout TextInput, in state: inout LabState)
}

extension TypedField {
  func typed(_ text: String, in state: inout LabState) {}
  func left(in state: inout LabState) {}
  var completes: Bool { false }
  func complete(_ line: inout TextInput, in state: inout LabState) {}
}

/// A field being edited.
struct FieldEdit: Sendable {
  fileprivate let field: any TypedField
  var line: TextInput
  var error: InputError?

  init(_ field: any TypedField, _ text: String) {
    self.field = field
    line = .prefilled(text)
  }

  func isOf(_ field: some TypedField) -> Bool { field.isEqual(to: self.field) }
  func isOf<Field: TypedField>(_ kind: Field.Type) -> Bool { field is Field }
  func field<Field: TypedField>(as kind: Field.Type) -> Field? { field as? Field }

  fileprivate func take(in state: inout LabState) -> Result<[Effect], InputError> { field.take(line.text, in: &state) }
}

extension TypedField {
  fileprivate func isEqual(to other: any TypedField) -> Bool { other as? Self == self }
}

/// What is wrong with typed text, in a phrase shown beside it.
struct InputError: Error, Equatable, Sendable, CustomStringConvertible {
  let reason: String
  init(_ reason: String) { self.reason = reason }

  var description: String { reason }
}

extension LabState {
  /// The edit of this field, if it is being edited.
  func edit(of field: some TypedField) -> FieldEdit? { editing.flatMap { $0.isOf(field) ? $0 : nil } }

  func edit<Field: TypedField>(of kind: Field.Type) -> FieldEdit? { editing.flatMap { $0.isOf(kind) ? $0 : nil } }

  /// Changes the line being edited, wherever it is.
  mutating func editLine(_ change: (inout TextInput) -> Void) -> [Effect] {
    guard let top = overlays.last else {
      if var edit = editing {
        change(&edit.line)
        edit.error = nil
        editing = edit
        edit.field.typed(edit.line.text, in: &self)
      }
      return []
    }
    switch top {
    case .confirm(var confirmation):
      change(&confirmation.line)
      overlays[overlays.count - 1] = .confirm(confirmation)
    case .command(var prompt):
      change(&prompt.line)
      prompt.error = nil
      prompt.recalled = nil
      overlays[overlays.count - 1] = .command(prompt)
    case .filter(var line):
      change(&line)
      overlays[overlays.count - 1] = .filter(line)
      return screen.type.filter?.typed(&self, line.text) ?? []
    case .help(var panel):
      change(&panel.search)
      panel.selected = 0
      overlays[overlays.count - 1] = .help(panel)
    case .log(var panel):
      change(&panel.search)
      panel.back = 0
      overlays[overlays.count - 1] = .log(panel)
    case .themes, .sameCommand, .question: break
    }
    return []
  }

  /// Enter: accepts the text, or shows the reason why not.
  mutating func acceptTyped() -> [Effect] {
    switch overlays.last {
    case .confirm(let confirmation):
      overlays.removeLast()
      guard confirmation.line.text.trimmed.lowercased() == confirmation.word else {
        say("nothing was changed")
        return []
      }
      return confirmation.message.apply(to: &self)
    case .command: return runTypedCommand()
    case .log(var panel):
      panel.isSearching = false
      overlays[overlays.count - 1] = .log(panel)
      return []
    case .filter(let line):
      overlays.removeLast()
      return screen.type.filter?.accepted(&self, line.text.trimmed) ?? []
    default: return acceptField()
    }
  }

  mutating func cancelTyping() -> [Effect] {
    if let top = overlays.popLast() {
      if case .filter = top { return screen.type.filter?.typed(&self, "") ?? [] }
      if let rest = top.withoutSearch { overlays.append(rest) }
    } else if let edit = editing {
      editing = nil
      edit.field.left(in: &self)
    }
    return []
  }

  /// Whether Tab completes what is being typed.
  var canComplete: Bool { prompt != nil || overlays.isEmpty && editing?.field.completes == true }

  mutating func completeTyped() -> [Effect] {
    guard prompt == nil, var edit = editing else { return completeCommand() }
    edit.error = nil
    edit.field.complete(&edit.line, in: &self)
    editing = edit
    return []
  }

  private mutating func acceptField() -> [Effect] {
    guard let edit = editing else { return [] }
    switch edit.take(in: &self) {
    case .success(let effects):
      editing = nil
      edit.field.left(in: &self)
      return effects
    case .failure(let error):
      editing?.error = error
      return []
    }
  }
}
