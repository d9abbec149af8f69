import Networks
import Screen
import Training

/// One command of the `:` prompt.
struct Command: Sendable {
  let name: String
  let usage: String
  let help: String
  /// What its argument can be completed to.
  let candidates: @Sendable (LabState) -> [String]
  let run: @Sendable (inout LabState, String) -> Result<[Effect], InputError>

  init(
    _ name: String, _ usage: String = "", help: String,
    candidates: @escaping @Sendable (LabState) -> [String] = { _ in [] },
    run: @escaping @Sendable (inout LabState, String) -> Result<[Effect], InputError>
  ) {
    self.name = name
    self.usage = usage
    self.help = help
    self.candidates = candidates
    self.run = run
  }
}

extension Command {
  /// All commands, by name.
  static let all: [Command] =
    [
      Command(
        "data", "SOURCE", help: "loads a set: auto, cifar10, shapes, a folder, an archive",
        candidates: { $0.data.sources.map(\.source) }
      ) {
        state, source in
        guard !source.isEmpty else { return .failure(InputError("which source? A name, a folder or an archive")) }
        return .success(state.open(.data) + state.load(source))
      },
      Command("network", "NAME", help: "picks an architecture", candidates: { $0.network.architectures.map(\.name) }) {
        state, name in
        guard state.network.pick(name) else {
          return .failure(InputError("there are \(state.network.architectures.map(\.name).joined(separator: ", "))"))
        }
        return .success(state.open(.network))
      },
      Command("widths", "10,20,40", help: "the widths of the network") { state, text in
        if let error = state.takeWidths(text) { return .failure(error) }
        return .success(state.open(.network))
      },
      Command(
        "set", "FIELD VALUE", help: "a line of the recipe",
        candidates: { _ in RecipeForm.Field.allCases.map(\.word) }
      ) { state, text in
        guard let (field, value) = RecipeForm.Field.reading(text) else {
          return .failure(InputError("which line? Tab lists them"))
        }
        if let error = state.form.set(field, to: value) { return .failure(error) }
        state.say("\(field.title): \(state.form.shown(field, for: state.network.architecture))")
        return .success([])
      },
      Command("fit", "LR, N[, cycle_len=L]…", help: "the fit calls, with ; between") { state, text in
        if let error = state.form.set(.fits, to: text) { return .failure(error) }
        return .success([])
      },
      Command("lr", "RATE", help: "while training: the rate from now on; without: the schedule's") { state, text in
        guard state.train.isActive else { return .failure(InputError("no network is being trained")) }
        if text.isEmpty { return .success(state.setRate(nil)) }
        guard let rate = Double(text), rate > 0, rate.isFinite else {
          return .failure(InputError("a number above 0, such as 1e-2"))
        }
        return .success(state.setRate(rate))
      },
      Command("range", "START END", help: "the rates that the LR finder goes through") { state, text in
        if let error = state.takeRange(text) { return .failure(error) }
        return .success(state.open(.finder))
      },
      Command("theme", "NAME", help: "other colours, remembered", candidates: { $0.themes.map(\.name) }) {
        state, name in
        guard let theme = state.themes.first(where: { $0.name.lowercased() == name.lowercased() }) else {
          return .failure(InputError("there are \(state.themes.map(\.name).joined(separator: ", "))"))
        }
        state.theme = theme
        state.settings.theme = theme.name
        return .success([.save(state.settings)])
      },
      Command("train", help: "trains by the recipe") { state, _ in
        ifOn(&state, KeyTable.startable) { $0.startTraining() }
      },
      Command("smaller", help: "after a divergence: goes on from the last good weights with a tenth of the lr") {
        state, _ in
        ifOn(&state, \.recoveryAvailability) { _ in [.ask(.recover)] }
      },
      Command("find", help: "sweeps the learning rate") { state, _ in
        ifOn(&state, KeyTable.startable) { $0.startFinder() }
      },
      Command("inspect", help: "what the last network gets wrong") { state, _ in
        ifOn(&state, \.inspectAvailability) { $0.inspectLastRun() }
      },
      Command(
        "resume", "RUN", help: "goes on with a stopped or killed run", candidates: { $0.runs.rows.map(\.id) }
      ) { state, id in
        guard state.runs.select(id) else { return .failure(InputError("there is no such run; tab lists them")) }
        return ifOn(&state, \.resumeAvailability) { $0.resumeRun() }
      },
      Command("pause", help: "pauses the training, or lets it go on") { state, _ in
        ifOn(&state, KeyTable.whileRunning) { $0.togglePause() }
      },
      Command("stop", help: "stops the training; asks first") { state, _ in
        guard state.train.isActive else { return .failure(InputError("no network is being trained")) }
        return .success(state.askToStop())
      },
      Command(
        "screen", "NAME", help: "to a screen", candidates: { _ in ScreenID.allCases.map { $0.title.lowercased() } }
      ) {
        state, name in
        guard let screen = ScreenID.allCases.first(where: { $0.title.lowercased().hasPrefix(name.lowercased()) }),
          !name.isEmpty
        else { return .failure(InputError("data, network, lr finder, train, inspect or runs")) }
        return .success(state.open(screen))
      },
      Command("log", help: "the log pane") { state, _ in
        state.overlays.append(.log(scroll: 0))
        return .success([])
      },
      Command("help", help: "the keys of this screen") { state, _ in
        state.overlays.append(.help(scroll: 0))
        return .success([])
      },
      Command("quit", help: "ends the lab; asks while training") { state, _ in .success(state.askToQuit()) },
    ].sorted { $0.name < $1.name }

  private static func ifOn(
    _ state: inout LabState, _ availability: (LabState) -> Availability, _ run: (inout LabState) -> [Effect]
  ) -> Result<[Effect], InputError> {
    if case .off(let reason) = availability(state) { return .failure(InputError(reason)) }
    return .success(run(&state))
  }

  /// The commands whose names begin with `text`; one that is called so exactly stands alone.
  static func matching(_ text: String) -> [Command] {
    if let exact = all.first(where: { $0.name == text }) { return [exact] }
    return all.filter { $0.name.hasPrefix(text) }
  }
}

extension LabState {
  private static let rememberedCommands = 100

  mutating func runTypedCommand() -> [Effect] {
    guard case .command(var prompt) = overlays.popLast() else { return [] }
    let text = prompt.line.text.trimmed
    guard !text.isEmpty else { return [] }
    let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
    let matching = Command.matching(parts[0].lowercased())
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

  /// Completes to what all candidates have in common, and offers them where they differ.
  mutating func completeCommand() -> [Effect] {
    guard var prompt else { return [] }
    let text = prompt.line.text
    let head: String
    let candidates: [String]
    if let space = text.firstIndex(of: " ") {
      head = String(text[...space])
      candidates = Command.matching(String(text[..<space])).first?.candidates(self) ?? []
    } else {
      head = ""
      candidates = Command.all.map(\.name)
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
