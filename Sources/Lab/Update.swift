import Screen

/// What a message makes of the state, and what has to be done outside for it.
func update(_ state: inout LabState, _ message: Message) -> [Effect] {
  switch message {
  case .terminal(let event): return state.take(event)
  case .clock(let seconds, let offset):
    state.clock = (seconds, offset)
    return []
  case .typed(let line): return state.typed(line)
  case .logged(let line):
    state.write(line)
    return []
  case .sourcesListed(let entries):
    state.data.sources = entries
    state.data.selectedSource = min(state.data.selectedSource, max(entries.count - 1, 0))
    return []
  case .loading(let note):
    state.data.note(note)
    return []
  case .loaded(let source, let set, let facts): return state.take(source, set, facts)
  case .loadFailed(let source, let reason):
    state.data.fail(source, reason)
    state.say(reason, .error)
    return []
  case .drawn(let strip):
    state.data.take(strip)
    return []
  case .measured(let measurement, let failure):
    state.network.isMeasuring = false
    if let measurement { state.network.measurement = measurement }
    if let failure { state.say(failure, .error) }
    return []
  case .trainingStarted(let plan, let name, let folder, let past):
    state.train.start(plan, name: name, past: past)
    state.train.folder = folder
    return []
  case .training(let events):
    for event in events { state.take(event) }
    // Nobody is there any more to decide how a run goes on.
    return state.closing != nil && state.train.divergence != nil ? [.ask(.stop)] : []
  case .trainingFailed(let reason):
    state.train.fail(reason)
    state.say(reason, .error)
    return []
  case .trainingClosed: return state.trainingClosed()
  case .finder(let event):
    state.finder.take(event)
    if case .failed(let reason) = event { state.say(reason, .error) }
    if state.finder.phase != .running, let closing = state.closing { return [.quit(closing)] }
    return []
  case .runsListed(let rows):
    state.runs.take(rows)
    return []
  case .runLoaded(let curves, let row):
    state.runs.take(curves, of: row.id)
    return []
  case .runDeleted(let id):
    state.say("\(id) is deleted")
    return [.listRuns]
  case .done(let text):
    state.say(text)
    return []
  case .failed(let reason):
    state.say(reason, .error)
    return []
  case .inspecting(let note):
    state.inspect.work(note)
    return []
  case .inspected(let inspection):
    state.inspect.take(inspection)
    return []
  case .inspectFailed(let reason):
    state.inspect.fail(reason)
    state.say(reason, .error)
    return []
  }
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
    case .key(let key): return press(key)
    }
  }

  private var takesText: Bool { overlays.last.map(\.takesText) ?? (editing != nil) }

  private mutating func press(_ key: KeyPress) -> [Effect] {
    notice = nil
    if let (binding, group) = KeyTable.find(key, self) {
      if case .off(let reason) = binding.availability(self) {
        notice = Notice(text: "\(key.title): \(reason)", level: .note)
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
    case .click, .doubleClick:
      guard mouse.y == 0, overlays.isEmpty, let screen = TitleLine(state: self).screen(at: mouse.x) else { return [] }
      return open(screen)
    case .wheelUp: return press(.up)
    case .wheelDown: return press(.down)
    }
  }
}
