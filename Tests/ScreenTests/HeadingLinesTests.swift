import Testing

@testable import Screen

/// Names over narrow columns can be read, and told apart.
@Suite struct HeadingLinesTests {
  private func lines(_ name: String, _ width: Int, _ most: Int = 3, among others: [String] = []) -> [String] {
    HeadingLines(name, width: width).lines(most, among: others)
  }

  @Test func namesAreBrokenBetweenTheirWords() {
    #expect(lines("blueberry_muffin", 11) == ["blueberry_", "muffin"])
    #expect(lines("polar bear", 5) == ["polar", "bear"])
    #expect(lines("cat", 5) == ["cat"])
    #expect(lines("T-shirt/top", 7) == ["T-", "shirt/", "top"])
  }

  @Test func aWordThatHasNoRoomIsBrokenByAHyphen() {
    #expect(lines("automobile", 6) == ["autom-", "obile"])
    #expect(lines("猫猫猫", 5) == ["猫猫-", "猫"])
  }

  @Test func whatIsLeftOutIsNotWhatTellsNamesApart() {
    let names = (1...12).map { "class number \($0)" }
    let shown = names.map { lines($0, 6, 2, among: names) }
    #expect(Set(shown).count == 12 && shown.allSatisfy { $0.count == 2 && $0[0] == "class" })
    let one = names.map { lines($0, 6, 1, among: names) }
    #expect(Set(one).count == 12 && one.allSatisfy { TextWidth.of($0[0]) <= 6 })
    // Where the beginning does, it is what is read.
    #expect(lines("automobile", 6, 1, among: ["airplane", "automobile"]) == ["automobile"])
  }

  @Test func onlyCellsWithSomethingInThemHaveATick() {
    let table = HeatTable(
      rowLabels: ["a", "b"], columnLabels: ["a", "b"], shares: [[0, 1], [0, 1]], texts: [["·", "9"], ["·", "9"]])
    let text = Sample.draw(table, width: 30, height: 6, Sample.full).text
    #expect(text.count { $0 == "✓" } == 1 && text.count { $0 == "✗" } == 1)
  }
}
