import Screen

/// Where a key means something.
enum Scope: Hashable, Sendable {
  /// At any time, even while something is typed.
  case always
  /// While a field or prompt takes text.
  case typing
  /// In a panel of text that can be scrolled.
  case panel
  case themePicker
  /// On every screen.
  case everywhere
  case screen(ScreenID)
}

/// Whether a key can be used now.
enum Availability: Equatable, Sendable {
  case on
  /// It exists here, but not now: why.
  case off(String)
  /// It belongs to another part of the screen.
  case elsewhere
}

/// One line of the key table: what a key, or each of a few keys, does where.
///
/// Dispatch, footer and help all read this; a key that stands in no line does nothing.
struct KeyBinding: Sendable {
  /// Groups of keys that mean the same: `[[↑, k], [↓, j]]`. The action is told which group it was.
  let keys: [[KeyPress]]
  /// For the footer: a word or two.
  let title: String
  /// For the help: a sentence.
  let help: String
  let scope: Scope
  /// Whether the footer shows it.
  let isHinted: Bool
  let availability: @Sendable (LabState) -> Availability
  let run: @Sendable (inout LabState, Int) -> [Effect]

  /// A line for one key.
  init(
    _ keys: KeyPress..., title: String, help: String, in scope: Scope, hinted: Bool = true,
    when availability: @escaping @Sendable (LabState) -> Availability = { _ in .on },
    run: @escaping @Sendable (inout LabState) -> [Effect]
  ) {
    self.keys = [keys]
    self.title = title
    self.help = help
    self.scope = scope
    isHinted = hinted
    self.availability = availability
    self.run = { state, _ in run(&state) }
  }

  /// A line for keys that belong together, such as the arrows.
  init(
    each keys: [[KeyPress]], title: String, help: String, in scope: Scope, hinted: Bool = true,
    when availability: @escaping @Sendable (LabState) -> Availability = { _ in .on },
    run: @escaping @Sendable (inout LabState, Int) -> [Effect]
  ) {
    self.keys = keys
    self.title = title
    self.help = help
    self.scope = scope
    isHinted = hinted
    self.availability = availability
    self.run = run
  }

  /// The keys as the footer writes them: the first of each group.
  var shortKeys: String {
    let names = keys.compactMap { $0.first?.title }
    return names.joined(separator: names.allSatisfy { $0.count == 1 && !$0.first!.isASCII } ? "" : "/")
  }

  /// The keys as the help writes them: all of them.
  var allKeys: String {
    let positions = keys.map(\.count).max() ?? 0
    return (0..<positions).map { position in
      let names = keys.compactMap { $0.count > position ? $0[position].title : nil }
      return names.joined(separator: names.allSatisfy { $0.count == 1 && !$0.first!.isASCII } ? "" : "/")
    }.joined(separator: " ")
  }
}

/// A letter or sign as a key.
func key(_ character: Character) -> KeyPress { .character(character) }
