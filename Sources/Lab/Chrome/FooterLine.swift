import Screen

/// The last line: what can be done now, or what was last worth saying.
struct FooterLine: Widget {
  let state: LabState

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    guard let notice = state.notice else {
      buffer.draw(KeyHints(hints), in: rect, context)
      return
    }
    let style: Style =
      switch notice.level {
      case .note: Style(.accent)
      case .warning: Style(.warning, .bold)
      case .error: Style(.error, .bold)
      }
    let sign = notice.level == .note ? "" : "! "
    buffer.write(sign + notice.text, x: rect.x + 1, y: rect.y, style: style, width: rect.width - 2)
  }

  /// The key of the help stands last and is never left out.
  private var hints: [KeyHints.Hint] {
    let bindings = KeyTable.bindings(state).filter(\.isHinted)
    let ordered = bindings.filter { $0.title != "help" } + bindings.filter { $0.title == "help" }
    return ordered.map { binding in
      var reason = ""
      if case .off(let why) = binding.availability(state) { reason = why }
      return KeyHints.Hint(binding.shortKeys, binding.title, disabledReason: reason)
    }
  }
}
