import Foundation
import ImageData
import Kernels
import Networks

/// The range of an LR finder's sweep.
package struct LRFinderOptions: Sendable, Equatable, Codable {
  package var start = 1e-5
  package var end = 10.0
  /// Equal steps instead of equal factors.
  package var isLinear = false

  /// From 1e-5 to 10, by equal factors.
  package init() {}

  /// The rate of batch `k` of `batches`.
  package func rate(_ k: Int, of batches: Int) -> Double {
    let share = Double(k) / Double(batches)
    return isLinear ? start + (end - start) * share : start * pow(end / start, share)
  }
}

/// Trains one epoch at rising rates, or as many as make 300 batches, and takes everything back (Smith 2015, as in
/// fast.ai 0.7).
package struct LRFinder {
  /// With fewer, what is recommended depends on the seed by more than half (Tests/TrainingTests/LRFINDER.md).
  package static let fewestBatches = 300

  private let network: Network
  private let data: DataSet
  private let images: ImageSet
  private let learner: LearnerOptions
  private let options: LRFinderOptions
  /// Batches of the whole sweep.
  package let batches: Int

  /// A sweep over the batches with which a training by the options of `learner` begins. `images` are those to train on,
  /// at the network's size; nil: as they are in `data`.
  package init(
    network: Network, data: DataSet, images: ImageSet? = nil, learner: LearnerOptions,
    options: LRFinderOptions = LRFinderOptions()
  ) {
    self.network = network
    self.data = data
    self.images = images ?? data.train
    self.learner = learner
    self.options = options
    batches = max(Self.fewestBatches, learner.batches(of: data.train.count))
  }

  /// Sweeps and emits each point. Weights and statistics are restored to the same bits, also when `control` stops it.
  package func run(_ control: TrainingControl = TrainingControl(), _ emit: (LRCurve.Point) -> Void = { _ in })
    -> LRCurve
  {
    let before = WeightsCopy(of: network)
    defer {
      before.restore()
      network.freeze([])
    }
    return sweep(control, emit)
  }

  private func sweep(_ control: TrainingControl, _ emit: (LRCurve.Point) -> Void) -> LRCurve {
    let feed = BatchFeed(
      images, statistics: learner.normalisation.statistics(of: data), capacity: learner.batchSize,
      pool: network.pool)
    let step = learner.trainStep(network, data)
    step.freeze(learner.fits.first?.frozen ?? [])
    // Groups with a rate of their own keep its ratio to the others.
    let call = FitCall(learner.fits.highestRate ?? 1, 1, weightDecay: learner.fits.first?.weightDecay ?? 0)
    var smoothed = SmoothedLoss()
    var best = 1e9
    var curve = LRCurve()
    var (epoch, plan) = (0, learner.plan(epoch: 0, images))
    for k in 0..<batches {
      if k == (epoch + 1) * plan.batches {
        epoch += 1
        plan = learner.plan(epoch: epoch, images)
      }
      if control.request == .pause { _ = control.waitWhilePaused() }
      if control.request == .stop {
        curve.ending = .stopped
        return curve
      }
      let batch = feed.batch(k - epoch * plan.batches, of: plan, epoch: epoch)
      let loss = step.loss(batch, step: k)
      smoothed.add(loss)
      if !smoothed.value.isFinite || smoothed.value > 4 * best {
        curve.ending = .exploded
        return curve
      }
      if k > 10 { best = min(best, smoothed.value) }
      let rate = options.rate(k, of: batches)
      let point = LRCurve.Point(learningRate: rate, loss: loss, smoothed: smoothed.value)
      curve.points.append(point)
      emit(point)
      step.learn(batch, StepRates(Schedule(call, batches: 1), at: 0, given: rate))
    }
    return curve
  }
}
