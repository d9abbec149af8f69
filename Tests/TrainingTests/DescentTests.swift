import Foundation
import Kernels
import Testing

@testable import Training

/// What is recommended on curves whose right answer is known.
@Suite struct DescentTests {
  /// A loss that falls from 2.3 by 1 until `turn` and rises behind it, with noise, over `rates`.
  private func sweep(
    turn: Double, noise: Double = 0, seed: UInt64 = 1, from start: Double = 1e-5, to end: Double = 10,
    points: Int = 300,
    rises: Bool = true
  ) -> LRCurve {
    var generator = SeededGenerator(seed: seed)
    var smoothed = SmoothedLoss()
    return LRCurve(
      points: (0..<points).map { k in
        let rate = start * pow(end / start, Double(k) / Double(points))
        let x = log(rate / turn)
        let loss =
          2.3 - 1 / (1 + exp(-2 * x - 4)) + (rises ? 3 * max(0, x) : 0) + noise * (Double(generator.unit()) - 0.5)
        smoothed.add(loss)
        return LRCurve.Point(learningRate: rate, loss: loss, smoothed: smoothed.value)
      })
  }

  private func recommended(_ curve: LRCurve) throws -> Double {
    try #require(LRSuggestions(curve, batches: curve.points.count).recommended)
  }

  @Test(arguments: [0.01, 0.1, 1]) func theRateLiesBelowTheRise(turn: Double) throws {
    #expect((0.25 * turn...turn).contains(try recommended(sweep(turn: turn))))
  }

  @Test func theRateMovesWithTheCurve() throws {
    let ratio = try recommended(sweep(turn: 0.3)) / recommended(sweep(turn: 0.03))
    #expect(abs(ratio / 10 - 1) < 0.05)
  }

  @Test(arguments: [(1e-6, 10.0), (1e-4, 100.0), (1e-5, 1.0)])
  func theRateIsThatOfOtherRangesAndSeeds(start: Double, end: Double) throws {
    let usual = try recommended(sweep(turn: 0.1, noise: 0.2))
    for seed in 2..<12 {
      let other = try recommended(sweep(turn: 0.1, noise: 0.2, seed: UInt64(seed), from: start, to: end))
      #expect(max(other / usual, usual / other) < 1.5, "\(other) and \(usual)")
    }
  }

  @Test func aLossThatHasNotRisenAgainRecommendsNothingButKeepsTheOthers() {
    var curve = sweep(turn: 0.1, rises: false)
    let suggestions = LRSuggestions(curve, batches: 300)
    #expect(suggestions.recommended == nil && suggestions.absence == .noRise)
    #expect(suggestions.valley != nil && suggestions.steep != nil && suggestions.minimum != nil)
    #expect(suggestions.absence?.remark(.reachedEnd).hasSuffix("sweep to higher rates") == true)
    // It would have risen: what explodes is not recorded.
    curve.ending = .exploded
    #expect(LRSuggestions(curve, batches: 300).recommended != nil)
  }

  @Test func aSweepStoppedOnItsWayDownRecommendsNothing() {
    var curve = sweep(turn: 0.1)
    curve.points.removeAll { $0.learningRate > 0.05 }
    curve.ending = .stopped
    let suggestions = LRSuggestions(curve, batches: 300)
    #expect(suggestions.recommended == nil)
    #expect(suggestions.absence?.remark(.stopped) == "the loss had not risen again before the stop: sweep to the end")
  }

  @Test func lossesThatAreNotFiniteCountAsHigh() throws {
    var curve = sweep(turn: 0.1)
    let usual = try recommended(curve)
    for index in curve.points.indices where curve.points[index].learningRate > 0.5 { curve.points[index].loss = .nan }
    #expect(abs(try recommended(curve) / usual - 1) < 0.1)
  }
}
