import Screen

/// All keys of the lab.
enum KeyTable {
  static let all: [KeyBinding] =
    data + network + finder + train + inspect + runs + everywhere + typing + panels

  /// Where keys are looked up now, the nearest first.
  static func scopes(_ state: LabState) -> [Scope] {
    switch state.overlays.last {
    case .help, .log, .sameCommand: return [.panel, .always]
    case .themes: return [.themePicker, .always]
    case .confirm, .command, .filter: return [.typing, .always]
    case nil: break
    }
    if state.editing != nil { return [.typing, .always] }
    return [.screen(state.screen), .everywhere, .always]
  }

  /// The lines that hold now, in the order of the table, those of other parts of the screen left out.
  static func bindings(_ state: LabState) -> [KeyBinding] {
    let scopes = scopes(state)
    return all.filter { scopes.contains($0.scope) && $0.availability(state) != .elsewhere }
      .sorted { scopes.firstIndex(of: $0.scope)! < scopes.firstIndex(of: $1.scope)! }
  }

  /// The line that a key stands in now, and in which of its groups.
  static func find(_ key: KeyPress, _ state: LabState) -> (binding: KeyBinding, group: Int)? {
    for binding in bindings(state) {
      if let group = binding.keys.firstIndex(where: { $0.contains(key) }) { return (binding, group) }
    }
    return nil
  }

  /// Up, down, as arrows and as vi has them.
  static let vertical: [[KeyPress]] = [[.up, key("k")], [.down, key("j")]]
  static let horizontal: [[KeyPress]] = [[.left, key("h")], [.right, key("l")]]
  static let pages: [[KeyPress]] = [[.pageUp, .control("b")], [.pageDown, .control("f")]]
  static let ends: [[KeyPress]] = [[.home, key("g")], [.end, key("G")]]
}

extension KeyTable {
  static let everywhere: [KeyBinding] = [
    KeyBinding(
      each: (1...6).map { [key(Character("\($0)"))] }, title: "screens",
      help: "to the screen of that digit: Data, Network, LR finder, Train, Inspect, Runs", in: .everywhere,
      hinted: false
    ) { state, index in state.open(ScreenID.allCases[index]) },
    KeyBinding(
      .tab, title: "next part", help: "moves the focus to the next part of the screen", in: .everywhere, hinted: true
    ) { $0.moveFocus(by: 1) },
    KeyBinding(
      .backTab, title: "part before", help: "moves the focus to the part before", in: .everywhere, hinted: false
    ) { $0.moveFocus(by: -1) },
    KeyBinding(
      .escape, title: "back", help: "goes back one level; never ends or loses anything", in: .everywhere,
      hinted: false
    ) { $0.goBack() },
    KeyBinding(
      key("y"), title: "command", help: "shows and copies the command line that does the same as this screen",
      in: .everywhere
    ) { $0.showSameCommand() },
    KeyBinding(
      key(":"), title: "command line", help: "takes a command; tab completes, ↑↓ bring earlier ones back",
      in: .everywhere, hinted: false
    ) { state in
      state.overlays.append(.command(CommandPrompt()))
      return []
    },
    KeyBinding(
      key("/"), title: "filter", help: "Data: only one class; Runs: only rows that contain all the words",
      in: .everywhere, hinted: false, when: { $0.filterAvailability }
    ) { $0.openFilter() },
    KeyBinding(key("C"), title: "theme", help: "picks the colours, with a live preview", in: .everywhere, hinted: false)
    {
      $0.openThemes()
    },
    KeyBinding(
      key("!"), title: "log", help: "what the lab, its libraries and the system had to say", in: .everywhere,
      hinted: false
    ) { state in
      state.overlays.append(.log(scroll: 0))
      return []
    },
    KeyBinding(
      key("M"), title: "mouse", help: "switches the mouse on or off: clicks choose tabs, the wheel scrolls",
      in: .everywhere, hinted: false
    ) { $0.toggleMouse() },
    KeyBinding(
      key("?"), .function(1), title: "help", help: "the keys of this screen", in: .everywhere
    ) { state in
      state.overlays.append(.help(scroll: 0))
      return []
    },
    KeyBinding(
      key("q"), title: "quit", help: "ends the lab; asks while a network is trained", in: .everywhere
    ) { $0.askToQuit() },
    // The terminal itself answers these three; they stand here for the help, and for terminals that hand them on.
    KeyBinding(
      .control("l"), title: "repaint", help: "paints the whole screen again", in: .always, hinted: false
    ) { _ in [] },
    KeyBinding(
      .control("z"), title: "suspend", help: "back to the shell; fg comes back here", in: .always, hinted: false
    ) { _ in [] },
    KeyBinding(
      .control("c"), title: "stop", help: "an orderly end: the training stops after its batch, then the lab ends",
      in: .always, hinted: false
    ) { $0.interrupt(exitCode: 130) },
  ]

  private static let lineKeys: [KeyPress] =
    [.left, .right, .home, .end, .backspace, .delete] + "bfaehdukw".map { .control($0) }

  static let typing: [KeyBinding] = [
    KeyBinding(.enter, title: "take it", help: "takes what was typed", in: .typing) { $0.acceptTyped() },
    KeyBinding(.escape, title: "back", help: "leaves without a change", in: .typing) { $0.cancelTyping() },
    KeyBinding(
      each: lineKeys.map { [$0] }, title: "edit the line",
      help: "moves and deletes: ^A start, ^E end, ^W a word, ^U and ^K to the start and the end", in: .typing,
      hinted: false
    ) { state, index in state.editLine { _ = $0.handle(lineKeys[index]) } },
    KeyBinding(
      .tab, title: "complete", help: "completes the command, the name or the value", in: .typing,
      when: { $0.prompt == nil ? .elsewhere : .on }
    ) { $0.completeCommand() },
    KeyBinding(
      each: [[.up, .control("p")], [.down, .control("n")]], title: "earlier", help: "earlier and later commands",
      in: .typing, when: { $0.prompt == nil ? .elsewhere : .on }
    ) { state, group in state.recallCommand(by: group == 0 ? -1 : 1) },
  ]

  static let panels: [KeyBinding] = [
    KeyBinding(each: vertical, title: "scroll", help: "scrolls by a line", in: .panel) { state, group in
      state.scrollPanel(by: group == 0 ? -1 : 1)
    },
    KeyBinding(each: pages, title: "page", help: "scrolls by a page", in: .panel, hinted: false) { state, group in
      state.scrollPanel(by: group == 0 ? -10 : 10)
    },
    KeyBinding(.escape, key("q"), key("?"), .enter, title: "close", help: "closes the panel", in: .panel) {
      state in
      state.overlays.removeLast()
      return []
    },
    KeyBinding(each: vertical, title: "choose", help: "tries the theme on", in: .themePicker) { state, group in
      state.tryTheme(by: group == 0 ? -1 : 1)
    },
    KeyBinding(.enter, title: "keep it", help: "keeps the theme and remembers it", in: .themePicker) {
      $0.keepTheme()
    },
    KeyBinding(.escape, key("q"), title: "back", help: "back to the theme before", in: .themePicker) {
      $0.dropTheme()
    },
  ]
}
