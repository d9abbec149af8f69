import ImageData
import Screen

extension RGB {
  static let paper = RGB(255, 255, 255)
  static let ink = RGB(40, 40, 40)
  static let faint = RGB(220, 220, 220)
  /// A pair that can be told apart with any common colour deficiency (Okabe and Ito 2008).
  static let blueLine = RGB(0, 114, 178)
  static let orangeLine = RGB(213, 94, 0)
  /// Lines that are told apart, also by those who see few colours (Okabe and Ito 2008).
  static let series = [
    blueLine, orangeLine, RGB(0, 158, 115), RGB(204, 121, 167), RGB(230, 159, 0), RGB(86, 180, 233), ink,
  ]

  /// From white (0) to blue (1).
  static func shade(_ share: Double) -> RGB {
    let rest = 1 - min(max(share, 0), 1)
    return RGB(UInt8(20 + 235 * rest), UInt8(80 + 175 * rest), UInt8(150 + 105 * rest))
  }
}

/// An RGB image to draw on, for exported pictures.
struct Canvas: Sheet {
  let width: Int
  let height: Int
  private var pixels: [UInt8]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    pixels = [UInt8](repeating: 255, count: 3 * width * height)
  }

  subscript(x: Int, y: Int) -> RGB {
    get {
      let at = 3 * (y * width + x)
      return RGB(pixels[at], pixels[at + 1], pixels[at + 2])
    }
    set {
      guard x >= 0, x < width, y >= 0, y < height else { return }
      let at = 3 * (y * width + x)
      pixels[at] = newValue.red
      pixels[at + 1] = newValue.green
      pixels[at + 2] = newValue.blue
    }
  }

  mutating func fill(x: Int, y: Int, width: Int, height: Int, _ colour: RGB) {
    for row in y..<y + height { for column in x..<x + width { self[column, row] = colour } }
  }

  /// A straight line, two pixels thick.
  mutating func line(from start: (x: Double, y: Double), to end: (x: Double, y: Double), _ colour: RGB) {
    let steps = max(abs(end.x - start.x), abs(end.y - start.y), 1)
    for step in 0...Int(min(steps, 100_000).rounded(.up)) {
      let share = min(Double(step) / steps, 1)
      let x = Int(start.x + (end.x - start.x) * share)
      let y = Int(start.y + (end.y - start.y) * share)
      fill(x: x, y: y, width: 2, height: 2, colour)
    }
  }

  /// An image given as `[channel][row][column]`, each of its pixels `scale` pixels wide and high.
  mutating func image(_ source: some RandomAccessCollection<UInt8>, width: Int, height: Int, x: Int, y: Int, scale: Int)
  {
    let area = width * height
    func byte(_ channel: Int, _ at: Int) -> UInt8 {
      source[source.index(source.startIndex, offsetBy: channel * area + at)]
    }
    for row in 0..<height {
      for column in 0..<width {
        let at = row * width + column
        fill(
          x: x + column * scale, y: y + row * scale, width: scale, height: scale,
          RGB(byte(0, at), byte(1, at), byte(2, at)))
      }
    }
  }

  /// Capitals of 3×5 dots, each dot two pixels wide.
  mutating func text(_ string: String, x: Int, y: Int, _ colour: RGB) {
    for (index, character) in string.uppercased().enumerated() {
      let dots = TinyFont.dots(character)
      for row in 0..<5 {
        for column in 0..<3 where dots >> (14 - 3 * row - column) & 1 == 1 {
          fill(x: x + 8 * index + 2 * column, y: y + 2 * row, width: 2, height: 2, colour)
        }
      }
    }
  }

  /// Width in pixels.
  static func textWidth(_ string: String) -> Int { 8 * string.count - 2 }

  func file() throws -> [UInt8] { try png() }

  func png() throws -> [UInt8] { try ImageCodec.encodePNG(pixels, width: width, height: height) }
}

/// Letters of 3×5 dots, row by row, as octal digits.
private enum TinyFont {
  static func dots(_ character: Character) -> Int { glyphs[character] ?? (character == " " ? 0 : 0o00020) }

  private static let glyphs: [Character: Int] = [
    "0": 0o75557, "1": 0o26227, "2": 0o71747, "3": 0o71717, "4": 0o55711, "5": 0o74717, "6": 0o74757, "7": 0o71122,
    "8": 0o75757, "9": 0o75717, "A": 0o25755, "B": 0o65656, "C": 0o34443, "D": 0o65556, "E": 0o74647, "F": 0o74644,
    "G": 0o34553, "H": 0o55755, "I": 0o72227, "J": 0o11152, "K": 0o55655, "L": 0o44447, "M": 0o57755, "N": 0o65555,
    "O": 0o25552, "P": 0o65644, "Q": 0o25563, "R": 0o65655, "S": 0o34216, "T": 0o72222, "U": 0o55557, "V": 0o55552,
    "W": 0o55775, "X": 0o55255, "Y": 0o55222, "Z": 0o71247, ".": 0o00002, "-": 0o00700, "+": 0o02720, "%": 0o51245,
    "/": 0o11244, ":": 0o02020, "_": 0o00007, ",": 0o00024, ">": 0o42124, "(": 0o12221, ")": 0o42224, "=": 0o07070,
    "÷": 0o20702,
  ]
}
