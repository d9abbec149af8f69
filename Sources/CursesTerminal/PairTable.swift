import CCurses
import Screen

/// Allocates ncurses' colour pairs. When none is left, all are freed at once: freeing one pair walks over the whole
/// screen, which took 50 ms for a frame of new pictures at 200×60.
struct PairTable {
  private struct Colours: Hashable {
    var foreground: Int32
    var background: Int32
  }

  private var numbers: [Colours: Int32] = [:]
  private let limit: Int
  private let colours: Int32

  init(pairs: Int, colours: Int) {
    limit = min(max(0, pairs - 1), 60_000)
    self.colours = Int32(colours)
  }

  /// With 8 colours, bold stands for the bright ones. Nil when no pair is left.
  mutating func pair(for paint: Paint) -> (number: Int32, attributes: Style.Attributes)? {
    guard paint.foreground >= 0, colours > 0 else { return (0, paint.attributes) }
    var wanted = Colours(foreground: paint.foreground, background: paint.background)
    var attributes = paint.attributes
    if colours < 16 {
      // Bright black would be black on black.
      if wanted.foreground > 8 { attributes.insert(.bold) }
      wanted.foreground = wanted.foreground == 8 ? 7 : wanted.foreground % 8
      wanted.background %= 8
    }
    if let number = numbers[wanted] { return (number, attributes) }
    guard numbers.count < limit else { return nil }
    let number = alloc_pair(wanted.foreground, wanted.background)
    guard number > 0 else { return nil }
    numbers[wanted] = number
    return (number, attributes)
  }

  /// Frees all pairs. The whole screen has to be drawn again.
  mutating func reset() {
    numbers = [:]
    curses_reset_pairs()
  }
}
