import Experiments
import Screen
import Testing
import Training

@testable import Lab

@Suite struct CurveSeriesTests {
  @Test func noSpikeIsLostAtAnyScale() {
    var series = CurveSeries()
    for index in 0..<10_000 { series.append(index == 7_777 ? 99 : Double(index % 7)) }
    #expect(series.extent(0..<10_000) == CurveSeries.Extent(low: 0, high: 99))
    #expect(series.extent(7_000..<8_000)?.high == 99)
    #expect(series.extent(7_778..<9_000)?.high == 6)
    for start in stride(from: 0, to: 9_000, by: 37) {
      let range = start..<start + 700
      let values = series.values[range]
      #expect(series.extent(range) == CurveSeries.Extent(low: values.min()!, high: values.max()!))
    }
  }

  @Test func whatIsNotFiniteIsLeftOut() {
    let series = CurveSeries([1, .nan, .infinity, 3])
    #expect(series.extent(0..<4) == CurveSeries.Extent(low: 1, high: 3))
    #expect(series.extent(1..<3) == nil)
  }

  @Test func missingStepsAndEpochsAreGapsInTheCurves() {
    var curves = RunCurves(name: "gap")
    func step(_ step: Int) -> StepRecord {
      StepRecord(step: step, epoch: 0, fit: 0, learningRate: 0.1, loss: 2, smoothed: 2, images: 1, seconds: 1)
    }
    func epoch(_ epoch: Int) -> EpochRecord {
      EpochRecord(
        epoch: epoch, fit: 0, learningRate: 0.1, trainLoss: 2, validLoss: 2, accuracy: 0.5, seconds: 1,
        imagesPerSecond: 1, validationSeconds: 1, step: 2 * (epoch + 1))
    }
    for index in [0, 1, 6, 7] { curves.take(step(index)) }
    for smoothing in RunCurves.Smoothing.allCases {
      #expect(
        curves.trainLoss(smoothing).values.map(\.isFinite) == [true, true] + [false, false, false, false] + [
          true, true,
        ])
    }
    #expect(curves.learningRate.count == 8)
    for index in [0, 3] { curves.take(epoch(index)) }
    let points = TrainPlots.epochs(curves, \.validLoss)
    #expect(points.map(\.x) == [1, 4, 7] && points[1].y.isNaN)
  }
}

@Suite struct LossAxisTests {
  @Test func theLossGetsALogarithmicAxisWhenItHasDiverged() {
    var state = Support.training(steps: 7)
    #expect(!Support.view(state).text.contains("log axis"))
    _ = update(&state, TrainMessage.events([.stopped(.diverged(step: 7, learningRate: 0.3))]))
    #expect(Support.view(state).text.contains("loss, smoothed, log axis"))
    // What was chosen holds, also for the next run.
    Support.press(.character("L"), on: &state)
    #expect(!Support.view(state).text.contains("smoothed, log axis"))
  }

  @Test func aLossFarAboveTheOthersOffersTheLogarithmicAxis() {
    var state = Support.training(steps: 11)
    #expect(!Support.view(state).text.contains("L: log axis"))
    let spike = StepRecord(
      step: 11, epoch: 2, fit: 1, learningRate: 0.1, loss: 812, smoothed: 812, images: 16, seconds: 0.02)
    _ = update(&state, TrainMessage.events([.stepEnded(spike)]))
    let text = Support.view(state).text
    #expect(text.contains("L: log axis") && text.contains("812.0"))
  }
}
