import Fuzzing
import Screen
import Testing

@Suite struct InputParserTests {
  private func events(_ text: String, then pause: Bool = false) -> [TerminalEvent] {
    events(Array(text.utf8), then: pause)
  }

  private func events(_ bytes: [UInt8], then pause: Bool = false) -> [TerminalEvent] {
    var parser = InputParser()
    return parser.take(bytes) + (pause ? parser.pause() : [])
  }

  private func keys(_ keys: KeyPress...) -> [TerminalEvent] { keys.map { .key($0) } }

  @Test func charactersAndControlsAreKeys() {
    #expect(
      events("q é字👩") == keys(.character("q"), .character(" "), .character("é"), .character("字"), .character("👩")))
    #expect(
      events("\r\n\t\u{8}\u{7F}\u{1}\u{1A}")
        == keys(
          .enter, .enter, .tab, .backspace, .backspace, .control("a"), .control("z")))
    #expect(events("\u{C}") == [.repaint])
    #expect(events("\0\u{1C}\u{1F}").isEmpty)
  }

  @Test func bytesThatAreNoUTF8AreNoKeys() {
    #expect(
      events([0xE9, 0x61, 0xFF, 0x80, 0xC0, 0xAF, 0xED, 0xA0, 0x80, 0x62]) == keys(.character("a"), .character("b")))
  }

  @Test(arguments: [
    ("[A", KeyPress.up), ("OB", .down), ("[C", .right), ("OD", .left), ("[H", .home), ("[1~", .home), ("[7~", .home),
    ("OF", .end), ("[4~", .end), ("[5~", .pageUp), ("[6~", .pageDown), ("[3~", .delete), ("[2~", .insert),
    ("[Z", .backTab), ("OM", .enter), ("Op", .character("0")), ("Ok", .character("+")), ("OP", .function(1)),
    ("[11~", .function(1)), ("[[A", .function(1)), ("[15~", .function(5)), ("[24~", .function(12)),
  ]) func sequencesOfKeysAreKeysInAnyPortions(_ rest: String, _ key: KeyPress) {
    #expect(events("\u{1B}\(rest)q") == keys(key, .character("q")))
    var parser = InputParser()
    let single = "\u{1B}\(rest)q".utf8.flatMap { parser.take([$0]) }
    #expect(single == keys(key, .character("q")))
  }

  @Test func terminfoNamesKeysOfItsOwn() {
    let entry = ["kf13": "\u{1B}[25~", "khome": "\u{1B}h", "kcuu1": "\u{B}", "kf1": "\u{1B}[M"]
    var parser = InputParser { entry[$0].map { Array($0.utf8) } }
    #expect(parser.take("\u{1B}[25~\u{1B}h\u{1B}[M1".utf8) == keys(.function(13), .home, .function(1), .character("1")))
    #expect(parser.take([0x0B]) == keys(.control("k")))
  }

  @Test(arguments: [
    "[I", "[1;5A", "[27;6;97~", "[97;5u", "[?62;22c", "[>0;276;0c", "[?2004;1$y", "[12;40R", "[32;5;7M", "[<0;3;4m",
    "[<35;3;4M", "[" + String(repeating: "1;", count: 500) + "A", "OZ", "P>|xterm(390)\u{1B}\\", "P1$r0m\u{1B}\\",
    "]11;rgb:0000/0000/0000\u{7}", "]11;rgb:00/00/00\u{1B}\\", "_Gi=31;OK\u{1B}\\", "^private\u{1B}\\",
    "Xstart of string\u{1B}\\", "Ptmux;\u{1B}\u{1B}]11;?\u{7}qqq\u{1B}\\",
    "]52;c;" + String(repeating: "q", count: 9999) + "\u{7}",
    "Pqqq\u{18}", "[12\u{18}", "[\u{1A}",
  ]) func whatNobodyPressedIsSwallowedWhole(_ rest: String) {
    #expect(events("\u{1B}\(rest)").isEmpty)
    #expect(events("\u{1B}\(rest)q") == keys(.character("q")))
  }

  @Test func controlsOfEightBitsIntroduceTheSame() {
    #expect(events([0x9B, 0x41]) == keys(.up))
    #expect(events("\u{9B}Aq") == keys(.up, .character("q")))
    #expect(events([0x90] + Array(">|q\u{1B}\\".utf8)).isEmpty)
    #expect(events([0x84, 0x9C]).isEmpty)
  }

  @Test func escapeIsAKeyOnceNothingFollows() {
    #expect(events("\u{1B}").isEmpty)
    #expect(events("\u{1B}", then: true) == keys(.escape))
    #expect(events("\u{1B}\u{1B}\u{1B}4") == keys(.escape, .escape, .escape, .character("4")))
    #expect(events("\u{1B}\u{1B}[A") == keys(.escape, .up))
    for letter in ["[", "O", "]", "P"] {
      #expect(events("\u{1B}" + letter, then: true) == keys(.escape, .character(Character(letter))))
    }
  }

  @Test func whatWasBegunAndDoesNotGoOnIsForgotten() {
    for begun in ["[12;", "O5", "]11;rgb", "P>|q", "Pq\u{1B}", "[M !"] {
      var parser = InputParser()
      #expect(parser.take("\u{1B}\(begun)".utf8).isEmpty)
      #expect(parser.patience == 1_000)
      #expect(parser.pause().isEmpty)
      #expect(parser.patience == nil)
      #expect(parser.take("q".utf8) == keys(.character("q")))
    }
  }

  @Test func aKeyAfterWhatWasBrokenOffCounts() {
    #expect(events("\u{1B}[12\u{1B}[A") == keys(.up))
    #expect(events("\u{1B}[\r") == keys(.enter))
    #expect(events("\u{1B}Pqqq\u{1B}[A") == keys(.up))
  }

  @Test func reportsOfTheMouseAreReadInBothForms() {
    let click = TerminalEvent.mouse(MouseEvent(x: 2, y: 3, action: .click))
    #expect(events("\u{1B}[<0;3;4M\u{1B}[<0;3;4m") == [click])
    #expect(events("\u{1B}[M #$\u{1B}[M##$") == [click])
    #expect(events("\u{1B}[<4;3;4M") == [click])
    #expect(
      events("\u{1B}[<64;3;4M\u{1B}[<65;300;4M") == [
        .mouse(MouseEvent(x: 2, y: 3, action: .wheelUp)), .mouse(MouseEvent(x: 299, y: 3, action: .wheelDown)),
      ])
    for other in [
      "0;3", "0;3;4;5", "0;;4", "99999999999999999999;1;1", "1;3;4", "2;3;4", "32;3;4", "66;3;4", "128;3;4",
    ] {
      #expect(events("\u{1B}[<\(other)M").isEmpty, "\(other)")
    }
  }

  @Test func pastedTextIsOneEvent() {
    #expect(
      events("\u{1B}[200~qqq\r\u{1B}[A\u{1B}[201\u{1B}[201~q") == [
        .pasted("qqq\r\u{1B}[A\u{1B}[201"), .key(.character("q")),
      ])
    #expect(events("\u{1B}[200~é\u{1B}[201~") == [.pasted("é")])
    #expect(events("\u{1B}[200~") == [])
    #expect(events("\u{1B}[200~qqq", then: true) == [.pasted("qqq")])
    let long = events("\u{1B}[200~" + String(repeating: "q", count: 100_000) + "\u{1B}[201~")
    #expect(long == [.pasted(String(repeating: "q", count: 65_536))])
  }

  @Test func anyBytesGiveTheSameEventsInAnyPortions() {
    let examples = [
      "\u{1B}[200~q\u{1B}[201~\u{1B}P>|x\u{1B}\\q\u{1B}[<0;3;4M\u{1B}[M !!é",
      "\u{1B}]11;rgb:1/1/1\u{7}\u{1B}OA\u{1B}[[A\u{9B}A\u{1B}\u{1B}",
    ].map { Array($0.utf8) }
    var mutator = Mutator(seed: 3)
    for _ in 0..<Mutator.cases(300) {
      let bytes = mutator.next(of: examples)
      var parser = InputParser()
      var single = bytes.flatMap { parser.take([$0]) }
      single += parser.pause()
      #expect(single == events(bytes, then: true))
      #expect(parser.patience == nil)
    }
  }
}
