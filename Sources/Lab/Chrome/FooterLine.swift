import Screen

/// The last line: what can be done now.
struct FooterLine: Widget {
  let state: LabState

  /// What is never left out: the way on, and the way to all other keys.
  private static let kept: Set<String> = ["train", "find", "next-part", "help"]

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    buffer.draw(KeyHints(hints), in: rect, context)
  }

  /// The key of the hint at a column: of several directions the one that goes on.
  func key(atX x: Int, in rect: Rect) -> KeyPress? {
    guard let hit = KeyHints(hints).places(in: rect).first(where: { $0.columns.contains(x) }) else { return nil }
    return zip(bindings, hints).first { $1 == hit.hint }?.0.keys.last?.first
  }

  /// The key of the help stands last.
  private var bindings: [KeyBinding] {
    let bindings = KeyTable.bindings(state).filter { $0.isHinted(state) }
    return bindings.filter { $0.title != "help" } + bindings.filter { $0.title == "help" }
  }

  private var hints: [KeyHints.Hint] {
    bindings.map { binding in
      var reason = ""
      if case .off(let why) = binding.availability(state) { reason = why }
      return KeyHints.Hint(
        binding.shortKeys, binding.title, disabledReason: reason,
        isKept: !Self.kept.isDisjoint(with: binding.actions))
    }
  }
}
