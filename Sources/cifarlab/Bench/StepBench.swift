import Kernels
import Networks
import Training

/// Times training steps on one batch of noise.
struct StepBench {
  let batchSize: Int
  let seed: UInt64
  let pool: WorkerPool

  struct Result {
    let network: Network
    /// Seconds of one step.
    let median: Double
    /// GFLOP/s of the step: 2 operations for each multiply-add of forward pass, input gradient and weight gradient.
    let gigaflops: Double
    /// Peak GFLOP/s, measured between the steps.
    let peak: Double
  }

  private static let rounds = 5

  /// The median over at least 20 steps and one second. The machine's peak is measured between rounds, so that other
  /// processes slow down both alike.
  func measure(_ architecture: any Architecture, widths: [Int]?) throws -> Result {
    let network = try Network(
      architecture, widths: widths, image: MapShape(3, 32, 32), classes: 10, batchSize: batchSize, seed: seed,
      pool: pool)
    let batch = noise()
    let trainStep = TrainStep(network, OptimizerSettings())
    var steps = 0
    var times: [Double] = []
    var peak = 0.0
    func step() {
      _ = trainStep.loss(batch, step: steps)
      trainStep.learn(batch, StepRates(constant: 1e-3))
      steps += 1
    }
    for _ in 0..<Self.rounds {
      peak = max(peak, MachinePeak.gigaflops(pool, rounds: 2))
      times += timings(atLeast: 4, total: 1 / Double(Self.rounds), step)
    }
    let median = median(times)
    return Result(network: network, median: median, gigaflops: Self.flops(network) / median * 1e-9, peak: peak)
  }

  /// Floating-point operations of one step; the first layer has no input gradient.
  private static func flops(_ network: Network) -> Double {
    let macs = network.layers.map(\.spec.facts.macs)
    return 2 * Double(network.batchSize) * Double(3 * macs.reduce(0, +) - (macs.first ?? 0))
  }

  private func noise() -> LaneBatch {
    let batch = LaneBatch(MapShape(3, 32, 32), capacity: batchSize)
    var generator = SeededGenerator(seed: seed, 0x6265_6E63_68)
    batch.images.fillWithNoise(batchSize, &generator)
    batch.setLabels((0..<batchSize).map { UInt8($0 % 10) })
    return batch
  }
}

extension LaneTensor {
  /// Uniform values in ±2 for the first `images` images.
  func fillWithNoise(_ images: Int, _ generator: inout SeededGenerator) {
    for image in 0..<images { setImage(image, (0..<shape.count).map { _ in generator.unit() * 4 - 2 }) }
  }
}

/// Seconds of each call of `body` after one for warm-up: at least `count` calls and `total` seconds.
func timings(atLeast count: Int, total: Double, _ body: () -> Void) -> [Double] {
  let clock = ContinuousClock()
  body()
  var times: [Double] = []
  var sum = 0.0
  while times.count < count || sum < total {
    let seconds = clock.measure(body) / .seconds(1)
    times.append(seconds)
    sum += seconds
  }
  return times
}

/// The upper median of `times`, which must not be empty.
func median(_ times: [Double]) -> Double { times.sorted()[times.count / 2] }
