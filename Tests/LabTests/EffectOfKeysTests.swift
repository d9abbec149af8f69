import Screen
import Testing
import Training

@testable import Lab

/// No key of the help is a promise without anything behind it.
@Suite struct EffectOfKeysTests {
  /// Keys that the terminal answers by itself, and the one that goes back from where there is no way back.
  private static let withoutEffect: Set<KeyPress> = [.control("l"), .control("z"), .escape]

  @Test(arguments: ScreenID.allCases) func everyKeyThatIsOnChangesTheScreenOrAsksForSomething(_ screen: ScreenID) throws
  {
    for state in try states(on: screen) {
      let before = Support.view(state)
      for binding in KeyTable.bindings(state) where binding.availability(state) == .on {
        // One direction of a pair may be at its end already.
        let hasEffect = binding.keys.contains { group in
          guard let key = group.first, !Self.withoutEffect.contains(key) else { return true }
          var after = state
          let effects = Support.press(key, &after)
          return !effects.isEmpty || Support.view(after) != before
        }
        #expect(hasEffect, "\(binding.allKeys): \(binding.help)")
      }
    }
  }

  /// The screen with something to show, once for each of its parts, before, in and after a training.
  private func states(on screen: ScreenID) throws -> [LabState] {
    var rich = Support.training(steps: 8)
    rich.network.pick("ConvNet")
    rich.network.edit { $0.add() }
    rich.network.edit { $0.undo() }
    rich.data.sources = [
      SourceEntry(source: "shapes", title: "shapes", detail: "drawn figures", availability: .builtIn),
      SourceEntry(source: "cifar10", title: "CIFAR-10", detail: "162 MiB", availability: .fetchable),
    ]
    for event in Support.sweep() + Support.sweep() { _ = update(&rich, event) }
    _ = update(&rich, RunsMessage.listed(Support.rows))
    _ = update(&rich, InspectMessage.inspected(try Support.inspection()))
    MachineSamples.fill(&rich)
    rich.screen = screen
    rich.notice = nil
    var ended = rich
    _ = update(&ended, TrainMessage.events([.stopped(.diverged(step: 8, learningRate: 0.3))]))
    Support.end(&ended)
    ended.notice = nil
    return [rich, ended].flatMap { state in
      (0..<4).map { moves in
        var state = state
        for _ in 0..<moves { Support.press(.tab, on: &state) }
        state.notice = nil
        return state
      }
    }
  }
}
