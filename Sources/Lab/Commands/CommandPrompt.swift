import Files
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
      case .failure(let error):
        let argument = parts.count > 1 ? parts[1].trimmed : ""
        prompt.error = error.reason
        if let near = Self.near(argument, among: matching[0].candidates(self)) {
          prompt.error = "'\(argument)' is unknown; did you mean \(near)?"
        }
      }
    } else if matching.isEmpty {
      let near = nearest(to: parts[0], in: PromptCommand.all.map(\.name))
      prompt.error =
        "no command is called '\(parts[0])'; \(near.map { "did you mean \($0)?" } ?? "\(keyName(.complete)) lists them")"
    } else {
      prompt.error = "'\(parts[0])' is \(matching.map(\.name).joined(separator: " or "))"
    }
    overlays.append(.command(prompt))
    return []
  }

  /// The one of some words that an unknown one was meant to be; nil where it is one of them, or like none.
  private static func near(_ word: String, among known: [String]) -> String? {
    let lowercased = word.lowercased()
    // A known word whose value is wrong has a reason of its own.
    let hyphened = lowercased.replacing(" ", with: "-")
    guard !word.isEmpty, !known.contains(where: { hyphened.hasPrefix($0.lowercased()) }) else { return nil }
    let beginning = known.filter { $0.lowercased().hasPrefix(lowercased) }
    guard let first = beginning.first else { return nearest(to: word, in: known) }
    // A beginning of several is no slip.
    return beginning.allSatisfy { $0.hasPrefix(first) } ? first : nil
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
      let names = command?.candidates(self) ?? []
      if command?.takesPath == true, Self.fitting(text.dropFirst(head.count).lowercased(), names).isEmpty {
        return [.file(CompletePath(line: text, path: String(text.dropFirst(head.count))))]
      }
      candidates = names
    } else {
      head = ""
      candidates = PromptCommand.all.map(\.name)
    }
    let typed = text.dropFirst(head.count).lowercased()
    let fitting = Self.fitting(typed, candidates)
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

  /// The candidates that begin with what is typed; those of several words once the first one is there.
  private static func fitting(_ typed: String, _ candidates: [String]) -> [String] {
    let all = candidates.filter { $0.lowercased().hasPrefix(typed) }
    let short = all.filter { !$0.dropFirst(typed.count).contains(" ") }
    return short.isEmpty ? all : short
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
