import Foundation
import Screen
import Testing

@testable import Lab

/// Every key that the help names, pressed in the real binary: the screen changes, or says why it does not.
@Suite(.enabled(if: TerminalSession.isAvailable, "tmux is not installed"))
struct HelpKeyTests {
  /// Keys that leave the lab, go back from where there is no way back, or paint what stands there already: the tests
  /// of sessions and of terminals press those.
  private static let elsewhere: Set<KeyPress> = [.control("c"), .control("z"), .control("l"), .escape]

  @Test(arguments: ScreenID.allCases) func everyKeyOfTheHelpHasAVisibleEffect(_ screen: ScreenID) throws {
    let session = try TerminalSession(width: 200, height: 60)
    try prepare(screen, session)
    for binding in KeyTable.all where binding.scope == .screen(screen) { try press(binding, on: screen, session) }
  }

  @Test func everyKeyThatHoldsEverywhereHasAVisibleEffect() throws {
    let session = try TerminalSession(width: 200, height: 60)
    try prepare(.train, session)
    for binding in KeyTable.all where [.everywhere, .always].contains(binding.scope) {
      try press(binding, on: .train, session)
    }
  }

  /// Opens the lab with something to see on the screen.
  private func prepare(_ screen: ScreenID, _ session: TerminalSession) throws {
    if [.inspect, .runs, .predict, .network].contains(screen) {
      for seed in ["1", "2"] {
        let run = try Lab.run(
          "train", "SimpleNet", "--data", "shapes", "--subset", "256", "--fit", "1e-1, 1", "--seed", seed, "--quiet",
          in: session.folder)
        #expect(run.status == 0, "\(run.errors)")
      }
    }
    try session.openLab()
    let fit = screen == .train ? "1e-3, 4000" : "1e-2, 1"
    for command in ["network SimpleNet", "set subset \(screen == .finder ? 5000 : 500)", "fit \(fit)"] {
      try session.press(":")
      try session.type(command)
      try session.press("Enter")
    }
    switch screen {
    case .data, .network, .runs: break
    case .finder:
      try session.press("3", "f")
      try session.wait(for: "✓")
    case .train:
      try session.press("2", "t")
      try session.wait(for: "● training", "images/s")
    case .inspect:
      try session.press("6", "i")
      try session.wait(for: "confusion, 2,000 images")
    case .predict:
      try session.writePictures(12, to: "photos")
      try session.press(":")
      try session.type("predict photos")
      try session.press("Enter")
      try session.wait(for: "1 of 12", "of 2 say")
    case .machine:
      try session.press("8")
      try session.wait(for: "processor", "threads", "in 0 runs")
    }
    try settle(session, isLong: screen == .train)
  }

  private func press(_ binding: KeyBinding, on screen: ScreenID, _ session: TerminalSession) throws {
    // Of keys for two directions the one towards the end comes first: the lab begins at the start.
    var keys = binding.keys.reversed().joined().filter { !Self.elsewhere.contains($0) }
    var isLastRound = false
    while !keys.isEmpty {
      // A direction that was at its end has its turn again when the other one has been pressed.
      let waiting = try keys.filter { key in
        // Its opposite may have had its turn before it: at the end nothing goes on until that is pressed again.
        if isLastRound, let opposite = binding.keys.first(where: { !$0.contains(key) })?.first {
          _ = try hasEffect(opposite, binding, on: screen, session, patiently: false)
        }
        return try !hasEffect(key, binding, on: screen, session, patiently: isLastRound)
      }
      if isLastRound {
        for key in waiting { Issue.record("\(key.title) (\(binding.help)) changes nothing:\n\(try session.screen())") }
        return
      }
      isLastRound = waiting.count == keys.count
      keys = waiting
    }
  }

  private func hasEffect(
    _ key: KeyPress, _ binding: KeyBinding, on screen: ScreenID, _ session: TerminalSession, patiently: Bool
  ) throws -> Bool {
    var start = screen
    if case .character(let digit) = key, binding.scope == .everywhere, let own = digit.wholeNumberValue {
      start = ScreenID(rawValue: own % ScreenID.allCases.count + 1) ?? screen
    }
    // F9 means nothing: it only takes the last notice away.
    let tabs = Array(repeating: "Tab", count: part(of: binding, on: screen))
    // The keys of a list that another key opens; from its second line it goes up and down.
    let opener = binding.help.hasPrefix("in the list of columns") ? ["v", "Down"] : []
    try session.press(["Escape", "Escape", "Escape", "\(start.rawValue)"] + tabs + opener + ["F9"])
    let before = try still(session)
    if case .character(let character) = key, character != " " {
      try session.type("\(character)")
    } else {
      try session.press(key.tmuxName)
    }
    // Not too soon: a key that only moves to an end has no second effect.
    let deadline = Date(timeIntervalSinceNow: patiently ? 60 : 2)
    var isChanged = false
    while !isChanged, Date() < deadline { isChanged = try masked(session) != before }
    try settle(session, isLong: screen == .train)
    return try isChanged || masked(session) != before
  }

  /// How often Tab has to be pressed until a key has its meaning.
  private func part(of binding: KeyBinding, on screen: ScreenID) -> Int {
    var state = LabState()
    state.screen = screen
    state.layOut()
    for moves in 0..<4 {
      if binding.availability(state) != .elsewhere { return moves }
      // Here is nothing to go to yet, there will be.
      screen.type.moveFocus(&state, by: 1)
    }
    return 0
  }

  /// Waits until nothing is computed; a training that is long is paused.
  private func settle(_ session: TerminalSession, isLong: Bool) throws {
    try session.wait {
      let title = try title(session)
      if isLong, title.contains("● training") {
        try session.press(["Escape", "Escape", "Escape", "4", "Space"])
        // It may have ended before that.
        try session.wait { try ["‖", "■", "✓"].contains { try self.title(session).contains($0) } }
      }
      return !["●", "measuring", "loading", "predicting"].contains { title.contains($0) }
    }
  }

  private func title(_ session: TerminalSession) throws -> Substring { try session.screen().prefix { $0 != "\n" } }

  /// The screen once it does not change any more.
  private func still(_ session: TerminalSession) throws -> String {
    var last = ""
    try session.wait {
      let now = try masked(session)
      defer { last = now }
      return now == last
    }
    return last
  }

  /// The screen with its colours, times of day left out.
  private func masked(_ session: TerminalSession) throws -> String {
    try session.colouredScreen().replacing(/\d\d:\d\d:\d\d/, with: "")
  }
}

extension KeyPress {
  /// As `tmux send-keys` calls it.
  fileprivate var tmuxName: String {
    switch self {
    case .character(" "): "Space"
    case .character(let character): String(character)
    case .control(let letter): "C-\(letter)"
    case .enter: "Enter"
    case .escape: "Escape"
    case .tab: "Tab"
    case .backTab: "BTab"
    case .backspace: "BSpace"
    case .delete: "DC"
    case .insert: "IC"
    case .up: "Up"
    case .down: "Down"
    case .left: "Left"
    case .right: "Right"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PPage"
    case .pageDown: "NPage"
    case .function(let number): "F\(number)"
    }
  }
}
