import Screen

/// Something on top of a screen.
enum Overlay: Sendable {
  case help(HelpPanel)
  case log(LogPanel)
  case confirm(Confirmation)
  case question(Question)
  case command(CommandPrompt)
  case filter(TextInput)
  case themes(ThemePicker)
  /// The command line that does the same as the screen.
  case sameCommand(String)

  /// Whether printable keys are input here.
  var takesText: Bool {
    switch self {
    case .confirm, .command, .filter, .help: true
    case .log(let panel): panel.isSearching
    case .themes, .sameCommand, .question: false
    }
  }

  /// What stays when a search in it is given up; nil: nothing.
  var withoutSearch: Overlay? {
    if case .log = self { .log(LogPanel()) } else { nil }
  }

  /// Whether it is a box in the middle, as large as its text: dialogs below it would stick out.
  var isDialog: Bool {
    switch self {
    case .confirm, .question, .sameCommand: true
    case .help, .log, .command, .filter, .themes: false
    }
  }
}

/// A question about something irreversible: the answer yes is a word that has to be typed.
struct Confirmation: Sendable {
  let question: String
  let word: String
  /// Applied on yes.
  let message: any LabMessage
  var line = TextInput()

  init(_ question: String, word: String, then message: any LabMessage) {
    self.question = question
    self.word = word
    self.message = message
  }
}

extension LabState {
  mutating func scrollPanel(by offset: Int) -> [Effect] {
    guard let top = overlays.popLast() else { return [] }
    switch top {
    case .log(var panel):
      panel.back = min(max(panel.back - offset, 0), max(panel.lines(self).count - 1, 0))
      overlays.append(.log(panel))
    default: overlays.append(top)
    }
    return []
  }

  mutating func openFilter() -> [Effect] {
    overlays.append(.filter(.prefilled(screen.type.filter?.text(self) ?? "")))
    return []
  }

  mutating func showSameCommand() -> [Effect] {
    let line = screen.type.sameCommand(self)
    overlays.append(.sameCommand(line))
    return keepNetwork(for: line) + [.copy(line)]
  }
}
