import Screen

/// Sends the cells of pictures to the terminal, past ncurses.
///
/// ncurses would need a colour pair for every two pixels, and looks each of them up in a tree: 28 ms of CPU for a page
/// of new pictures at 200×60. It gets placeholders instead, different in each row: it scrolls the terminal when it
/// finds rows that have moved, and rows of pictures must not look so.
struct PictureCells {
  /// ncurses does not scroll fewer rows.
  private static let leastScrolled = 3

  private let capabilities: Capabilities
  private var colour: Capabilities.Colour { capabilities.colour }
  /// How many rows have changed outside pictures.
  private var otherRows = 0
  private var lastOtherRow = -1
  private var bytes: [UInt8] = []
  /// Where the terminal puts the next character, and in which colours.
  private var next = (x: -1, y: -1)
  private var foreground: Int32 = -1
  private var background: Int32 = -1

  init(_ capabilities: Capabilities) {
    self.capabilities = capabilities
  }

  /// What ncurses gets for a picture's cell: invisible, in the colour of the background.
  func placeholder(row: Int) -> Cell {
    let scalar = capabilities.unicode ? 0x2800 + row % 256 : 33 + row % 94
    return Cell(Glyph(Unicode.Scalar(UInt32(scalar)) ?? " "), Style(.background, on: .background))
  }

  /// Counts a changed cell outside pictures.
  mutating func noteOther(row: Int) {
    if row != lastOtherRow { otherRows += 1 }
    lastOtherRow = row
  }

  /// Sends all pictures again when ncurses may have scrolled: scrolling takes away what stands between the moved rows.
  mutating func completeIfScrolled(_ buffer: Buffer, _ context: RenderContext) {
    guard otherRows >= Self.leastScrolled else { return }
    bytes = []
    (next, foreground, background) = ((-1, -1), -1, -1)
    buffer.forEachDifference(to: buffer, all: true) { x, y, cell in
      if contain(cell) { append(cell, x: x, y: y, context.paint(cell.style)) }
    }
  }

  /// Whether a cell belongs to a picture. With few colours ncurses draws pictures as well.
  func contain(_ cell: Cell) -> Bool {
    guard colour >= .palette256, case .rgb = cell.style.foreground else { return false }
    return true
  }

  mutating func append(_ cell: Cell, x: Int, y: Int, _ paint: Paint) {
    let isAway = next != (x, y)
    let isNewForeground = paint.foreground != foreground
    let isNewBackground = paint.background != background
    let colour = colour
    bytes.append(addingCapacity: Self.longest) { bytes in
      if isAway { Self.moveCursor(x: x, y: y, &bytes) }
      if isNewForeground || isNewBackground {
        Self.begin(&bytes)
        if isNewForeground { ColourSequence.append(paint.foreground, colour, isBackground: false, to: &bytes) }
        if isNewForeground, isNewBackground { bytes.append(UInt8(ascii: ";")) }
        if isNewBackground { ColourSequence.append(paint.background, colour, isBackground: true, to: &bytes) }
        bytes.append(UInt8(ascii: "m"))
      }
      for byte in UTF8.encode(cell.glyph.base) ?? UTF8.encodedReplacementCharacter { bytes.append(byte) }
    }
    (foreground, background) = (paint.foreground, paint.background)
    next = (x + 1, y)
  }

  /// The bytes to send. They leave the cursor and the colours as ncurses believes them to be.
  func finished(cursorX x: Int, y: Int) -> [UInt8] {
    guard !bytes.isEmpty else { return [] }
    var all = bytes
    all.append(addingCapacity: Self.longest) { bytes in
      Self.begin(&bytes)
      bytes.append(UInt8(ascii: "m"))
      Self.moveCursor(x: x, y: y, &bytes)
    }
    return all
  }

  /// Most bytes of a cell: a cursor move, two colours, a character.
  private static let longest = 2 * ColourSequence.longest + 24

  private static func begin(_ bytes: inout OutputSpan<UInt8>) {
    bytes.append(0x1B)
    bytes.append(UInt8(ascii: "["))
  }

  /// CUP of ECMA-48, which counts from 1.
  private static func moveCursor(x: Int, y: Int, _ bytes: inout OutputSpan<UInt8>) {
    begin(&bytes)
    ColourSequence.append(y + 1, to: &bytes)
    bytes.append(UInt8(ascii: ";"))
    ColourSequence.append(x + 1, to: &bytes)
    bytes.append(UInt8(ascii: "H"))
  }
}
