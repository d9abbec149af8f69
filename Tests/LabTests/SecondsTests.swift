import Listing
import Screen
import Testing
import Training

@testable import Experiments
@testable import Lab

/// Seconds say whether they include the validation, in the same words everywhere.
@Suite struct SecondsTests {
  /// Figures of seconds or minutes in a text, each with the word behind it.
  private func times(in text: String) -> [String] {
    text.matches(of: /\d(?: m?s|:\d\d)(?: (\S+))?/).map { $0.output.1.map(String.init) ?? "" }
  }

  @Test func thePanelOfATrainingSaysItOfWhatIsLeftAndOfAnEpoch() {
    var state = Support.training()
    state.screen = .train
    state.clock = (0, 0)
    let shown = Support.view(state).text
    #expect(shown.contains(/left   [\d.]+ m?s trn\+val · done/) && shown.contains(/[\d.]+ m?s trn\/epoch/))
    #expect(shown.contains("trn_s"))
    state.isMaximised = true
    #expect(Support.view(state).text.contains(/left [\d.]+ m?s trn\+val/))
    _ = update(&state, TrainMessage.events([.stopped(.completed)]))
    Support.end(&state)
    #expect(Support.view(state).text.contains(/took +[\d.]+ m?s trn\b/))
  }

  @Test func aLineOfAnEpochSaysIt() throws {
    let state = Support.training(steps: 8)
    let line = TrainMessage.line(for: try #require(state.train.curves.epochs.first), state)
    #expect(times(in: line).allSatisfy { $0.hasPrefix("trn") } && times(in: line).count == 2, "\(line)")
  }

  @Test func soDoTheEstimateOfNetworkAndTheTableOfRuns() {
    #expect(Figures.trainedPerEpoch(4.5) == "4.5 s trn/epoch" && Figures.trained(62) == "1:02 trn")
    #expect(Figures.leftWithValidation(17) == "17 s trn+val" && Figures.trained(nil) == Figures.missing)
    let titles = RunColumn.all.map(\.title).filter { $0.contains("time") || $0.contains("second") }
    #expect(titles == ["trn time"])
  }
}
