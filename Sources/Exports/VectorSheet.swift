import Files
import Screen

/// A sheet that becomes an SVG file.
struct VectorSheet: Sheet {
  private let width: Int
  private let height: Int
  private var elements: [String] = []

  /// An empty white sheet.
  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    fill(x: 0, y: 0, width: width, height: height, .paper)
  }

  mutating func fill(x: Int, y: Int, width: Int, height: Int, _ colour: RGB) {
    elements.append(
      "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\" fill=\"\(Self.hex(colour))\"/>")
  }

  mutating func line(from start: (x: Double, y: Double), to end: (x: Double, y: Double), _ colour: RGB) {
    let ends =
      "x1=\"\(Self.short(start.x))\" y1=\"\(Self.short(start.y))\" x2=\"\(Self.short(end.x))\" y2=\"\(Self.short(end.y))\""
    elements.append("<line \(ends) stroke=\"\(Self.hex(colour))\" stroke-width=\"2\" stroke-linecap=\"round\"/>")
  }

  mutating func text(_ string: String, x: Int, y: Int, _ colour: RGB) {
    let style = "font-family=\"monospace\" font-size=\"13\" fill=\"\(Self.hex(colour))\""
    elements.append("<text x=\"\(x)\" y=\"\(y + 10)\" \(style)>\(Self.escaped(string))</text>")
  }

  func file() -> [UInt8] {
    let size = "width=\"\(width)\" height=\"\(height)\" viewBox=\"0 0 \(width) \(height)\""
    let lines = ["<svg xmlns=\"http://www.w3.org/2000/svg\" \(size)>"] + elements + ["</svg>", ""]
    return Array(lines.joined(separator: "\n").utf8)
  }

  /// To a hundredth of a pixel.
  private static func short(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }

  private static func hex(_ colour: RGB) -> String {
    "#" + [colour.red, colour.green, colour.blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func escaped(_ text: String) -> String {
    text.printable.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
