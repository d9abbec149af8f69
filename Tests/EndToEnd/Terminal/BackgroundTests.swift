import Foundation
import Screen
import Testing

/// The theme of somebody who has chosen none follows the terminal's background.
@Suite(.serialized, .enabled(if: TerminalSession.isAvailable, "tmux is not installed"))
struct BackgroundTests {
  private static let white = "bg=#ffffff,fg=#000000"

  /// Checks that the lab is drawn in a theme, and that nothing of the terminal's answer has arrived as keys.
  private func expect(
    _ theme: Theme, style: String = "default", _ environment: [String: String] = [:], arguments: String = ""
  ) throws {
    let all = environment.merging(["COLORTERM": "truecolor"]) { own, _ in own }
    let session = try TerminalSession(width: 100, height: 30, environment: all, style: style)
    try session.openLab(arguments)
    let shown = try session.wait(for: "▸1 Data", "? help")
    #expect(!shown.contains("rgb:"))
    let background = theme[.background].rgb
    let colour = ScreenCells.Colour.rgb([background.red, background.green, background.blue].map(Int.init))
    #expect(ScreenCells(try session.colouredScreen()).rows.first?.first?.background == colour)
  }

  @Test func aTerminalThatTellsAWhiteBackgroundGetsTheLightTheme() throws { try expect(.light, style: Self.white) }

  @Test func aTerminalThatTellsABlackBackgroundOrNoneGetsTheDarkTheme() throws {
    try expect(.dark, style: "bg=#000000,fg=#ffffff")
    try expect(.dark)
  }

  @Test func theEnvironmentTellsTheBackgroundWithoutAsking() throws {
    try expect(.light, ["COLORFGBG": "0;15"])
    try expect(.dark, style: Self.white, ["COLORFGBG": "15;0"])
  }

  @Test func whatSomebodyHasChosenComesFirst() throws {
    try expect(.dark, style: Self.white, ["CIFARLAB_THEME": "dark"])
    try expect(.dark, style: Self.white, arguments: "--theme dark")
  }

  @Test func whatIsTypedBeforeTheFirstFrameIsNotLost() throws {
    let session = try TerminalSession(width: 100, height: 30, style: Self.white)
    try session.type("\(Lab.binary.path) lab --data shapes")
    try session.press(["Enter", "6"])
    try session.wait(for: "▸6 Runs")
  }
}
