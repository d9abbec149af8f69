import Screen
import Training

extension LabState {
  /// The `:` prompt, where it is open.
  var prompt: CommandPrompt? {
    if case .command(let prompt) = overlays.last { return prompt }
    return nil
  }

  /// Changes the line that is being typed, wherever it stands.
  mutating func editLine(_ change: (inout TextInput) -> Void) -> [Effect] {
    guard let top = overlays.last else {
      if var edit = editing {
        change(&edit.line)
        edit.error = nil
        editing = edit
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
      if screen == .runs { runs.set(filter: line.text) }
    case .help, .log, .themes, .sameCommand: break
    }
    return []
  }

  /// Enter: what was typed becomes so, or the reason why not stands beside it.
  mutating func acceptTyped() -> [Effect] {
    switch overlays.last {
    case .confirm(let confirmation):
      overlays.removeLast()
      guard confirmation.line.text.trimmed.lowercased() == confirmation.word else {
        say("nothing was changed")
        return []
      }
      return confirmed(confirmation.purpose)
    case .command: return runTypedCommand()
    case .filter(let line):
      overlays.removeLast()
      guard screen == .data else { return [] }
      if !data.filter(line.text.trimmed) { say("no class is called '\(line.text.trimmed)'", .warning) }
      return redrawStrip()
    default: return acceptField()
    }
  }

  mutating func cancelTyping() -> [Effect] {
    if let top = overlays.popLast() {
      if case .filter = top, screen == .runs { runs.set(filter: "") }
    } else {
      editing = nil
    }
    return []
  }

  private mutating func acceptField() -> [Effect] {
    guard var edit = editing else { return [] }
    switch edit.target {
    case .width: edit.error = takeWidth(edit.line.text)
    case .widthList: edit.error = takeWidths(edit.line.text)
    case .recipe(let field): edit.error = form.set(field, to: edit.line.text)
    case .finderRange: edit.error = takeRange(edit.line.text)
    case .rate:
      // The rate of now stands there to be changed: enter alone does not make it one set by hand.
      let text = edit.line.text == edit.original ? "" : edit.line.text.trimmed
      if !text.isEmpty, Double(text).map({ $0 > 0 && $0.isFinite }) != true {
        edit.error = InputError("a rate is a number above 0, such as 1e-2")
      } else {
        editing = nil
        return setRate(Double(text))
      }
    }
    editing = edit.error == nil ? nil : edit
    return []
  }

  /// Takes one width, or with commas the whole list.
  mutating func takeWidth(_ text: String) -> InputError? {
    if text.contains(where: { ",;·".contains($0) }) { return takeWidths(text) }
    if text.trimmed.isEmpty { return nil }
    switch WidthEditor.parse(text) {
    case .success(let width):
      network.edit { $0.change(to: width) }
      return nil
    case .failure(let error): return error
    }
  }

  mutating func takeWidths(_ text: String) -> InputError? {
    switch WidthEditor.parseList(text) {
    case .success(let widths):
      network.edit { $0.replace(with: widths) }
      return nil
    case .failure(let error): return error
    }
  }

  /// Two rates, the first below the second.
  mutating func takeRange(_ text: String) -> InputError? {
    let parts = text.split { ", ".contains($0) }.map { Double($0) }
    guard parts.count == 2, let start = parts[0], let end = parts[1], start > 0, end > start, end.isFinite else {
      return InputError("two rates, the first below the second: 1e-5 10")
    }
    finder.startRate = start
    finder.endRate = end
    return nil
  }

  private mutating func confirmed(_ purpose: Confirmation.Purpose) -> [Effect] {
    switch purpose {
    case .stop:
      guard train.isActive else { return [] }
      train.askToStop()
      return [.ask(.stop)]
    case .stopAfterEpoch:
      guard train.isActive else { return [] }
      train.stopsAfterEpoch = true
      say("the training ends when this epoch is validated")
      return [.ask(.stopAfterEpoch)]
    case .quit:
      guard train.isActive else { return [.quit(0)] }
      closing = 0
      train.askToStop()
      return [.ask(.stop)]
    case .deleteRun(let id): return [.deleteRun(id)]
    }
  }
}
