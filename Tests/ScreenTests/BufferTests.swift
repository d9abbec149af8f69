import Testing

@testable import Screen

@Suite struct BufferTests {
  @Test func textIsClippedAtItsWidthAndSaysSo() {
    var buffer = Buffer(width: 10, height: 1)
    #expect(buffer.write("confusion", x: 0, y: 0, width: 5) == 5)
    #expect(buffer.row(0) == "conf…")
  }

  @Test func textStandsLeftInTheMiddleOrRight() {
    var buffer = Buffer(width: 9, height: 3)
    for (row, alignment) in [Alignment.left, .centre, .right].enumerated() {
      buffer.write("abc", x: 0, y: row, width: 9, align: alignment)
    }
    #expect(buffer.text == "abc\n   abc\n      abc")
  }

  @Test func wideCharactersTakeTwoCellsAndCombiningMarksNone() {
    var buffer = Buffer(width: 10, height: 1)
    #expect(buffer.write("猫e\u{301}x", x: 0, y: 0) == 4)
    #expect(buffer[1, 0].glyph == .continuation)
    #expect(buffer[2, 0].glyph.scalars == ["e", "\u{301}"])
    #expect(buffer.row(0) == "猫e\u{301}x")
  }

  @Test func aWideCharacterThatIsHalfOverwrittenLeavesASpace() {
    var buffer = Buffer(width: 4, height: 1)
    buffer.write("猫犬", x: 0, y: 0)
    buffer.write("x", x: 1, y: 0)
    #expect(buffer.row(0) == " x犬")
    buffer.write("y", x: 2, y: 0)
    #expect(buffer.row(0) == " xy")
  }

  @Test func aWideCharacterIsNotCutByTheEdge() {
    var buffer = Buffer(width: 3, height: 1)
    buffer.put(Glyph("猫" as Character), x: 2, y: 0, style: .text)
    #expect(buffer.row(0) == "")
  }

  @Test func controlCharactersNeverReachACell() {
    var buffer = Buffer(width: 12, height: 1)
    buffer.write("a\u{1B}[2Jb\u{7}\u{9B}", x: 0, y: 0)
    #expect(buffer.row(0) == "a\u{FFFD}[2Jb\u{FFFD}\u{FFFD}")
  }

  @Test func whatLiesOutsideIsLeftOut() {
    var buffer = Buffer(width: 3, height: 2)
    buffer.write("abcdef", x: -2, y: 0, width: 6)
    buffer.write("x", x: 0, y: 2)
    buffer.write("x", x: 0, y: -1)
    buffer.fill(Rect(x: -5, y: 1, width: 100, height: 100), "#", style: .text)
    #expect(buffer.text == "cde\n###")
  }

  @Test func withoutUnicodeEveryGlyphIsASCII() {
    var buffer = Buffer(width: 20, height: 4, unicode: false)
    let inner = buffer.frame(buffer.bounds, title: "größe", note: "·", focused: true)
    buffer.write("→ 猫 ● … é ⣿", x: inner.x, y: inner.y)
    #expect(buffer.text.utf8.allSatisfy { $0 < 128 })
    #expect(buffer.row(1).contains("> "))
    #expect(buffer.row(0).hasPrefix("+ grose -"))
  }

  @Test func aFrameReturnsItsInside() {
    var buffer = Buffer(width: 12, height: 3)
    #expect(
      buffer.frame(buffer.bounds, title: "loss", note: "1/2") == Rect(x: 1, y: 1, width: 10, height: 1))
    #expect(buffer.text == "┌ loss ────┐\n│          │\n└───── 1/2 ┘")
  }

  @Test func aClearInkKeepsWhatStandsThere() {
    var buffer = Buffer(width: 2, height: 1)
    buffer.fill(buffer.bounds, style: Style(.text, on: .selection))
    buffer.write("a", x: 0, y: 0, style: Style(.error))
    #expect(buffer[0, 0].style == Style(.error, on: .selection))
  }
}
