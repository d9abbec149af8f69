import Foundation
import Fuzzing
import Networks
import Screen
import Testing

@testable import Lab

/// Damaged settings, hostile text and keys by the hundred: nothing ends the lab but the wish to leave it, and no run is
/// lost.
@Suite struct FuzzTests {
  @Test func settings() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "cifarlab-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = SettingsFile(url: folder.appending(path: "settings.json"))
    try file.write(Settings(theme: "é\"dark\n", mouse: true))
    let examples = [[UInt8](try Data(contentsOf: file.url)), Array("{\"theme\": null, \"mouse\": false}".utf8)]
    var mutator = Mutator(seed: 16)
    for _ in 0..<Mutator.cases(200) {
      let bytes = mutator.next(of: examples)
      try Mutator.write(bytes, to: file.url.path)
      let (settings, warning) = file.read()
      if warning != nil { #expect(settings == Settings()) }
    }
  }

  @Test func widths() {
    let pieces = ["3", "20", ",", ";", " ", "·", "[", "]", "-", "0", "65536", "99999999999999999999", "é", "\t", "٣"]
    var state = Support.state()
    var mutator = Mutator(seed: 17)
    for _ in 0..<Mutator.cases(200) {
      let text = mutator.text(of: ["10 · [20] · 40", "3, 20, 40, 80"], pieces: pieces)
      let before = state.network.widths
      if let error = state.takeWidths(text) {
        #expect(!error.reason.isEmpty && state.network.widths == before)
      } else {
        #expect((1...64).contains(state.network.widths.count))
        #expect(state.network.widths.allSatisfy { (1...WidthLimits.width.upperBound).contains($0) })
      }
    }
  }

  @Test func keySequences() throws {
    var mutator = Mutator(seed: 18)
    let cases = Mutator.cases(1_000)
    for start in stride(from: 0, to: cases, by: 200) {
      var state = try self.state(&mutator)
      for _ in start..<min(start + 200, cases) {
        for event in events(&mutator) {
          let effects = update(&state, SessionMessage.terminal(event))
          // A run is deleted by its word alone, and a training is left only when it has been stopped.
          #expect(!effects.contains { if case .files(let file) = $0 { file.task is DeleteRuns } else { false } })
          #expect(!effects.contains(.abandon) || state.closing != nil)
          #expect(!effects.contains { if case .quit = $0 { true } else { false } } || state.training == nil)
        }
        if mutator.below(20) == 0 {
          let shown = Support.view(state)
          #expect(shown.width == state.width && shown.height == state.height)
        }
      }
    }
  }

  /// One of the states that a session passes through, on any screen.
  private func state(_ mutator: inout Mutator) throws -> LabState {
    var state =
      switch mutator.below(4) {
      case 0: LabState()
      case 1: Support.state()
      case 2: Support.training(steps: 6)
      default: Support.training()
      }
    if mutator.below(2) == 0 {
      for event in Support.sweep() { _ = update(&state, event) }
      _ = update(&state, RunsMessage.listed(Support.rows))
      MachineSamples.fill(&state)
    }
    if mutator.below(2) == 0 { state.inspect.take(try Support.inspection()) }
    state.screen = ScreenID.allCases[mutator.below(ScreenID.allCases.count)]
    return state
  }

  /// A key, a click, another size, or words with what ends them.
  private func events(_ mutator: inout Mutator) -> [TerminalEvent] {
    let named: [KeyPress] = [
      .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .up, .down, .left, .right, .home, .end, .pageUp,
      .pageDown, .function(1), .function(12),
    ]
    let words = [
      ":set subset 0", ":set batch 99999999999999999999", ":widths 1", ":widths 3,65536,65536,65536", ":fit 1e-2, 2",
      ":lr 1e999", ":range 1 0", ":screen r", "/é", ":network resnet2", ":set size 64", "3.5", "-1", "stop", "quit",
    ]
    func character() -> Character {
      let odd: [Character] = ["é", "👩‍👩‍👧", "\u{301}", "字", "\u{200b}", "\u{202e}"]
      return mutator.below(12) == 0
        ? odd[mutator.below(odd.count)] : Character(UnicodeScalar(UInt8(32 + mutator.below(95))))
    }
    switch mutator.below(16) {
    case 0...6: return [.key(.character(character()))]
    case 7...11: return [.key(named[mutator.below(named.count)])]
    case 12: return [.key(.control(Character(UnicodeScalar(UInt8(97 + mutator.below(26))))))]
    case 13:
      let action: [MouseEvent.Action] = [.click, .wheelUp, .wheelDown]
      let (x, y) = (mutator.below(300) - 50, mutator.below(150) - 50)
      return [.mouse(MouseEvent(x: x, y: y, action: action[mutator.below(3)]))]
    case 14:
      guard mutator.below(4) == 0 else { return [.repaint] }
      return [.resized(width: mutator.below(220), height: mutator.below(70))]
    default: return (words[mutator.below(words.count)].map { .character($0) } + [KeyPress.enter]).map { .key($0) }
    }
  }
}
