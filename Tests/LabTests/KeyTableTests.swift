import Screen
import Testing

@testable import Lab

@Suite struct KeyTableTests {
  @Test func digitsChangeTheScreen() {
    var state = Support.state()
    for screen in ScreenID.allCases {
      Support.press(.character(Character("\(screen.rawValue)")), on: &state)
      #expect(state.screen == screen)
    }
  }

  @Test func digitsAreTextWhileAWidthIsTyped() {
    var state = Support.state()
    Support.press(.character("2"), .character("j"), .tab, .enter, on: &state)
    #expect(state.editing != nil)
    _ = Support.type("24", &state)
    #expect(state.screen == .network)
    Support.press(.enter, on: &state)
    #expect(state.network.widths == [3, 24, 40, 80])
  }

  @Test func escapeTakesATypedWidthBack() {
    var state = Support.state()
    Support.press(.character("2"), .character("j"), .tab, .enter, on: &state)
    _ = Support.type("24", &state)
    Support.press(.escape, on: &state)
    #expect(state.network.widths == [3, 20, 40, 80])
    #expect(state.editing == nil)
  }

  @Test func noKeyStandsTwiceAmongThoseThatHoldTogether() {
    for screen in ScreenID.allCases {
      var state = Support.training()
      state.screen = screen
      var seen: [KeyPress: String] = [:]
      for binding in KeyTable.bindings(state) where binding.availability(state) != .elsewhere {
        for key in binding.keys.joined() {
          #expect(seen[key] == nil, "\(screen): \(key.title) is \(seen[key] ?? "") and \(binding.title)")
          seen[key] = binding.title
        }
      }
    }
  }

  @Test func aLetterMeansTheSameOnEveryScreen() {
    for (letter, meanings) in LetterTable(KeyTable.all).meanings.sorted(by: { $0.key < $1.key }) {
      #expect(meanings.count == 1, "\(letter) does \(meanings)")
    }
  }

  @Test func anActionHasTheSameKeysOnEveryScreen() {
    var keys: [String: Set<KeyPress>] = [:]
    for binding in KeyTable.all {
      guard case .screen = binding.scope else { continue }
      for (action, group) in zip(binding.actions, binding.keys) {
        // What is done by a letter somewhere is done by it everywhere; enter and the like depend on the place.
        let letters = Set(group.filter { if case .character(let letter) = $0 { letter.isLetter } else { false } })
        guard !letters.isEmpty else { continue }
        #expect(keys[action, default: letters] == letters, "\(action)")
        keys[action] = letters
      }
    }
  }

  @Test func aKeyThatIsOffSaysWhy() {
    var state = Support.state()
    state.screen = .train
    Support.press(.character("x"), on: &state)
    #expect(state.notice?.text == "x: no network is being trained")
  }

  @Test func helpListsEveryKeyOfTheScreen() {
    for screen in ScreenID.allCases {
      var state = Support.state()
      state.screen = screen
      let lines = HelpView(state: state, panel: HelpPanel()).lines(HelpEntry.all(state), width: 100)
      let text = lines.flatMap(\.spans).map(\.text).joined(separator: "\n")
      for binding in KeyTable.all where binding.scope == .screen(screen) || binding.scope == .everywhere {
        #expect(text.contains(binding.allKeys))
      }
    }
  }

  @Test func footerEndsInHelp() {
    let state = Support.state()
    let lines = Support.view(state).text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.last?.hasSuffix("? help") == true)
  }

  @Test func aRandomWalkOverTheKeysNeverCrashesAndLosesNoRun() {
    var generator = SeededKeys(state: 7)
    for screen in ScreenID.allCases {
      var state = Support.training(steps: 6)
      state.screen = screen
      for _ in 0..<500 {
        let character = Character(UnicodeScalar(UInt8(32 + generator.next() % 95)))
        let effects = Support.press(.character(character), &state)
        for effect in effects {
          if case .quit = effect { Issue.record("a printable key left a training before it had stopped") }
          if case .files(let task) = effect, task.task is DeleteRuns { Issue.record("a printable key deleted a run") }
        }
      }
      #expect(state.training != nil)
      _ = Support.view(state)
    }
  }
}

/// Small numbers that look random and are the same every time.
struct SeededKeys {
  var state: UInt64
  mutating func next() -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 40)
  }
}
