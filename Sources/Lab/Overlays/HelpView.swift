import Screen

/// Keys of a screen, general keys, and commands, from their tables.
struct HelpView: Widget {
  let state: LabState
  let scroll: Int

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let box = rect.inset(columns: state.isWide ? 6 : 0)
    let inner = buffer.box(box, title: "help: \(state.screen.title)", note: "↑↓ scroll · esc close")
    let lines = lines(width: inner.width)
    let top = min(scroll, max(0, lines.count - inner.height))
    for (index, line) in lines.dropFirst(top).prefix(inner.height).enumerated() {
      buffer.write(line, x: inner.x, y: inner.y + index, width: inner.width)
    }
    buffer.scrollBar(right: box.maxX - 1, y: inner.y, height: inner.height, top: top, count: lines.count)
  }

  /// All lines, wrapped to `width`.
  func lines(width: Int) -> [[Span]] {
    let own = KeyTable.all.filter { $0.scope == .screen(state.screen) }
    let general = KeyTable.all.filter { $0.scope == .everywhere || $0.scope == .always }
    let keys = min((own + general).map { TextWidth.of($0.allKeys) }.max() ?? 8, 16) + 2
    let usages = (PromptCommand.all.map { TextWidth.of($0.name + $0.usage) }.max() ?? 8) + 3
    return own.flatMap { entry($0, column: keys, width: width) }
      + [[], [Span("everywhere", Style(.title, .bold))]]
      + general.flatMap { entry($0, column: keys, width: width) }
      + [[], [Span("commands after :", Style(.title, .bold))]]
      + PromptCommand.all.flatMap { Self.entry("\($0.name) \($0.usage)", $0.help, column: usages, width: width) }
  }

  private func entry(_ binding: KeyBinding, column: Int, width: Int) -> [[Span]] {
    var below = state
    below.overlays = []
    below.editing = nil
    guard case .off(let reason) = binding.availability(below) else {
      return Self.entry(binding.allKeys, binding.help, column: column, width: width)
    }
    return Self.entry(
      binding.allKeys, "\(binding.help) – not now: \(reason)", column: column, width: width, Style(.disabled))
  }

  private static func entry(
    _ key: String, _ text: String, column: Int, width: Int, _ style: Style = .text
  ) -> [[Span]] {
    let padding = String(repeating: " ", count: max(1, column - TextWidth.of(key)))
    let first = Span(key + padding, Style(.key, .bold))
    let indent = Span(String(repeating: " ", count: column))
    return Paragraph.wrap(text, width: max(width - column, 20)).enumerated().map { index, line in
      [index == 0 ? first : indent, Span(line, style)]
    }
  }
}
