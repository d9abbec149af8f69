import Screen

extension KeyTable {
  /// Which screens have a filter, and for what.
  private static var filters: String {
    ScreenID.allCases.compactMap { screen in screen.type.filter.map { "\(screen.title): \($0.help)" } }
      .joined(separator: "; ")
  }

  private static func withParts(_ state: LabState) -> Availability {
    state.screen.type.isDivided(state) ? .on : .off("this screen has one part only")
  }

  static let everywhere: [KeyBinding] = [
    KeyBinding(
      each: ScreenID.allCases.map { [key(Character("\($0.rawValue)"))] }, title: "screens",
      help: "to a screen, in this order: \(ScreenID.allCases.map(\.title).joined(separator: ", "))",
      as: ScreenID.allCases.map(\.action), in: .everywhere, hinted: false
    ) { state, index in state.open(ScreenID.allCases[index]) },
    KeyBinding(
      .tab, title: "part", help: "moves the focus to the next part of the screen", as: "next-part", in: .everywhere,
      hinted: .whenOn, when: withParts
    ) { $0.moveFocus(by: 1) },
    KeyBinding(
      .backTab, title: "part before", help: "moves the focus to the part before", in: .everywhere, hinted: false,
      when: withParts
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
      key(":"), title: "command line",
      help: "takes a command, which can be completed; earlier ones can be brought back",
      in: .everywhere, hinted: false
    ) { $0.openPrompt("") },
    KeyBinding(
      key("/"), title: "filter", help: "\(filters); in the help and the log: searches", in: .everywhere, hinted: false,
      when: { $0.screen.type.filter?.availability($0) ?? .off("there is nothing to filter on this screen") }
    ) { $0.openFilter() },
    KeyBinding(key("C"), title: "theme", help: "picks the colours, with a live preview", in: .everywhere, hinted: false)
    {
      $0.openThemes()
    },
    KeyBinding(
      key("!"), title: "log", help: "what the lab, its libraries and the system had to say", in: .everywhere,
      hinted: false
    ) { state in
      state.overlays.append(.log(LogPanel()))
      return []
    },
    KeyBinding(
      key("Z"), title: "whole screen", help: "the part with the focus takes the whole screen, or gives it back",
      in: .everywhere, hinted: false,
      when: { $0.isMaximised || $0.screen.type.hasSeveralParts($0) ? .on : .off("this part has the whole screen") }
    ) { state in
      state.isMaximised.toggle()
      return []
    },
    KeyBinding(
      key("O"), title: "open",
      help:
        "opens the image's own file, or the run's folder, with the program of CIFARLAB_OPEN, of EDITOR, or xdg-open",
      in: .everywhere, hinted: false,
      when: { state in
        if case .failure(let error) = state.screen.type.target(state) { return .off(error.reason) }
        return .on
      }
    ) { state in
      if case .success(let target) = state.screen.type.target(state) { return [.open(target)] }
      return []
    },
    KeyBinding(
      key("M"), title: "mouse",
      help: "switches the mouse on or off: it clicks tabs, rows, cells and the footer's keys, and its wheel scrolls",
      in: .everywhere, hinted: false
    ) { $0.toggleMouse() },
    KeyBinding(
      key("?"), .function(1), title: "help",
      help: "all keys and commands: what is typed searches them, and each can be done from there",
      in: .everywhere
    ) { state in
      state.overlays.append(.help(HelpPanel()))
      return []
    },
    KeyBinding(
      key("q"), title: "quit", help: "ends the lab; asks while a network is trained", in: .everywhere
    ) { $0.askToQuit() },
    // Usually the terminal handles the next two; they are listed for the help, and for terminals that pass them on.
    KeyBinding(
      .control("l"), title: "repaint", help: "paints the whole screen again", in: .always, hinted: false
    ) { _ in [] },
    KeyBinding(
      .control("z"), title: "suspend", help: "back to the shell, whose command fg comes back here", in: .always,
      hinted: false
    ) { _ in [] },
    KeyBinding(
      .control("c"), title: "end",
      help: "ends the lab; while a network is trained it asks first, and a second time ends it after the batch",
      as: "interrupt", in: .always, hinted: false
    ) { $0.interruptByKey() },
  ]

  private static let lineKeys: [KeyPress] =
    [.left, .right, .home, .end, .backspace, .delete] + "bfaehdukw".map { .control($0) }

  static let typing: [KeyBinding] = [
    KeyBinding(.enter, title: "take it", help: "takes what was typed", in: .typing) { $0.acceptTyped() },
    KeyBinding(.escape, title: "back", help: "leaves without a change", in: .typing) { $0.cancelTyping() },
    KeyBinding(
      each: lineKeys.map { [$0] }, title: "edit the line",
      help: "moves in the line and deletes, as a shell does", in: .line,
      hinted: false
    ) { state, index in state.editLine { _ = $0.handle(lineKeys[index]) } },
    KeyBinding(
      .tab, title: "complete", help: "completes the command, the name or the value", in: .typing,
      when: { $0.canComplete ? .on : .elsewhere }
    ) { $0.completeTyped() },
    KeyBinding(
      each: [[.up, .control("p")], [.down, .control("n")]], title: "earlier", help: "earlier and later commands",
      in: .typing, when: { $0.prompt == nil ? .elsewhere : .on }
    ) { state, group in state.recallCommand(by: group == 0 ? -1 : 1) },
  ]

  static let panels: [KeyBinding] = [
    KeyBinding(.enter, title: "do it", help: "does what the line says", in: .help) { $0.doHelp() },
    KeyBinding(
      each: [[.up, .control("p")], [.down, .control("n")]], title: "choose", help: "chooses a line", in: .help
    ) {
      state, group in state.moveHelp(by: group == 0 ? -1 : 1)
    },
    KeyBinding(each: [[.pageUp], [.pageDown]], title: "page", help: "ten lines", in: .help, hinted: false) {
      state, group in state.moveHelp(by: group == 0 ? -10 : 10)
    },
    KeyBinding(.escape, title: "close", help: "takes the search away, then the help", in: .help) { $0.leaveHelp() },
    KeyBinding(
      key("?"), .function(1), title: "close", help: "closes the help", as: "help", in: .help, hinted: false
    ) { state in
      state.overlays.removeLast()
      return []
    },
    KeyBinding(
      key("/"), title: "search", help: "what is typed is searched for", in: .help, hinted: false,
      when: { state in
        if case .help(let panel) = state.overlays.last, panel.search.text.isEmpty { .on } else { .elsewhere }
      }
    ) { _ in [] },
    KeyBinding(
      key("/"), title: "search", help: "searches the log", in: .panel,
      when: { state in if case .log = state.overlays.last { .on } else { .elsewhere } }
    ) { $0.searchLog() },
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
    KeyBinding(key("y"), title: "yes", help: "does what was asked", in: .question) { $0.answer(yes: true) },
    KeyBinding(.escape, key("n"), title: "no", help: "leaves all as it is", in: .question) { $0.answer(yes: false) },
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

extension LabState {
  fileprivate mutating func moveFocus(by offset: Int) -> [Effect] {
    screen.type.moveFocus(&self, by: offset)
    return []
  }

  fileprivate mutating func goBack() -> [Effect] {
    screen.type.back(&self)
    return []
  }
}
