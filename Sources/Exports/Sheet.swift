import Screen

/// What pictures are drawn on, in pixels from the upper left corner.
protocol Sheet {
  init(width: Int, height: Int)
  mutating func fill(x: Int, y: Int, width: Int, height: Int, _ colour: RGB)
  /// A straight line, two pixels thick.
  mutating func line(from start: (x: Double, y: Double), to end: (x: Double, y: Double), _ colour: RGB)
  /// A line of text, ten pixels high; each letter takes eight of its width.
  mutating func text(_ string: String, x: Int, y: Int, _ colour: RGB)
  /// The picture as a file.
  func file() throws -> [UInt8]
}

extension Sheet {
  mutating func text(_ string: String, x: Int, y: Int) { text(string, x: x, y: y, .ink) }
}
