import Screen

extension LabState {
  /// A line typed in linear mode: the answer to a question, or a command. nil: there will be no more of them.
  mutating func typed(_ line: String?) -> [Effect] {
    notice = nil
    guard let line else {
      guard train.isActive || finder.phase == .running else { return [.quit(0)] }
      closing = 0
      return train.divergence == nil ? [] : [.ask(.stop)]
    }
    if case .confirm(var confirmation) = overlays.last {
      confirmation.line = TextInput(line)
      overlays[overlays.count - 1] = .confirm(confirmation)
      return acceptTyped()
    }
    var prompt = CommandPrompt()
    prompt.line = TextInput(line)
    overlays = [.command(prompt)]
    let effects = runTypedCommand()
    if case .command(let prompt) = overlays.last {
      overlays = []
      if let error = prompt.error { say(error, .warning) }
    }
    return effects
  }
}
