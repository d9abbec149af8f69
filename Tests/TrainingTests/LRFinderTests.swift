import Foundation
import ImageData
import Kernels
import Networks
import Testing

@testable import Training

@Suite struct LRFinderTests {
  private func options(_ batchSize: Int = 4) -> LearnerOptions {
    LearnerOptions(fits: [FitCall(0.05, 1)], batchSize: batchSize, seed: 5)
  }

  @Test(arguments: [false, true]) func ratesFollowTheFormulaForEveryBatch(isLinear: Bool) {
    var finder = LRFinderOptions()
    finder.start = 1e-4
    finder.end = 100
    finder.isLinear = isLinear
    for k in 0..<196 {
      let share = Double(k) / 196
      let expected = isLinear ? 1e-4 + (100 - 1e-4) * share : 1e-4 * pow(1e6, share)
      #expect(abs(finder.rate(k, of: 196) / expected - 1) < 1e-13)
    }
  }

  @Test func weightsAndStatisticsAreTheSameBitsAfterwards() throws {
    let network = try TinyData.network(batchSize: 4)
    let data = TinyData.dataSet()
    for isWarm in [false, true] {
      let learner = Learner(network: network, data: data, options: options())
      if isWarm { learner.run() }
      let before = learner.state
      var finder = LRFinderOptions()
      finder.end = 100
      let curve = LRFinder(network: network, data: data, learner: options(), options: finder).run()
      #expect(curve.points.count > 10)
      #expect(learner.state == before)
    }
  }

  @Test func anInterruptedSweepAlsoLeavesNoTrace() throws {
    let network = try TinyData.network(batchSize: 4)
    let data = TinyData.dataSet()
    let before = network.weights
    let control = TrainingControl()
    var count = 0
    let curve = LRFinder(network: network, data: data, learner: options()).run(control) { _ in
      count += 1
      if count == 3 { control.request = .stop }
    }
    #expect(curve.points.count == 3)
    #expect(network.weights == before)
  }

  @Test func aTrainingRunAfterItGivesWhatItGivesWithoutIt() throws {
    func figures(afterFinder: Bool) throws -> [Double] {
      let network = try TinyData.network(batchSize: 4)
      let data = TinyData.dataSet()
      if afterFinder { _ = LRFinder(network: network, data: data, learner: options()).run() }
      var losses: [Double] = []
      Learner(network: network, data: data, options: options()).run {
        if case .stepEnded(let record) = $0 { losses.append(record.loss) }
      }
      return losses
    }
    #expect(try figures(afterFinder: true) == figures(afterFinder: false))
  }

  @Test func anExplodingLossEndsTheSweepAndItsBatchIsNotRecorded() throws {
    let network = try TinyData.network(SimpleNet(), widths: [768, 8, 4], batchSize: 2)
    var finder = LRFinderOptions()
    finder.end = 1e6
    let curve = LRFinder(
      network: network, data: TinyData.dataSet(), learner: options(2), options: finder
    ).run()
    #expect(curve.stoppedEarly)
    #expect(curve.points.count < 35)
    #expect(curve.points.allSatisfy { $0.smoothed.isFinite })
  }

  private func curve(_ losses: [Double]) -> LRCurve {
    LRCurve(
      points: losses.enumerated().map {
        LRCurve.Point(learningRate: pow(10, Double($0.offset) / 10), loss: $0.element, smoothed: $0.element)
      })
  }

  @Test func suggestionsByHand() {
    // 20 batches: the first 2 and the last 5 points are left out, which leaves 6 5 3 2 1.5 1 2 3.
    let all = curve([9, 9, 6, 5, 3, 2, 1.5, 1, 2, 3, 7, 7, 7, 7, 7])
    let suggestions = LRSuggestions(all, batches: 20)
    func rate(_ index: Int) -> Double { all.points[2 + index].learningRate }
    #expect(suggestions.minimum == rate(5) / 10)
    // The steepest descent, 5 to 3, starts at index 1.
    #expect(suggestions.steep == rate(1))
    // The descent 6 5 3 2 1.5 1 ends at e = 5 with ℓ = 6: s = −1, t = 2, index −1 + 2 + 1.
    #expect(suggestions.valley == rate(2))
  }

  @Test func theValleyAgreesWithTheQuadraticDefinition() {
    var generator = SeededGenerator(seed: 8)
    for _ in 0..<200 {
      let losses = (0..<Int.random(in: 2...40, using: &generator)).map { _ in
        Double(Int.random(in: 0...20, using: &generator))
      }
      var lengths = [Int](repeating: 1, count: losses.count)
      var end = 0
      for i in 1..<losses.count {
        for j in 0..<i where losses[i] < losses[j] { lengths[i] = max(lengths[i], lengths[j] + 1) }
        if lengths[end] < lengths[i] { end = i }
      }
      let third = Double(lengths[end]) / 3
      let index = end - lengths[end] + Int(third) + Int(third / 2)
      #expect(LRSuggestions.valleyIndex(losses) == max(index, 0))
    }
  }

  @Test func tooShortCurvesSuggestNothing() {
    #expect(LRSuggestions(curve([1, 2, 3]), batches: 3) == LRSuggestions(curve([]), batches: 0))
    #expect(LRSuggestions(curve([]), batches: 0).valley == nil)
  }

  @Test func suggestionsEndBeforeTheFirstValueThatIsNotFinite() {
    let suggestions = LRSuggestions(curve([3, 2, 1, .nan, 0, 0, 0, 0, 0, 0]), batches: 5)
    #expect(suggestions.minimum == pow(10, 0.2) / 10)
  }

  @Test func `a loss that only rises speaks for no rate`() {
    #expect(LRSuggestions(curve((0..<30).map { 2 + Double($0 * $0) }), batches: 30) == LRSuggestions())
  }
}
