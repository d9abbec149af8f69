import Screen

/// Where a key is bound.
enum Scope: Hashable, Sendable {
  /// Always, even while text is typed.
  case always
  /// In a field or prompt.
  case typing
  /// Wherever a line is typed: what moves in it and deletes.
  case line
  /// In the help, where letters are searched for.
  case help
  /// In a scrollable panel of text.
  case panel
  case themePicker
  /// While a question waits for a key.
  case question
  /// On every screen.
  case everywhere
  case screen(ScreenID)
}

/// Whether a key can be used now.
enum Availability: Equatable, Sendable {
  case on
  /// It exists here but cannot be used now: why.
  case off(String)
  /// It belongs to another part of the screen.
  case elsewhere
}

/// Whether the footer shows a key.
enum Hint: Sendable, ExpressibleByBooleanLiteral {
  case always, never
  /// Only while it can be used: for keys that are rarely on.
  case whenOn

  init(booleanLiteral value: Bool) { self = value ? .always : .never }
}

/// A line of the key table: one key, or a few related ones, and their action.
///
/// Dispatch, footer and help all read it; keys without a line do nothing.
struct KeyBinding: Sendable {
  /// Groups of equivalent keys: `[[↑, k], [↓, j]]`. The action receives the index of the group.
  var keys: [[KeyPress]]
  /// What each group does, in the words of a key map: wherever a letter stands, it does the same.
  let actions: [String]
  /// One or two words for the footer.
  let title: String
  /// A sentence for the help.
  let help: String
  let scope: Scope
  private let hint: Hint
  let availability: @Sendable (LabState) -> Availability
  let run: @Sendable (inout LabState, Int) -> [Effect]

  init(
    _ keys: KeyPress..., title: String, help: String, as action: String? = nil, in scope: Scope,
    hinted hint: Hint = true,
    when availability: @escaping @Sendable (LabState) -> Availability = { _ in .on },
    run: @escaping @Sendable (inout LabState) -> [Effect]
  ) {
    self.keys = [keys]
    actions = [action ?? Self.action(title)]
    self.title = title
    self.help = help
    self.scope = scope
    self.hint = hint
    self.availability = availability
    self.run = { state, _ in run(&state) }
  }

  /// Several related keys, such as the arrows.
  init(
    each keys: [[KeyPress]], title: String, help: String, as actions: [String] = [], in scope: Scope,
    hinted hint: Hint = true,
    when availability: @escaping @Sendable (LabState) -> Availability = { _ in .on },
    run: @escaping @Sendable (inout LabState, Int) -> [Effect]
  ) {
    self.keys = keys
    self.actions =
      actions.isEmpty
      ? keys.enumerated().map { index, group in
        group.first.flatMap { Self.moves[$0] } ?? "\(Self.action(title))-\(index + 1)"
      } : actions
    self.title = title
    self.help = help
    self.scope = scope
    self.hint = hint
    self.availability = availability
    self.run = run
  }

  private static func action(_ title: String) -> String {
    title.lowercased().replacing(" ", with: "-").replacing("/", with: "-")
  }

  /// What keys that move are called wherever they stand.
  private static let moves: [KeyPress: String] = [
    .up: "up", .down: "down", .left: "left", .right: "right", .pageUp: "page-up", .pageDown: "page-down",
    .home: "start", .end: "end",
  ]

  /// Whether the footer shows it.
  func isHinted(_ state: LabState) -> Bool {
    switch hint {
    case .always: true
    case .never: false
    case .whenOn: availability(state) == .on
    }
  }

  /// In the footer: the first key of each group.
  var shortKeys: String {
    let names = keys.compactMap { $0.first?.title }
    return names.joined(separator: names.allSatisfy { $0.count == 1 && !$0.first!.isASCII } ? "" : "/")
  }

  /// In the help: all keys.
  var allKeys: String {
    let positions = keys.map(\.count).max() ?? 0
    return (0..<positions).map { position in
      let names = keys.compactMap { $0.count > position ? $0[position].title : nil }
      return names.joined(separator: names.allSatisfy { $0.count == 1 && !$0.first!.isASCII } ? "" : "/")
    }.joined(separator: " ")
  }
}

func key(_ character: Character) -> KeyPress { .character(character) }
