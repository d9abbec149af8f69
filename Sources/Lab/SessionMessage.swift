import Screen

/// Messages to the lab as a whole: keys, clock, typed lines, notices, and the end.
enum SessionMessage: LabMessage {
  case terminal(TerminalEvent)
  /// Seconds since 1970, and the local offset from UTC in seconds.
  case clock(seconds: Double, offset: Int)
  /// A line typed in plain mode; nil: end of input.
  case typed(String?)
  case logged(LogPane.Line)
  case done(String)
  case failed(String)
  /// The user has confirmed leaving.
  case quitConfirmed
  /// The same, after ^C.
  case interrupted

  func apply(to state: inout LabState) -> [Effect] {
    switch self {
    case .terminal(let event): return state.take(event)
    case .clock(let seconds, let offset): state.clock = (seconds, offset)
    case .typed(let line): return state.typed(line)
    case .logged(let line): state.write(line)
    case .done(let text): state.say(text)
    case .failed(let reason): state.say(reason, .error)
    case .quitConfirmed: return state.close(exitCode: 0)
    case .interrupted: return state.interrupt(exitCode: LabState.interrupted)
    }
    return []
  }
}

/// Applies a message to the state; returns requests to the runtime.
func update(_ state: inout LabState, _ message: any LabMessage) -> [Effect] {
  let effects = message.apply(to: &state)
  state.dropNotice()
  state.layOut()
  return effects
}

extension LabState {
  mutating func take(_ event: TerminalEvent) -> [Effect] {
    switch event {
    case .resized(let width, let height):
      (self.width, self.height) = (width, height)
      return []
    case .repaint: return []
    case .stop(let signal): return interrupt(exitCode: 128 + signal)
    case .mouse(let mouse): return take(mouse)
    // Outside of fields each letter would be a key.
    case .pasted(let text): return takesText ? editLine { $0.insert(text) } : []
    case .key(let key): return press(key)
    }
  }

  private var takesText: Bool { overlays.last.map(\.takesText) ?? (editing != nil) }

  private mutating func press(_ key: KeyPress) -> [Effect] {
    notice = nil
    if let (binding, group) = KeyTable.find(key, self) {
      if case .off(let reason) = binding.availability(self) {
        let screen = screen
        say("\(key.title): \(reason)") { $0.screen == screen && binding.availability($0) == .off(reason) }
        return []
      }
      return binding.run(&self, group)
    }
    if takesText, case .character = key { return editLine { _ = $0.handle(key) } }
    return []
  }

  private mutating func take(_ mouse: MouseEvent) -> [Effect] {
    guard usesMouse, !takesText else { return [] }
    switch mouse.action {
    case .click:
      return click(x: mouse.x, y: mouse.y)
    case .wheelUp: return press(.up)
    case .wheelDown: return press(.down)
    }
  }
}

extension LabState {
  /// A click on a tab, on a hint of the footer, or into the screen.
  private mutating func click(x: Int, y: Int) -> [Effect] {
    if y == footerArea.y {
      guard let key = FooterLine(state: self).key(atX: x, in: footerArea) else { return [] }
      return press(key)
    }
    guard overlays.isEmpty else { return [] }
    if y == titleArea.y {
      return tabs.firstIndex { $0.contains(x) }.map { open(ScreenID.allCases[$0]) } ?? []
    }
    notice = nil
    return screen.type.click(&self, x: x, y: y)
  }
}

extension LabState {
  /// A question before leaving, if a job has one.
  private var quitQuestion: String? { jobs.all.lazy.compactMap(\.work.quitQuestion).first }

  mutating func askToQuit() -> [Effect] {
    guard let quitQuestion = quitQuestion ?? editedQuestion else { return [.quit(0)] }
    overlays.append(.question(Question(quitQuestion, yes: "quit", then: SessionMessage.quitConfirmed)))
    return []
  }

  /// ^C: the first one asks if a job would be stopped, the second one ends the lab in order, the third one at once.
  mutating func interruptByKey() -> [Effect] {
    if closing != nil { return [.abandon] }
    if isAskingToInterrupt || quitQuestion == nil { return interrupt(exitCode: Self.interrupted) }
    overlays.append(
      .question(
        Question(
          "\(quitQuestion ?? "") \(keyName(.interrupt)) once more ends it without asking.", yes: "quit",
          then: SessionMessage.interrupted)))
    return []
  }

  fileprivate static let interrupted: Int32 = 130

  private var isAskingToInterrupt: Bool {
    guard case .question(let question) = overlays.last, case SessionMessage.interrupted = question.message else {
      return false
    }
    return true
  }

  /// Ends the lab in order: running jobs finish their batch first.
  mutating func interrupt(exitCode: Int32) -> [Effect] {
    if quitQuestion != nil { say("stopping after this batch …") { $0.closing != nil } }
    overlays = []
    return close(exitCode: exitCode)
  }

  /// Stops all jobs and leaves after the last one, or at once if none would lose anything.
  mutating func close(exitCode: Int32) -> [Effect] {
    guard quitQuestion != nil else { return [.quit(exitCode)] }
    closing = exitCode
    return stopAllJobs()
  }

  /// A line typed in plain mode: the answer to a question, or a command. nil: end of input; the lab leaves when all
  /// jobs are done.
  mutating func typed(_ line: String?) -> [Effect] {
    notice = nil
    guard let line else {
      guard !jobs.all.isEmpty else { return [.quit(0)] }
      closing = 0
      return stopHeldTraining()
    }
    if case .question = overlays.last { return answer(yes: ["y", "yes"].contains(line.trimmed.lowercased())) }
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
