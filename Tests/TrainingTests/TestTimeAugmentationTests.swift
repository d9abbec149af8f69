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
    let one = evaluator.predict(learner.data.valid, .random(1), padding: .reflect, seed: 3)
    let five = evaluator.predict(learner.data.valid, .random(5), padding: .reflect, seed: 3)
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
    #expect(evaluator.predict(learner.data.valid, .random(1), padding: .reflect, seed: 3) == one)
    #expect(evaluator.predict(learner.data.valid, .random(1), padding: .reflect, seed: 4) != one)
  }

  @Test func noneAugmentedIsThePlainPrediction() throws {
    let learner = try trained()
    let evaluator = Evaluator(learner.network, statistics: .article)
    #expect(
      evaluator.predict(learner.data.valid, .off, padding: .black, seed: 1)
        == evaluator.predict(learner.data.valid))
  }

  @Test func `the last validation of a run, and no other, says what the mean over views gives`() throws {
    var options = LearnerOptions(fits: [FitCall(0.05, 3)], batchSize: 32, seed: 5)
    for views in [TestTimeAugmentation.off, .mirrorShift, .random(2)] {
      options.lastViews = views
      let learner = Learner(network: try TinyData.network(), data: TinyData.dataSet(), options: options)
      var augmented: [Evaluation?] = []
      learner.run { if case .epochEnded(let record) = $0 { augmented.append(record.augmented) } }
      let expected = try Evaluator(learner.network, statistics: learner.statistics)
        .predict(learner.data.valid, views, padding: .reflect, seed: 5).evaluate()
      #expect(augmented == [nil, nil, views == .off ? nil : expected])
    }
  }

  @Test func `views are read as they are written`() {
    for views in [TestTimeAugmentation.off, .random(1), .random(256), .mirror, .mirrorShift] {
      #expect(TestTimeAugmentation(views.description) == views)
    }
    for text in ["0", "257", "-1", "mirrors", ""] { #expect(TestTimeAugmentation(text) == nil) }
  }

  @Test func mirroredAndMovedImagesAreAveragedAsLogits() throws {
    let learner = try trained()
    let evaluator = Evaluator(learner.network, statistics: .article)
    let images = learner.data.valid
    let views: [(Double, ImageSet)] = [
      (0.25, images), (0.25, images.mirrored), (0.125, images.moved(right: 1, down: 1)),
      (0.125, images.mirrored.moved(right: 1, down: 1)), (0.125, images.moved(right: -1, down: -1)),
      (0.125, images.mirrored.moved(right: -1, down: -1)),
    ]
    for (augmentation, seen) in [
      (TestTimeAugmentation.mirror, views.prefix(2).map { ($0 * 2, $1) }), (.mirrorShift, views),
    ] {
      let found = evaluator.predict(images, augmentation, padding: .black, seed: 1)
      let each = seen.map { ($0, evaluator.predict($1)) }
      for image in 0..<images.count {
        let logits = (0..<4).map { index in
          each.reduce(0.0) { $0 + $1.0 * Double($1.1.row(image)[image * 4 + index]) }
        }
        let sum = logits.reduce(0) { $0 + exp($1) }
        for (own, logit) in zip(found.row(image), logits) { #expect(abs(exp(Double(own)) - exp(logit) / sum) < 1e-6) }
      }
    }
  }

  @Test(arguments: [
    ("4", TestTimeAugmentation.random(4)), ("256", .random(256)), ("mirror", .mirror), ("mirror-shift", .mirrorShift),
    ("0", nil), ("257", nil), ("-1", nil), ("shift", nil), ("", nil),
  ]) func itIsSaidByANumberOrAName(_ text: String, _ augmentation: TestTimeAugmentation?) {
    #expect(TestTimeAugmentation(text) == augmentation)
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
