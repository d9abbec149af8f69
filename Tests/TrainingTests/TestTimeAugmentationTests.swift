import Foundation
import ImageData
import Networks
import Testing

@testable import Training

@Suite struct TestTimeAugmentationTests {
  private func trained() throws -> Learner {
    let learner = try TinyData.learner("0.05, 4")
    learner.run()
    return learner
  }

  @Test func probabilitiesAreTheWeightedMeanOfPlainAndAugmentedOnes() throws {
    let learner = try trained()
    let evaluator = Evaluator(learner.network, statistics: .article)
    let plain = evaluator.predict(learner.data.valid)
    let one = evaluator.predict(learner.data.valid, augmented: 1, padding: .reflect, seed: 3)
    let five = evaluator.predict(learner.data.valid, augmented: 5, padding: .reflect, seed: 3)
    for image in 0..<plain.count {
      for predictions in [plain, one, five] {
        #expect(abs(predictions.row(image).reduce(0) { $0 + exp(Double($1)) } - 1) < 1e-5)
      }
      // p₁ = (plain + first)/2 and p₅ = (2·plain + first + … )/7, so p₅ ≥ (2·plain + first)/7 = (plain + 2·p₁)/7.
      for (p, (p1, p5)) in zip(plain.row(image), zip(one.row(image), five.row(image))) {
        #expect(exp(Double(p5)) >= (exp(Double(p)) + 2 * exp(Double(p1))) / 7 - 1e-6)
      }
    }
    #expect(one != plain)
    #expect(evaluator.predict(learner.data.valid, augmented: 1, padding: .reflect, seed: 3) == one)
    #expect(evaluator.predict(learner.data.valid, augmented: 1, padding: .reflect, seed: 4) != one)
  }

  @Test func noneAugmentedIsThePlainPrediction() throws {
    let learner = try trained()
    let evaluator = Evaluator(learner.network, statistics: .article)
    #expect(
      evaluator.predict(learner.data.valid, augmented: 0, padding: .black, seed: 1)
        == evaluator.predict(learner.data.valid))
  }

  @Test func figuresOfPredictionsByHand() throws {
    let predictions = Predictions(
      classes: 2, logProbabilities: [log(0.75), log(0.25), log(0.5), log(0.5)].map(Float.init), labels: [0, 1])
    #expect(predictions.predicted(0) == 0)
    #expect(predictions.predicted(1) == 0)
    let evaluation = try predictions.evaluate()
    #expect(evaluation.accuracy == 0.5)
    #expect(abs(evaluation.loss + (log(0.75) + log(0.5)) / 2) < 1e-7)
  }

  @Test func outputsThatAreNotFiniteHaveNoAccuracy() {
    let infinity = Float.infinity
    for row in [[Float.nan, .nan], [-0.1, .nan], [-infinity, -infinity], [infinity, infinity]] {
      let predictions = Predictions(classes: 2, logProbabilities: [-0.1, -2.3] + row, labels: [0, 0])
      let error = #expect(throws: NonFiniteOutputs.self) { try predictions.evaluate() }
      #expect(error?.images == 1 && error?.count == 2 && error?.exitCode == .diverged)
    }
  }

  @Test func aProbabilityTooSmallForAFloatIsNoFlaw() throws {
    let predictions = Predictions(classes: 2, logProbabilities: [0, -.infinity], labels: [0])
    #expect(try predictions.evaluate().accuracy == 1)
  }
}
