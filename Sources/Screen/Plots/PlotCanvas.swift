/// Dots for curves: 2×4 a cell with braille, one a cell with ASCII.
struct PlotCanvas {
  let columns: Int
  let rows: Int
  private let dotsAcross: Int
  private let dotsDown: Int
  private var dots: [UInt8]
  private var owners: [UInt8]

  init(columns: Int, rows: Int, unicode: Bool) {
    self.columns = columns
    self.rows = rows
    dotsAcross = unicode ? 2 : 1
    dotsDown = unicode ? 4 : 1
    dots = Array(repeating: 0, count: columns * rows)
    owners = Array(repeating: 0, count: columns * rows)
  }

  var width: Int { columns * dotsAcross }
  var height: Int { rows * dotsDown }

  /// Braille's bits, `[row][column]`.
  private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

  /// Nothing is set outside.
  mutating func set(x: Int, y: Int, series: Int) {
    guard x >= 0, x < width, y >= 0, y < height else { return }
    let cell = y / dotsDown * columns + x / dotsAcross
    dots[cell] |= dotsAcross == 2 ? Self.bits[y % 4][x % 2] : 1
    owners[cell] = UInt8(truncatingIfNeeded: series)
  }

  /// Sets a vertical line, its ends included.
  mutating func column(x: Int, from first: Int, to last: Int, series: Int) {
    let top = max(0, min(first, last))
    let bottom = min(height - 1, max(first, last))
    guard top <= bottom else { return }
    for y in top...bottom { set(x: x, y: y, series: series) }
  }

  /// Sets a straight line from left to right, its ends included, in the columns of `dash`.
  mutating func line(fromX: Int, y fromY: Int, toX: Int, y toY: Int, series: Int, dash: Dash) {
    let steps = max(1, toX - fromX)
    var last = fromY
    for step in 0...steps {
      let y = fromY + Int((Double((toY - fromY) * step) / Double(steps)).rounded())
      let joined = step == 0 || abs(y - last) <= 1 ? y : y > last ? last + 1 : last - 1
      if dash.has(fromX + step) { column(x: fromX + step, from: joined, to: y, series: series) }
      last = y
    }
  }

  /// A cell's dots as braille's bits, and the series that was drawn there last; nil: no dots.
  func cell(column: Int, row: Int) -> (bits: UInt8, series: Int)? {
    let cell = row * columns + column
    return dots[cell] == 0 ? nil : (dots[cell], Int(owners[cell]))
  }
}

/// The dot columns in which a curve is drawn.
enum Dash {
  case solid
  /// From the first column of the curve, so that a short one is visible.
  case dashed(from: Int)

  private static let length = 3

  func has(_ x: Int) -> Bool {
    switch self {
    case .solid: true
    case .dashed(let start): (x - start) / Self.length % 2 == 0
    }
  }
}
