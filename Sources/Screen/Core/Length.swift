/// The share of one rectangle among several in a row or a column.
package enum Length: Equatable, Sendable {
  /// Cells; fewer where there is no room.
  case fixed(Int)
  /// A weight, by which these divide what the fixed ones leave.
  case flexible(Int)

  package static let rest = Length.flexible(1)
}

extension Rect {
  /// Divides the rectangle into rows. The last flexible one takes what rounding leaves.
  package func rows(_ lengths: [Length], spacing: Int = 0) -> [Rect] {
    var top = y
    return Rect.sizes(lengths, total: height, spacing: spacing).map { size in
      defer { top += size + spacing }
      return Rect(x: x, y: min(top, maxY), width: width, height: size)
    }
  }

  /// Divides the rectangle into columns. The last flexible one takes what rounding leaves.
  package func columns(_ lengths: [Length], spacing: Int = 0) -> [Rect] {
    var left = x
    return Rect.sizes(lengths, total: width, spacing: spacing).map { size in
      defer { left += size + spacing }
      return Rect(x: min(left, maxX), y: y, width: size, height: height)
    }
  }

  private static func sizes(_ lengths: [Length], total: Int, spacing: Int) -> [Int] {
    var left = max(0, total - spacing * max(0, lengths.count - 1))
    var sizes = [Int](repeating: 0, count: lengths.count)
    var weights = 0
    for (index, length) in lengths.enumerated() {
      switch length {
      case .fixed(let size):
        sizes[index] = min(max(0, size), left)
        left -= sizes[index]
      case .flexible(let weight):
        weights += max(0, weight)
      }
    }
    for (index, length) in lengths.enumerated() {
      guard case .flexible(let weight) = length, weight > 0 else { continue }
      sizes[index] = left * weight / weights
      left -= sizes[index]
      weights -= weight
    }
    return sizes
  }
}
