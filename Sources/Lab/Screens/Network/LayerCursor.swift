/// The line of a network's text that keys act on, or the lines from it to another.
struct LayerCursor: Equatable, Sendable {
  /// Index into the lines of the text.
  var line = 0
  /// Where lines began to be marked.
  var anchor: Int?

  /// The lines that keys act on, whole layers and blocks.
  func range(in layers: LayerLines) -> Range<Int> {
    anchor.map { layers.items(from: $0, to: line) } ?? layers.item(at: line)
  }
}
