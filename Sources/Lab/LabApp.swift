import Experiments
import Files
import Foundation
import Screen

/// The lab: the loop between a terminal, the state and the runtime.
package final class LabApp {
  /// Seconds between frames while only jobs change the screen.
  private static let framePause = 0.125
  /// Keys that are processed before a frame is drawn.
  private static let keysPerFrame = 64
  /// Milliseconds to wait for the terminal's background colour before the first frame.
  private static let patience = 300

  let runtime: LabRuntime
  var state: LabState
  private var isDirty = true
  private(set) var exitCode: Int32?
  /// Whether the lab ends without waiting for its jobs.
  private var isAbandoned = false

  /// Reads the settings; loads nothing yet.
  package init(_ options: LabOptions) {
    let file = SettingsFile(environment: options.environment)
    runtime = LabRuntime(options)
    let (settings, warning) = file?.read() ?? (Settings(), nil)
    let library = ThemeLibrary(roles: Role.lab, folder: file?.themes)
    var themes: [Theme] = []
    var warnings = [warning].compactMap(\.self)
    for name in library.names {
      let (theme, problems) = library.theme(named: name)
      themes.append(theme)
      warnings += problems
    }
    state = LabState()
    state.themes = themes
    state.theme = themes.first ?? .dark
    state.settings = settings
    state.settingsFile = warning == nil ? file : nil
    if let file {
      let (map, warning) = KeyMap.read(file.keys, for: KeyTable.all)
      state.keyMap = map
      warnings += [warning].compactMap(\.self)
    }
    if let name = options.chosenTheme ?? settings.theme {
      let (theme, problems) = library.theme(named: name)
      state.theme = theme
      warnings += problems.filter { !warnings.contains($0) }
    }
    var standard = Recipe(network: "")
    standard.reading = options.reading
    state.form = RecipeForm(standard: standard)
    state.runs.root = options.runs
    state.draftFolder = runtime.dataEnvironment.cacheDirectory + "/networks"
    state.takeRememberedColumns()
    for text in warnings { state.say(text, .warning) }
  }

  /// Runs until the user quits, and returns the exit code.
  package func run(on terminal: any LabTerminal) -> Int32 {
    (state.width, state.height) = terminal.size
    state.isUnicode = terminal.capabilities.unicode
    if runtime.options.chosenTheme == nil, state.settings.theme == nil { takeSuitedTheme(terminal) }
    state.usesMouse = state.settings.mouse ?? false
    terminal.reportsMouse = state.usesMouse
    tellTime()
    start()
    var drawn = -Double.infinity
    while exitCode == nil {
      let now = ProcessInfo.processInfo.systemUptime
      let pause = isDirty ? max(0, drawn + Self.framePause - now) : Self.framePause
      var isAnswer = false
      var event = terminal.read(timeout: Int(pause * 1_000))
      var keys = 0
      while let one = event {
        handle(SessionMessage.terminal(one), terminal)
        isAnswer = true
        keys += 1
        event = keys < Self.keysPerFrame && exitCode == nil ? terminal.read(timeout: 0) : nil
      }
      for line in terminal.takeStrayLines() {
        handle(SessionMessage.logged(LogPane.Line(line, level: .warning)), terminal)
      }
      for message in runtime.mailbox.take() { handle(message, terminal) }
      let uptime = ProcessInfo.processInfo.systemUptime
      guard exitCode == nil, isDirty, isAnswer || uptime - drawn >= Self.framePause else { continue }
      tellTime()
      terminal.draw(view(state, terminal.capabilities), theme: state.theme)
      drawn = uptime
      isDirty = false
    }
    if !isAbandoned {
      runtime.close(writing: state.rememberSession())
    }
    return exitCode ?? 0
  }

  /// The message after the lab has ended: how to resume a run that was stopped.
  package var farewell: String? {
    let train = state.train
    guard let name = train.folder, train.isUnderWay || train.phase == .ended(.stopped) else { return nil }
    let folder = runtime.store.folder(name)
    guard FileManager.default.fileExists(atPath: folder) else { return nil }
    return "\(folder) is kept; go on with: \(ShellQuoting.line(["cifarlab", "resume", folder]))"
  }

  /// Without a chosen theme: one that suits colours and background of the terminal.
  private func takeSuitedTheme(_ terminal: any LabTerminal) {
    var isLight = false
    if terminal.capabilities.colour > .ansi16 {
      isLight =
        TerminalBackground.isLight(environment: runtime.options.environment)
        ?? terminal.askForBackground(within: Self.patience).map(TerminalBackground.isLight) ?? false
    }
    let suited = ThemeLibrary.defaultName(for: terminal.capabilities, isLight: isLight)
    state.theme = state.themes.first { $0.name == suited } ?? state.theme
  }

  /// Requests sources, images and runs.
  func start() {
    let last = state.takeSession(runtime.options.reading)
    state.data.remembered = runtime.options.data == nil ? last : nil
    let source = runtime.options.data ?? last ?? "auto"
    let effects = [.listSources] + state.load(source) + [.listRuns, .file(ListNetworks())]
    effects.forEach(runtime.perform)
  }

  func tellTime() {
    let now = Date()
    let offset = TimeZone.current.secondsFromGMT(for: now)
    _ = update(&state, SessionMessage.clock(seconds: now.timeIntervalSince1970, offset: offset))
  }

  private func handle(_ message: any LabMessage, _ terminal: any LabTerminal) {
    isDirty = true
    for effect in take(message) {
      switch effect {
      case .copy(let text): terminal.copy(text)
      case .setMouse(let isOn): terminal.reportsMouse = isOn
      case .editText(let text, let name):
        let editor = TextEditor(environment: runtime.options.environment)
        handle(editor.edit(text, name: name, on: terminal), terminal)
      case .open(let target):
        let opener = FileOpener(environment: runtime.options.environment)
        handle(opener.open(target, on: terminal), terminal)
      default: break
      }
    }
  }

  /// Updates the state and performs effects; returns those that concern the terminal.
  @discardableResult func take(_ message: any LabMessage) -> [Effect] {
    let effects = update(&state, message)
    for effect in effects {
      switch effect {
      case .quit(let code): exitCode = code
      case .abandon: (exitCode, isAbandoned) = (state.closing ?? 0, true)
      default: runtime.perform(effect)
      }
    }
    return effects
  }
}
