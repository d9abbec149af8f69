extension PromptCommand {
  /// Commands that belong to no screen.
  static let general = [theme, screen, log, keys, quit]

  private static let theme = PromptCommand(
    "theme", "NAME", help: "other colours, remembered", candidates: { $0.themes.map(\.name) }
  ) { state, name in
    guard let theme = state.themes.first(where: { $0.name.lowercased() == name.lowercased() }) else {
      return .failure(InputError("there are \(state.themes.map(\.name).joined(separator: ", "))"))
    }
    state.theme = theme
    state.settings.theme = theme.name
    return .success(state.saveSettings())
  }

  private static let screen = PromptCommand(
    "screen", "NAME", help: "to a screen", candidates: { _ in ScreenID.allCases.map { $0.title.lowercased() } }
  ) { state, name in
    let titles = ScreenID.allCases.map { $0.title.lowercased() }
    guard !name.isEmpty, let index = titles.firstIndex(where: { $0.hasPrefix(name.lowercased()) }) else {
      return .failure(InputError("\(titles.dropLast().joined(separator: ", ")) or \(titles.last ?? "")"))
    }
    return .success(state.open(ScreenID.allCases[index]))
  }

  private static let log = PromptCommand("log", help: "the log pane") { state, _ in
    state.overlays.append(.log(LogPanel()))
    return .success([])
  }

  private static let keys = PromptCommand("help", help: "the keys of this screen") { state, _ in
    state.overlays.append(.help(HelpPanel()))
    return .success([])
  }

  private static let quit = PromptCommand("quit", help: "ends the lab; asks while training") { state, _ in
    .success(state.askToQuit())
  }
}
