package enum Scroll {
  /// The first visible row, with `selection` in the middle where possible.
  package static func top(selection: Int, count: Int, visible: Int) -> Int {
    min(max(0, selection - visible / 2), max(0, count - visible))
  }
}

extension Buffer {
  /// Marks which part of a longer list is visible; nothing when all of it is.
  package mutating func scrollBar(right x: Int, y: Int, height: Int, top: Int, count: Int) {
    guard height > 0, count > height else { return }
    let size = max(1, height * height / count)
    let start = (height - size) * min(max(0, top), count - height) / (count - height)
    for row in start..<start + size { put("▐", x: x, y: y + row, style: Style(.muted)) }
  }
}
