import Foundation
import ImageData
import RunSamples
import Testing
import Training

@testable import Experiments

@Suite struct InsightTests {
  /// Predictions of images with the given probabilities.
  private func predictions(_ rows: [([Double], UInt8)]) -> Predictions {
    Predictions(
      classes: rows[0].0.count, logProbabilities: rows.flatMap { $0.0.map { Float(log($0)) } }, labels: rows.map(\.1))
  }

  @Test func theMatrixCountsLabelsAgainstPredictions() {
    let matrix = ConfusionMatrix(
      predictions([
        ([0.8, 0.1, 0.1], 0), ([0.1, 0.8, 0.1], 0), ([0.1, 0.8, 0.1], 0), ([0.1, 0.1, 0.8], 1), ([0.1, 0.8, 0.1], 1),
      ]))
    #expect(matrix.counts == [[1, 2, 0], [0, 1, 1], [0, 0, 0]])
    #expect(matrix.classAccuracies == [1.0 / 3, 0.5, nil])
    #expect(
      matrix.mostConfused == [.init(label: 0, predicted: 1, images: 2), .init(label: 1, predicted: 2, images: 1)])
  }

  @Test func calibrationByHand() {
    // Confidence 0.95 and right, 0.65 and wrong, 0.65 and right: |1 − 0.95|·1/3 + |0.5 − 0.65|·2/3.
    let calibration = Calibration(predictions([([0.95, 0.05], 0), ([0.65, 0.35], 1), ([0.35, 0.65], 1)]))
    #expect(calibration.bins.count == 10)
    #expect(calibration.bins[9].images == 1)
    #expect(calibration.bins[6].images == 2)
    #expect(calibration.bins[6].accuracy == 0.5)
    #expect(abs(calibration.expectedError - (0.05 / 3 + 0.15 * 2 / 3)) < 1e-6)
  }

  @Test func aRunIsInterpretedWithoutChangingIt() throws {
    let run = try TinyRuns.run(TinyRuns.recipe("0.1, 2"))
    run.run()
    let before = run.learner.state
    let insight = try Interpretation(of: run, augmentation: .random(2))
    #expect(run.learner.state == before)
    #expect(insight.predictions.count == 37)
    #expect(insight.evaluation.accuracy == run.learner.evaluate().accuracy)
    #expect(insight.augmented?.images == 37)
    let top = insight.topLosses(5)
    #expect(top.count == 5)
    #expect(zip(top, top.dropFirst()).allSatisfy { insight.predictions.loss($0) >= insight.predictions.loss($1) })
    #expect(insight.filters.count == 4)
    #expect(insight.filters[0].pixels.count == 3 * 5 * 5)
    #expect(insight.filters.flatMap(\.pixels).contains { $0 == 1 || $0 == 255 })
    #expect(insight.layers.map(\.name) == run.network.layers.map(\.name))
    for layer in insight.layers {
      #expect((0...1).contains(layer.deadShare))
      #expect(layer.histogram.reduce(0, +) > 0)
    }
    #expect(insight.layers[0].gradientNorm ?? 0 > 0)
  }

  @Test func layerFiguresOfEachEpochAreKept() throws {
    try TinyRuns.inFolder { here in
      let run = try TinyRuns.run(TinyRuns.recipe("0.1, 2"))
      run.run(recorder: here.recorder(run))
      let rows = here.store.list()[0].layers()
      #expect(rows.map(\.epoch) == [0, 1].flatMap { epoch in run.network.layers.map { _ in epoch } })
      #expect(rows.map(\.layer) == [0, 1].flatMap { _ in run.network.layers.map(\.name) })
    }
  }

  @Test func aKeptRunIsOpenedWithItsLastOrBestWeights() throws {
    try TinyRuns.inFolder { here in
      let run = try TinyRuns.run(TinyRuns.recipe("0.1, 3"))
      let recorder = here.recorder(run)
      run.run(recorder: recorder)
      let name = try #require(recorder.name)
      let opened = try here.store.openTrained(name, pool: .init(threads: 1)) { _ in TinyRuns.data }
      #expect(opened.network.weights == run.network.weights)
      #expect(opened.learner.evaluate() == run.learner.evaluate())
      let best = try here.store.openTrained(name, best: true, pool: .init(threads: 1)) { _ in TinyRuns.data }
      #expect(best.learner.evaluate().accuracy == here.store.list()[0].document?.result.best?.accuracy)
      #expect(throws: RunFolderError.otherData(expected: "tiny", found: "other")) {
        try here.store.openTrained(name, pool: .init(threads: 1)) { _ in
          DataSet(
            name: "other", source: "other", classes: ["a", "b", "c"], train: TinyRuns.data.valid,
            valid: TinyRuns.data.train)
        }
      }
    }
  }
}
