import Foundation
import Testing

@testable import Screen

/// The last lines of a log, in as many rows as they take.
@Suite struct LogPaneTests {
  private func rows(_ texts: [String], back: Int = 0, height: Int = 3) -> [String] {
    let buffer = Sample.draw(
      LogPane(texts.map { LogPane.Line($0, level: .warning) }, back: back), width: 11, height: height, Sample.full)
    return (0..<height).map { buffer.row($0).dropFirst(2).trimmingCharacters(in: .whitespaces) }
  }

  @Test func `the newest lines fill the pane`() {
    let lines = ["one", "two", "three", "four", "five"]
    #expect(rows(lines) == ["three", "four", "five"])
    #expect(rows(lines, back: 1) == ["two", "three", "four"])
    #expect(rows(["one"]) == ["one", "", ""])
  }

  @Test func `a long line wraps, and what is above it is seen as far as there is room`() {
    let lines = ["one", "two", "three four five"]
    #expect(rows(lines) == ["two", "three", "four five"])
    #expect(rows(lines, height: 1) == ["four five"])
  }

  @Test func `however far it is scrolled, the pane stays full`() {
    let lines = ["one two three", "four", "five", "six"]
    #expect(rows(lines, back: 99) == ["one two", "three", "four"])
    #expect(rows(["one", "two", "three", "four"], back: 99) == ["one", "two", "three"])
  }
}
