import Kernels
import Networks

/// Measures training steps on one ready batch of noise.
struct StepBench {
  let batchSize: Int
  let seed: UInt64
  let pool: WorkerPool

  /// What was measured of one network.
  struct Result {
    let network: Network
    /// Seconds of one step.
    let median: Double
    /// Of the whole step: 2 operations for each multiply-add of forward, input gradient and weight gradient.
    let gigaflops: Double
  }

  /// The median over at least 20 steps and one second, after three to warm up.
  func measure(_ architecture: any Architecture, widths: [Int]?) throws -> Result {
    let network = try Network(
      architecture, widths: widths, image: MapShape(3, 32, 32), classes: 10, batchSize: batchSize, seed: seed,
      pool: pool)
    let batch = noise()
    let momentum = FloatBuffer(count: network.values.count)
    let previous = FloatBuffer(count: network.values.count)
    var steps = 0
    let median = medianSeconds(atLeast: 20, total: 1) {
      network.forward(batch, mode: .training, step: steps)
      _ = network.loss(batch)
      network.backward(batch)
      sgdStep(
        values: network.values.all, gradients: network.gradients.all, momentumBuffer: momentum.all,
        previous: previous.all, SGDStep(learningRate: 1e-3, momentum: 0.9, weightDecay: 0), pool: pool)
      steps += 1
    }
    return Result(network: network, median: median, gigaflops: Self.flops(network) / median * 1e-9)
  }

  /// Of one step; the first layer needs no gradient to its input.
  private static func flops(_ network: Network) -> Double {
    let macs = network.layers.map(\.layer.macs)
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

/// The median time of `body`, run three times to warm up and then at least so often and so long.
func medianSeconds(atLeast count: Int, total: Double, _ body: () -> Void) -> Double {
  let clock = ContinuousClock()
  for _ in 0..<3 { body() }
  var times: [Double] = []
  var sum = 0.0
  while times.count < count || sum < total {
    let seconds = clock.measure(body) / .seconds(1)
    times.append(seconds)
    sum += seconds
  }
  return times.sorted()[times.count / 2]
}
