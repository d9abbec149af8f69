import Foundation
import Testing

/// What the lab sends to terminals of different kinds, and how it leaves them.
@Suite(.serialized, .enabled(if: TerminalSession.isAvailable, "tmux is not installed"))
struct TerminalTests {
  /// Opens the lab in a shell that has noted its process and its terminal's modes.
  private func open(
    _ environment: [String: String], terminal: String = "tmux-256color"
  ) throws -> (TerminalSession, pid_t) {
    let session = try TerminalSession(width: 100, height: 30, environment: environment)
    try session.run("stty -a > modes; echo $? saved")
    try session.wait(for: "0 saved")
    try session.record(to: "sent")
    let lab = "env TERM=\(terminal) \(Lab.binary.path) lab --data shapes"
    try session.run("sh -c 'echo $$ > process; exec \(lab)'; echo exit=$?")
    try session.wait(for: "shapes: training images", "mean")
    let text = try String(contentsOf: session.folder.appendingPathComponent("process"), encoding: .utf8)
    return (session, try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines))))
  }

  /// What the lab has sent so far.
  private func sent(_ session: TerminalSession) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: session.folder.appendingPathComponent("sent")))
  }

  /// Checks that the shell has its terminal back.
  private func expectSane(_ session: TerminalSession, showing texts: String...) throws {
    try session.wait(for: "exit=")
    try session.run("stty -a | cmp - modes && echo un''changed")
    let shown = try session.wait(for: "unchanged")
    for text in texts { #expect(shown.contains(text), "\(shown)") }
    #expect(try session.flags() == "alternate 0, cursor 1, mouse 0")
  }

  @Test func picturesHaveTheNearestOf256ColoursToTheirExactOnes() throws {
    let exact = try pictures(try open(["COLORTERM": "truecolor"]).0)
    let nearest = try pictures(try open([:]).0)
    for (colour, index) in zip(exact, nearest) {
      guard case .rgb(let rgb) = colour, case .palette(let index) = index else {
        Issue.record("\(colour) and \(index) are not a colour and a number")
        return
      }
      let least = (16...255).map { distance(rgb, xterm($0)) }.min()
      #expect(distance(rgb, xterm(index)) == least)
    }
  }

  /// The colours of all half blocks of pictures at full size, once there are many: they follow the text of a frame.
  private func pictures(_ session: TerminalSession) throws -> [ScreenCells.Colour] {
    try session.press("z")
    var found: [ScreenCells.Colour] = []
    try session.wait {
      found = Array(ScreenCells(try session.colouredScreen()).halfBlocks.joined())
      return found.count >= 1000
    }
    return found
  }

  @Test func aTerminalOfBeforeUnicodeGetsASCIIAlone() throws {
    let session = try open([:], terminal: "vt100").0
    for screen in ["2", "3", "4", "5", "6", "?"] { try session.press(screen) }
    try session.wait(for: "help: Runs")
    #expect(try sent(session).allSatisfy { $0 < 128 })
  }

  @Test func anIdleScreenSendsNothing() throws {
    let session = try open([:]).0
    try session.press("2")
    try session.wait(for: "SimpleNet: widths")
    Thread.sleep(forTimeInterval: 0.5)
    let before = try sent(session).count
    Thread.sleep(forTimeInterval: 1.5)
    #expect(try sent(session).count == before)
  }

  @Test func whatNobodyPressedDoesNothing() throws {
    let session = try open([:]).0
    Thread.sleep(forTimeInterval: 0.5)
    let before = try sent(session).count
    try session.paste("hello world 3\nqqq")
    for text in ["\u{1B}[M !!", "\u{1B}[<0;3;4M", "\u{1B}P>|xterm(390)\u{1B}\\", "\u{1B}]11;rgb:q/q/q\u{7}"] {
      try session.type(text)
    }
    Thread.sleep(forTimeInterval: 1.5)
    #expect(try sent(session).count == before)
  }

  @Test func pastedTextIsTypedIntoAFieldAsOneLine() throws {
    let session = try open([:]).0
    try session.press(":")
    try session.paste("screen\nruns")
    try session.wait(for: "screen runs")
    try session.press("Enter")
    try session.wait(for: "▸6 Runs")
  }

  @Test func reportsOfTheMouseThatWereLeftOnAreSwitchedOff() throws {
    let session = try TerminalSession(width: 100, height: 30)
    try session.run("printf '\\033[?1003h\\033[?1006h'")
    try session.wait { try session.flags().hasSuffix("mouse 1") }
    try session.openLab()
    #expect(try session.flags().hasSuffix("mouse 0"))
  }

  @Test(arguments: [SIGSEGV, SIGTRAP, SIGILL])
  func aCrashLeavesASaneTerminalAndItsReason(_ signal: Int32) throws {
    let (session, process) = try open(["SWIFT_BACKTRACE": "enable=no"])
    kill(process, signal)
    let number = signal < 10 ? "0\(signal)" : "\(signal)"
    try expectSane(session, showing: "cifarlab: killed by signal \(number)", "exit=\(128 + signal)")
  }

  /// The colours that xterm gives to the numbers from 16 on.
  private func xterm(_ index: Int) -> [Int] {
    let levels = [0, 95, 135, 175, 215, 255]
    if index >= 232 { return Array(repeating: 8 + 10 * (index - 232), count: 3) }
    let cube = index - 16
    return [levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6]]
  }

  private func distance(_ first: [Int], _ second: [Int]) -> Int {
    zip(first, second).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }
}
