import Foundation
import Testing

@testable import Screen

@Suite struct ImageViewTests {
  @Test func theCellsOfAPictureAreItsPixels() {
    let image = Sample.image()
    let buffer = Sample.draw(ImageView(image), width: 32, height: 16, Sample.full)
    for y in 0..<16 {
      for x in 0..<32 {
        let cell = buffer[x, y]
        #expect(cell.glyph == Glyph("▀" as Unicode.Scalar))
        #expect(cell.style.foreground == .rgb(image[x, 2 * y]) && cell.style.background == .rgb(image[x, 2 * y + 1]))
        let paint = Sample.full.paint(cell.style)
        #expect(paint.foreground == Int32(image[x, 2 * y].hex) && paint.background == Int32(image[x, 2 * y + 1].hex))
      }
    }
  }

  @Test func aZoomTakesTheCellsThatItSays() {
    for zoom in ImageZoom.allCases {
      let (columns, rows) = zoom.size(width: 32, height: 32)
      let buffer = Sample.draw(ImageView(Sample.image(), zoom: zoom), width: 120, height: 60, Sample.full)
      #expect((0..<120).filter { buffer[$0, 0] != .blank }.count == columns)
      #expect((0..<60).filter { buffer[0, $0] != .blank }.count == rows)
    }
  }

  @Test func atHalfSizeFourPixelsShareACellInTwoColours() {
    let (black, white, red) = (RGB(0, 0, 0), RGB(255, 255, 255), RGB(255, 0, 0))
    // Each quarter of a cell is the mean of two pixels, one above the other.
    func cell(_ quarters: [RGB]) -> Cell {
      let rows = [0, 0, 2, 2].flatMap { [quarters[$0], quarters[$0 + 1]] }
      let image = PixelImage(width: 2, height: 4, pixels: rows)
      return Sample.draw(ImageView(image, zoom: .half), width: 1, height: 1, Sample.full)[0, 0]
    }
    let blocks: [([RGB], Unicode.Scalar, RGB, RGB)] = [
      ([black, white, black, white], "▌", black, white), ([black, black, white, white], "▀", black, white),
      ([white, black, black, black], "▘", white, black), ([red, black, black, red], "▞", black, red),
      ([black, black, black, white], "▛", black, white), ([red, red, red, red], "▀", red, red),
    ]
    for (quarters, glyph, foreground, background) in blocks {
      let cell = cell(quarters)
      #expect(cell.glyph == Glyph(glyph))
      #expect(cell.style.foreground == .rgb(foreground) && cell.style.background == .rgb(background))
    }
  }

  @Test func noOtherPairOfGroupsIsNearerToTheFourPixels() {
    var generator = SeededGenerator(state: 5)
    for _ in 0..<200 {
      let pixels = (0..<4).map { _ in RGB(hex: UInt32.random(in: 0..<1 << 24, using: &generator)) }
      let cell = QuadrantCell((pixels[0], pixels[1], pixels[2], pixels[3]))
      func distance(_ a: RGB, _ b: RGB) -> Int {
        [(a.red, b.red), (a.green, b.green), (a.blue, b.blue)].reduce(0) { sum, pair in
          sum + (Int(pair.0) - Int(pair.1)) * (Int(pair.0) - Int(pair.1))
        }
      }
      let error = pixels.reduce(0) { $0 + min(distance($1, cell.foreground), distance($1, cell.background)) }
      // One colour for all of them is never better.
      let mean = PixelImage(width: 2, height: 2, pixels: pixels).halved[0, 0]
      #expect(error <= pixels.reduce(0) { $0 + distance($1, mean) })
    }
  }

  @Test func atHalfSizeLettersTakeThePlaceOfBlocks() {
    let buffer = Sample.draw(ImageView(Sample.image(), zoom: .half), width: 16, height: 8, Sample.ascii)
    for row in 0..<8 { #expect(buffer.row(row).allSatisfy { " .:-=+*#%@".contains($0) }) }
  }

  @Test func anOddHeightEndsOnTheBackground() {
    let buffer = Sample.draw(ImageView(Sample.image(width: 2, height: 3)), width: 2, height: 2, Sample.full)
    #expect(buffer[0, 1].style.background == .role(.background))
  }

  @Test func brightnessBecomesDensityWithoutColours() {
    let greys = stride(from: UInt8(0), through: 252, by: 28).map { RGB($0, $0, $0) }
    let grey = PixelImage(width: 10, height: 1, pixels: greys)
    #expect(
      Sample.draw(ImageView(grey), width: 10, height: 1, Sample.ascii).text(in: Rect(x: 0, y: 0, width: 10, height: 1))
        == [" .:-=+*#%@"])
    let light = RenderContext(theme: .light, capabilities: .plain)
    #expect(Sample.draw(ImageView(grey), width: 10, height: 1, light).row(0) == "@%#*+=-:.")
  }

  @Test func planesAreRedGreenBlue() {
    let image = PixelImage(width: 2, height: 1, planes: [1, 2, 3, 4, 5, 6] as [UInt8])
    #expect(image.pixels == [RGB(1, 3, 5), RGB(2, 4, 6)])
  }
}

@Suite struct ImageTextTests {
  private let image = PixelImage(
    width: 2, height: 2, pixels: [RGB(1, 2, 3), RGB(255, 0, 0), RGB(4, 5, 6), RGB(255, 255, 255)])

  private func text(_ colour: Capabilities.Colour, unicode: Bool = true) -> String {
    ImageText.render(image, width: 80, capabilities: Capabilities(colour: colour, unicode: unicode))
  }

  @Test func coloursAreExactWith24Bits() {
    #expect(
      text(.trueColour)
        == "\u{1B}[38;2;1;2;3;48;2;4;5;6m▀\u{1B}[38;2;255;0;0;48;2;255;255;255m▀\u{1B}[0m\n")
  }

  @Test func coloursAreTheNearestOfSmallerPalettes() {
    #expect(text(.palette256) == "\u{1B}[38;5;16;48;5;232m▀\u{1B}[38;5;196;48;5;231m▀\u{1B}[0m\n")
    #expect(text(.ansi16) == "\u{1B}[30;40m▀\u{1B}[91;107m▀\u{1B}[0m\n")
  }

  @Test func withoutColoursOrUnicodeThereAreNoSequences() {
    for other in [text(.none), text(.trueColour, unicode: false), text(.none, unicode: false)] {
      #expect(other.utf8.allSatisfy { $0 >= 32 && $0 < 127 || $0 == 10 })
    }
  }

  @Test func picturesAreHalvedUntilTheyFit() {
    let lines = ImageText.render(Sample.image(), width: 20, capabilities: .plain).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 9 && lines.allSatisfy { $0.count <= 16 })
  }

  @Test func picturesStandSideBySide() {
    let text = ImageText.render([image, image], width: 80, capabilities: .full)
    #expect(text.components(separatedBy: "▀").count == 5)
    #expect(text.contains("\u{1B}[0m  \u{1B}["))
  }

  @Test func aFittedPictureIsMadeOfMeansAndASmallOneStaysAsItIs() {
    let (dark, bright) = (RGB(10, 20, 30), RGB(200, 100, 0))
    let rows = (0..<6).flatMap { row in (0..<9).map { column in row < 2 && column < 3 ? dark : bright } }
    let fitted = PixelImage(width: 9, height: 6, pixels: rows).fitted(side: 3)
    #expect(fitted.width == 3 && fitted.height == 2)
    #expect(fitted.pixels.suffix(5) == [bright, bright, bright, bright, bright])
    #expect(fitted[0, 0] != dark && fitted[0, 0] != bright)
    #expect(PixelImage(width: 9, height: 6, pixels: rows).fitted(side: 9).pixels == rows)
  }

  @Test func lightBecomesTheNearestChannel() {
    for position in 0...100_000 {
      let light = Double(position) / 100_000
      let value = light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055
      // Where two are as near, either will do.
      let exact = value * 255
      #expect(abs(Double(Light.channel(light)) - exact) <= 0.5 + 1e-9, "\(light)")
    }
    for channel in UInt8.min...UInt8.max { #expect(Light.channel(Light.linear(channel)) == channel) }
    #expect(Light.channel(-1) == 0 && Light.channel(2) == 255 && Light.channel(.nan) == 0)
  }
}
