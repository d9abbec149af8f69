import Networks
import Screen
import Testing
import Training

@testable import Experiments
@testable import Lab

/// What the screens say besides the figures of a run: the other kind of batch statistics, the accuracy over time.
@Suite struct OtherFiguresTests {
  @Test func `a run that is done says what other ways of evaluating give`() {
    var state = Support.training(steps: Support.plan.steps - 1)
    let last = Support.events().suffix(3).map { event in
      guard case .epochEnded(var record) = event else { return event }
      record.other = OtherStatistics(kind: .ema, evaluation: Evaluation(loss: 1, accuracy: 0.625, images: 20))
      record.augmented = Evaluation(loss: 1, accuracy: 0.75, images: 20)
      return .epochEnded(record)
    }
    state.train.recipe?.training.lastViews = .mirror
    _ = update(&state, TrainMessage.events(last + [.stopped(.completed)]))
    Support.end(&state)
    state.screen = .train
    let text = Support.view(state).text
    #expect(text.contains("✓ done"))
    #expect(text.contains("--bn-stats ema gives 62.50 %"))
    #expect(text.contains("--tta mirror gives 75.00 %"))
  }

  @Test func `H draws the best accuracy over seconds, then over FLOP, then the accuracy over epochs`() throws {
    var state = Support.listed()
    let epochs = try RecordedRun.shared.get().epochs.map { EpochRow($0) }
    _ = state.readDrawnRuns()
    _ = update(&state, RunsMessage.loaded(epochs, id: try #require(state.runs.drawn.first?.id)))
    for title in ["seconds of training", "FLOP of training"] {
      Support.press(.character("H"), on: &state)
      let text = Support.view(state).text
      #expect(text.contains("best accuracy %") && text.contains(title))
    }
    Support.press(.character("H"), on: &state)
    #expect(!Support.view(state).text.contains("best accuracy %"))
  }
}
