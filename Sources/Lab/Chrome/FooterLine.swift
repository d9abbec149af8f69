import Screen

/// The last line: what can be done now.
struct FooterLine: Widget {
  let state: LabState

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    buffer.draw(KeyHints(hints), in: rect, context)
  }

  /// The key of the help stands last and is never left out.
  private var hints: [KeyHints.Hint] {
    let bindings = KeyTable.bindings(state).filter { $0.isHinted(state) }
    let ordered = bindings.filter { $0.title != "help" } + bindings.filter { $0.title == "help" }
    return ordered.map { binding in
      var reason = ""
      if case .off(let why) = binding.availability(state) { reason = why }
      return KeyHints.Hint(binding.shortKeys, binding.title, disabledReason: reason)
    }
  }
}
