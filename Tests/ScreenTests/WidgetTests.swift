import Testing

@testable import Screen

@Suite struct EveryWidgetTests {
  @Test(arguments: Sample.widgets.indices)
  func withoutUnicodeThereIsNothingButASCII(_ index: Int) {
    for colour in [Capabilities.Colour.none, .palette256] {
      let context = RenderContext(theme: .dark, capabilities: Capabilities(colour: colour, unicode: false))
      let buffer = Sample.draw(Sample.widgets[index], width: 60, height: 20, context)
      #expect(buffer.text.utf8.allSatisfy { $0 < 128 })
      #expect(buffer.cells.contains { $0 != .blank })
    }
  }

  @Test(arguments: Sample.widgets.indices)
  func nothingIsDrawnOutsideTheRectangle(_ index: Int) {
    for (width, height) in [(1, 1), (2, 2), (3, 1), (9, 3), (20, 2), (5, 12), (40, 10)] {
      // One column more: a list's scroll mark stands on the frame around it.
      let rect = Rect(x: 7, y: 5, width: width, height: height)
      let buffer = Sample.draw(Sample.widgets[index], width: 60, height: 25, Sample.full, in: rect)
      for y in 0..<25 {
        for x in 0..<60 where !rect.contains(x: x, y: y) && x != rect.maxX {
          #expect(buffer[x, y] == .blank, "(\(x), \(y)) of \(width) × \(height)")
        }
      }
    }
  }
}

@Suite struct TableTests {
  @Test func theSelectionStaysVisibleWhileRowsScroll() {
    let buffer = Sample.draw(Sample.table, width: 30, height: 6, Sample.full)
    #expect(buffer.text.contains("▸ run → 12"))
    #expect(buffer.text.contains("◆ run → 11"))
    #expect(buffer.row(0).hasSuffix("loss ▲"))
  }

  @Test func theSelectionIsABarOnlyWhereTheKeysAct() {
    var table = Sample.table
    func selected(_ buffer: Buffer) -> Bool { buffer.cells.contains { $0.style.background == .role(.selection) } }
    #expect(selected(Sample.draw(table, width: 30, height: 6, Sample.full)))
    table.focused = false
    #expect(!selected(Sample.draw(table, width: 30, height: 6, Sample.full)))
  }
}

@Suite struct BarTests {
  @Test func aBarIsFilledInEighths() {
    #expect(Sample.draw(ProgressBar(0.5), width: 5, height: 1, Sample.full).row(0) == "▇▇▄▁▁")
    #expect(Sample.draw(ProgressBar(0.5), width: 5, height: 1, Sample.ascii).row(0) == "###..")
    #expect(Sample.draw(ProgressBar(.nan), width: 3, height: 1, Sample.full).row(0) == "▁▁▁")
    #expect(Sample.draw(ProgressBar(7), width: 3, height: 1, Sample.full).row(0) == "▇▇▇")
  }

  @Test func barsOnNeighbouringRowsStayApart() {
    // No cell of a row reaches its upper edge.
    for share in [0, 0.3, 0.47, 0.5, 1] {
      let bar = Sample.draw(ProgressBar(share), width: 8, height: 1, Sample.full).row(0)
      #expect(bar.allSatisfy { "▁▂▃▄▅▆▇".contains($0) }, "\(bar)")
      #expect(bar.hasPrefix(BarText.filled(share, width: 8)))
    }
    #expect(BarText.filled(.nan, width: 4).isEmpty && BarText.filled(2, width: 4) == "▇▇▇▇")
    #expect(!Sample.draw(Sparkline([0, 1, 1]), width: 3, height: 1, Sample.full).row(0).contains("█"))
  }

  @Test func aBarGrowsByEighthsOfACell() {
    let bars = (0...8).map { Sample.draw(ProgressBar(Double($0) / 8), width: 1, height: 1, Sample.full).row(0) }
    #expect(bars == ["▁", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "▇"])
  }

  @Test func aSparklineKeepsItsPeaksWhereItIsTooLong() {
    var values = Array(repeating: 0.0, count: 100)
    values[37] = 1
    let row = Sample.draw(Sparkline(values), width: 10, height: 1, Sample.full).row(0)
    #expect(row == "▁▁▁▇▁▁▁▁▁▁")
  }
}

@Suite struct ParagraphTests {
  @Test func textIsWrappedAtWords() {
    #expect(Paragraph.wrap("learns at rates that break", width: 10) == ["learns at", "rates that", "break"])
    #expect(Paragraph.wrap("a\n\nb", width: 5) == ["a", "", "b"])
    #expect(Paragraph.wrap("abcdefgh ij", width: 4) == ["abcd", "efgh", "ij"])
    #expect(Paragraph.wrap("猫猫猫", width: 4) == ["猫猫", "猫"])
    #expect(Paragraph.wrap("abc", width: 0) == [])
  }
}

@Suite struct ChromeTests {
  @Test func hintsThatHaveNoRoomAreLeftOutButNeverTheLast() {
    let hints = KeyHints([.init("space", "pause"), .init("s", "step"), .init("?", "help")])
    #expect(Sample.draw(hints, width: 40, height: 1, Sample.full).row(0) == " space pause  s step  ? help")
    #expect(Sample.draw(hints, width: 18, height: 1, Sample.full).row(0) == " s step  ? help")
  }

  @Test func theActiveTabKeepsItsNameWhereThereIsLittleRoom() {
    let tabs = TabBar(name: "cifarlab", titles: ["Data", "Network", "Train"], active: 1, status: [Span("idle")])
    #expect(Sample.draw(tabs, width: 60, height: 1, Sample.full).row(0).contains(" 1 Data"))
    #expect(
      Sample.draw(tabs, width: 40, height: 1, Sample.full).row(0) == " cifarlab  1 Data ▸2 Network  3    idle")
    #expect(Sample.draw(tabs, width: 35, height: 1, Sample.full).row(0) == " cifarlab  1 ▸2 Network  3    idle")
  }

  @Test(arguments: 1...60) func eachTabStandsWhereItsPlaceIs(_ width: Int) {
    let tabs = TabBar(name: "cifarlab", titles: ["Data", "Network", "Machine"], keys: ["1", "2", "8"], active: 2)
    let drawn = Array(Sample.draw(tabs, width: width, height: 1, Sample.full).row(0))
    let places = tabs.places(in: Rect(x: 0, y: 0, width: width, height: 1))
    for (place, key) in zip(places, tabs.keys) where place.count > 2 {
      #expect(drawn[place.lowerBound + 1] == Character(key))
    }
    #expect(width < 30 || places.count == 3)
  }
}

@Suite struct TextInputTests {
  private func typing(_ keys: [KeyPress], in text: String = "") -> TextInput {
    var input = TextInput(text)
    for key in keys {
      let isTaken = input.handle(key)
      #expect(isTaken)
    }
    return input
  }

  @Test func keysEditTheText() {
    #expect(typing([.character("a"), .character("b"), .left, .character("c")]).text == "acb")
    #expect(typing([.backspace, .backspace], in: "abc").text == "a")
    #expect(typing([.home, .delete, .delete, .end, .character("x")], in: "abc").text == "cx")
    #expect(typing([.control("w")], in: "fit 1e-1, 4").text == "fit 1e-1, ")
    #expect(typing([.left, .left, .control("u")], in: "abcd").text == "cd")
    #expect(typing([.home, .right, .control("k")], in: "abcd").text == "a")
  }

  @Test func insertedTextIsOneLine() {
    var input = TextInput("ab")
    _ = input.handle(.left)
    input.insert("1e-2,\r\n2\tx\u{7}\u{1B}é\n")
    #expect(input.text == "a1e-2, 2 xé b" && input.cursor == 12)
  }

  @Test func keysAtTheEdgesChangeNothing() {
    #expect(typing([.home, .backspace, .left, .end, .delete, .right], in: "猫é").text == "猫é")
    #expect(typing([.backspace, .delete, .control("w"), .control("u"), .control("k")]).text == "")
  }

  @Test func otherKeysAreNotTaken() {
    var input = TextInput("a")
    for key in [KeyPress.enter, .escape, .tab, .up, .function(1), .control("c")] {
      let isTaken = input.handle(key)
      #expect(!isTaken)
    }
  }

  @Test func randomKeysKeepTheCursorInTheText() {
    var generator = SeededGenerator(state: 11)
    let keys: [KeyPress] = [
      .character("a"), .character("猫"), .character("\u{301}"), .character("\u{7}"), .left, .right, .home, .end,
      .backspace, .delete, .control("w"), .control("u"), .control("k"), .character(" "),
    ]
    var input = TextInput()
    for _ in 0..<3000 {
      _ = input.handle(keys.randomElement(using: &generator) ?? .left)
      #expect((0...input.text.count).contains(input.cursor))
    }
  }

  @Test func theCursorIsAlwaysVisible() {
    let field = TextField(input: TextInput(String(repeating: "7,", count: 40)), editing: true)
    let buffer = Sample.draw(field, width: 12, height: 1, Sample.full)
    #expect(buffer.cells.contains { $0.style.background == .role(.selection) })
  }
}

@Suite struct FiguresTests {
  @Test func numbersAreWrittenForTheirSize() {
    #expect(Figures.grouped(1_966_234) == "1,966,234")
    #expect(Figures.grouped(-1000) == "-1,000")
    #expect(Figures.compact(155_970) == "156 k")
    #expect(Figures.compact(1_966_234) == "2.0 M")
    #expect(Figures.bytes(1536) == "1.5 KiB")
    #expect(Figures.percentSign(0.7016, 2) == "70.16 %")
    #expect(
      [0.00001, 0.0321, 1.5, 12.345, 1234.5].map(Figures.short) == ["1e-5", "0.0321", "1.500", "12.35", "1234.5"])
    #expect([5.12, 42, 125, 3725].map(Figures.duration) == ["5.1 s", "42 s", "2:05", "1:02:05"])
    #expect([0, 0.0004, 0.012, 0.08, 0.12].map(Figures.duration) == ["0.0 s", "0.4 ms", "12 ms", "80 ms", "0.1 s"])
    #expect([Double.nan, .infinity].map { Figures.duration($0) } == ["–", "–"])
  }

  @Test func numbersForTheCommandLineLineUp() {
    #expect([1e-5, 0.0321].map(Figures.scientific) == ["1.00e-05", "3.21e-02"])
    #expect([155_970, 2_612_345, 12].map(Figures.prefixed) == ["156 k", "2.61 M", "12"])
    #expect(Figures.bytes(13_002_342, decimals: 1) == "12.4 MiB" && Figures.bytes(13_002_342) == "12 MiB")
    #expect([0.7016, .nan].map { Figures.percent($0) } == ["70.16", "–"] && Figures.percent(nil) == "–")
    #expect([0.0042, -0.01].map(Figures.points) == ["+0.42 points", "-1.00 points"])
    #expect([12.4, 185, 3727].map(Figures.timeLeft) == ["12 s", "3:05 min", "1:02:07 h"])
    #expect(Figures.timeOfDay(52_327, offset: -3600) == "13:32:07")
    #expect([3e30, .infinity].map { Figures.fixed($0, 4) } == ["3.00e+30", "–"])
  }

  @Test func whatDoesNotFitIsWrittenInShort() {
    #expect([2.3026, 12_345, 2e7, .nan].map { Figures.fixed($0, 4, width: 9) } == ["2.3026", "12345.0", "2e7", "nan"])
  }
}
