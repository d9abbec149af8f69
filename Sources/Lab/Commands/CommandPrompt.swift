import Screen

/// The `:` prompt.
struct CommandPrompt: Equatable, Sendable {
  var line = TextInput()
  var error: String?
  /// How far back in the history the line comes from.
  var recalled: Int?
  /// What completion offers, while there is more than one thing.
  var offered: [String] = []
}
