import Screen
import Testing

@Suite struct TerminalAnswersTests {
  private func answers(_ text: String) -> TerminalAnswers {
    var answers = TerminalAnswers()
    for byte in text.utf8 { answers.take(byte) }
    return answers
  }

  @Test(arguments: [
    ("\u{1B}]11;rgb:ffff/8080/0000\u{7}\u{1B}[?62;22c", RGB(255, 128, 0)),
    ("\u{1B}]11;rgb:ff/80/00\u{1B}\\\u{1B}[?6c", RGB(255, 128, 0)),
    ("\u{1B}]11;rgb:f/0/8\u{7}\u{1B}[?1;2c", RGB(255, 0, 136)),
  ]) func theBackgroundIsReadInAllItsForms(_ text: String, _ colour: RGB) {
    let read = answers(text)
    #expect(read.background == colour && read.isComplete && read.typed.isEmpty)
  }

  @Test func aTerminalThatKnowsNoBackgroundStillEndsTheWait() {
    let read = answers("\u{1B}[?62c")
    #expect(read.isComplete && read.background == nil)
  }

  @Test func whatIsTypedMeanwhileIsKeptInOrder() {
    let read = answers("6\u{1B}[A\u{1B}]11;rgb:0000/0000/0000\u{1B}\\q\u{1B}[?62cé")
    #expect(String(decoding: read.typed, as: UTF8.self) == "6\u{1B}[Aqé")
    #expect(read.background == RGB(0, 0, 0))
    #expect(answers("\u{1B}").typed == [0x1B])
    #expect(!answers("\u{1B}[A").isComplete)
  }

  @Test func nonsenseIsNoColour() {
    for text in ["11;rgb:", "11;rgb:gg/00/00", "11;rgb:00/00", "11;rgb:00000/0/0", "11;rgb:+f/+f/+f", "10;rgb:0/0/0"] {
      #expect(answers("\u{1B}]\(text)\u{7}").background == nil, "\(text)")
    }
    #expect(answers("\u{1B}]11;" + String(repeating: "x", count: 200)).background == nil)
  }

  @Test func theVariableThatRxvtSetsNamesTheBackgroundLast() {
    for (value, isLight) in [
      ("15;0", false), ("0;15", true), ("0;default;15", true), ("0;7", true), ("7;8", false), ("12;default", nil),
      ("", nil), ("15", nil), ("0;99", nil),
    ] as [(String, Bool?)] {
      #expect(TerminalBackground.isLight(environment: ["COLORFGBG": value]) == isLight, "\(value)")
    }
    #expect(TerminalBackground.isLight(environment: [:]) == nil)
  }
}
