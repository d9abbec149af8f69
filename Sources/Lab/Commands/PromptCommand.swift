import Screen

/// One command of the `:` prompt.
struct PromptCommand: Sendable {
  let name: String
  let usage: String
  let help: String
  /// Candidates for completing its argument.
  let candidates: @Sendable (LabState) -> [String]
  /// Whether its argument is the path of a file, which is completed on the disk.
  let takesPath: Bool
  let run: @Sendable (inout LabState, String) -> Result<[Effect], InputError>

  init(
    _ name: String, _ usage: String = "", help: String,
    candidates: @escaping @Sendable (LabState) -> [String] = { _ in [] }, takesPath: Bool = false,
    run: @escaping @Sendable (inout LabState, String) -> Result<[Effect], InputError>
  ) {
    self.name = name
    self.usage = usage
    self.help = help
    self.candidates = candidates
    self.takesPath = takesPath
    self.run = run
  }

  /// A command that does the same as a key, and is available when that is.
  init(
    _ name: String, help: String, when availability: @escaping @Sendable (LabState) -> Availability,
    run: @escaping @Sendable (inout LabState) -> [Effect]
  ) {
    self.init(name, help: help) { state, _ in
      if case .off(let reason) = availability(state) { return .failure(InputError(reason)) }
      return .success(run(&state))
    }
  }

  /// All commands, sorted by name.
  static let all: [PromptCommand] =
    (general + recipe + ScreenID.allCases.flatMap { $0.type.commands }).sorted { $0.name < $1.name }

  /// The commands whose names begin with `text`, or only the one with exactly that name.
  static func matching(_ text: String) -> [PromptCommand] {
    if let exact = all.first(where: { $0.name == text }) { return [exact] }
    return all.filter { $0.name.hasPrefix(text) }
  }
}
