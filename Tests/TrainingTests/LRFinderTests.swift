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
    #expect(curve.ending == .stopped)
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
    (finder.start, finder.end) = (0.1, 1e6)
    let curve = LRFinder(
      network: network, data: TinyData.dataSet(), learner: options(2), options: finder
    ).run()
    #expect(curve.ending == .exploded)
    #expect(curve.points.count < 300)
    #expect(curve.points.allSatisfy { $0.smoothed.isFinite })
  }

  private func curve(_ losses: [Double]) -> LRCurve {
    LRCurve(
      points: losses.enumerated().map {
        LRCurve.Point(learningRate: pow(10, Double($0.offset) / 10), loss: $0.element, smoothed: $0.element)
      })
  }

  @Test func suggestionsByHand() {
    // 60 batches: the first 6 and the last 5 points are left out, which leaves 35 falling by 1, a leap of 4 after the
    // 20th, and 9 that rise.
    let falling = (0..<36).map { 60.0 - Double($0) - ($0 > 19 ? 3 : 0) }
    let all = curve([99, 99, 99, 99, 99, 99] + falling + (1...9).map { 22 + Double($0) } + [7, 7, 7, 7, 7])
    let suggestions = LRSuggestions(all, batches: 60)
    func rate(_ index: Int) -> Double { all.points[6 + index].learningRate }
    // The lowest value of all is among the last five.
    #expect(suggestions.lowest == all.points[51].learningRate)
    #expect(suggestions.minimum == all.points[51].learningRate / 10)
    #expect(suggestions.steep == rate(19))
    // The descent of all 36 ends at e = 35 with ℓ = 36: s = −1, t = 12, index −1 + 12 + 6.
    #expect(suggestions.valley == rate(17))
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

  @Test func curvesOfTooFewPointsSuggestNothing() {
    #expect(LRSuggestions(curve([]), batches: 0).absence == .tooFewPoints(0))
    let falling = (0..<50).map { 60.0 - Double($0) }
    for (points, batches) in [(7, 7), (49, 100), (50, 110)] {
      let suggestions = LRSuggestions(curve(Array(falling.prefix(points))), batches: batches)
      #expect(suggestions.absence == .tooFewPoints(points), "\(points) of \(batches)")
      #expect(suggestions.valley == nil && suggestions.steep == nil && suggestions.minimum == nil)
    }
    #expect(LRSuggestions(curve(falling), batches: 100).absence == .noRise)
  }

  @Test func suggestionsEndBeforeTheFirstValueThatIsNotFinite() {
    let falling = (0..<40).map { 60.0 - Double($0) }
    let suggestions = LRSuggestions(curve(falling + [.nan] + [Double](repeating: 0, count: 9)), batches: 9)
    #expect(suggestions.minimum == pow(10, 3.9) / 10)
  }

  @Test func aLossThatOnlyRisesSpeaksForNoRate() {
    let suggestions = LRSuggestions(curve((0..<60).map { 2 + Double($0 * $0) }), batches: 60)
    #expect(suggestions.absence == .noFall(risesAtOnce: true))
    #expect(suggestions.minimum == nil && suggestions.valley == nil && suggestions.steep == nil)
  }

  @Test func theAdviceFollowsFromWhereTheLossRises() {
    let flat = [Double](repeating: 2.3, count: 60)
    let explodes = (0..<20).map { 2.3 + Double($0 * $0) }
    // The lowest point of a curve that is flat may lie anywhere.
    var late = LRCurve(points: curve(flat + explodes).points, ending: .exploded)
    (late.points[50].loss, late.points[50].smoothed) = (2.35, 2.2999)
    let absence = LRSuggestions(late, batches: 100).absence
    #expect(absence == .noFall(risesAtOnce: false))
    #expect(absence?.remark(.exploded).contains("before it explodes") == true)
    #expect(
      LRSuggestions(curve(flat), batches: 60).absence?.remark(.reachedEnd).hasSuffix("higher rates") == true)
    let rising = LRSuggestions(curve((0..<60).map { 2 + Double($0) }), batches: 60).absence
    #expect(rising?.remark(.exploded).hasSuffix("start lower") == true)
  }

  @Test func whatMayBeChanceIsNoFall() {
    var generator = SeededGenerator(seed: 3)
    for batches in [100, 196, 400] {
      var smoothed = SmoothedLoss()
      let noise = (0..<batches).map { _ in 2.3 + 0.05 * Double(generator.unit() - 0.5) }
      var points = noise.enumerated().map { k, loss in
        smoothed.add(loss)
        return LRCurve.Point(learningRate: pow(10, Double(k) / 50), loss: loss, smoothed: smoothed.value)
      }
      guard case .noFall = LRSuggestions(LRCurve(points: points), batches: batches).absence else {
        Issue.record("noise over \(batches) batches speaks for a rate")
        continue
      }
      // A fall over the last two thirds that is as high as the noise.
      for k in points.indices {
        let fall = 0.05 * max(0, Double(k) / Double(batches) - 0.33)
        points[k].loss -= fall
        points[k].smoothed -= fall
      }
      #expect(LRSuggestions(LRCurve(points: points), batches: batches).absence == .noRise)
    }
  }

  @Test func aSmallSetGoesRoundUntilThereAreThreeHundredPointsAndALargeOneOnce() throws {
    let network = try TinyData.network(batchSize: 16)
    let data = TinyData.dataSet()
    var sweep = LRFinderOptions()
    sweep.end = 1e-3
    for (batchSize, expected) in [(16, 300), (4, 300), (1, max(300, data.train.count))] {
      let finder = LRFinder(network: network, data: data, learner: options(batchSize), options: sweep)
      let curve = finder.run()
      #expect(finder.batches == expected)
      #expect(curve.points.map(\.learningRate) == (0..<expected).map { sweep.rate($0, of: expected) })
    }
  }

  @Test func eachRoundOfASmallSetHasAnOrderOfItsOwn() throws {
    let network = try TinyData.network(batchSize: 4)
    let data = TinyData.dataSet()
    var sweep = LRFinderOptions()
    // The weights stay as they are: the same batch would have the same loss.
    (sweep.start, sweep.end) = (1e-30, 1e-29)
    let losses = LRFinder(network: network, data: data, learner: options(), options: sweep).run().points.map(\.loss)
    let round = (data.train.count + 3) / 4
    let (first, second) = (Array(losses[..<round]), Array(losses[round..<2 * round]))
    #expect(first != second)
    let ratio = first.reduce(0, +) / second.reduce(0, +)
    #expect(abs(ratio - 1) < 0.1)
  }
}
