import Screen

/// The `:` prompt.
struct CommandPrompt: Equatable, Sendable {
  var line = TextInput()
  var error: String?
  /// Position in the history, counted from the end.
  var recalled: Int?
  /// Candidates of completion, if there are several.
  var offered: [String] = []
}

extension LabState {
  /// Opens the prompt with the beginning of a command.
  mutating func openPrompt(_ text: String) -> [Effect] {
    var prompt = CommandPrompt()
    prompt.line = TextInput(text)
    overlays.append(.command(prompt))
    return []
  }

  /// The open `:` prompt.
  var prompt: CommandPrompt? {
    if case .command(let prompt) = overlays.last { return prompt }
    return nil
  }

  private static let rememberedCommands = 100

  mutating func runTypedCommand() -> [Effect] {
    guard case .command(var prompt) = overlays.popLast() else { return [] }
    let text = prompt.line.text.trimmed
    guard !text.isEmpty else { return [] }
    let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
    let matching = PromptCommand.matching(parts[0].lowercased())
    if matching.count == 1 {
      switch matching[0].run(&self, parts.count > 1 ? parts[1].trimmed : "") {
      case .success(let effects):
        commandHistory.removeAll { $0 == text }
        commandHistory = (commandHistory + [text]).suffix(Self.rememberedCommands)
        return effects
      case .failure(let error): prompt.error = error.reason
      }
    } else {
      prompt.error =
        matching.isEmpty
        ? "no command is called '\(parts[0])'; tab lists them"
        : "'\(parts[0])' is \(matching.map(\.name).joined(separator: " or "))"
    }
    overlays.append(.command(prompt))
    return []
  }

  /// Completes to the longest common prefix of the candidates, and lists them if they differ.
  mutating func completeCommand() -> [Effect] {
    guard var prompt else { return [] }
    let text = prompt.line.text
    let head: String
    let candidates: [String]
    if let space = text.firstIndex(of: " ") {
      head = String(text[...space])
      let command = PromptCommand.matching(String(text[..<space])).first
      if command?.takesPath == true {
        return [.file(CompletePath(line: text, path: String(text.dropFirst(head.count))))]
      }
      candidates = command?.candidates(self) ?? []
    } else {
      head = ""
      candidates = PromptCommand.all.map(\.name)
    }
    let typed = text.dropFirst(head.count).lowercased()
    let fitting = candidates.filter { $0.lowercased().hasPrefix(typed) }
    prompt.offered = fitting.count > 1 ? fitting : []
    if fitting.count == 1 {
      prompt.line.replace(with: head + fitting[0] + (head.isEmpty ? " " : ""))
    } else if let first = fitting.first {
      var common = first
      while !fitting.allSatisfy({ $0.lowercased().hasPrefix(common.lowercased()) }) { common.removeLast() }
      if common.count > typed.count { prompt.line.replace(with: head + common) }
    }
    prompt.error = fitting.isEmpty ? "nothing begins with '\(typed)'" : nil
    overlays[overlays.count - 1] = .command(prompt)
    return []
  }

  mutating func recallCommand(by offset: Int) -> [Effect] {
    guard var prompt, !commandHistory.isEmpty else { return [] }
    let position = min(max((prompt.recalled ?? commandHistory.count) + offset, 0), commandHistory.count)
    prompt.recalled = position
    prompt.line.replace(with: position < commandHistory.count ? commandHistory[position] : "")
    prompt.offered = []
    overlays[overlays.count - 1] = .command(prompt)
    return []
  }
}
