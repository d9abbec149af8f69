import Foundation
import Kernels
import Networks

/// `bench [NET…]`: what a training step takes on a ready batch, against what the machine could do at most.
enum BenchCommand {
  static let command = Command(
    "bench", operands: "[NET…]", "time of a training step, images/s, GFLOP/s, and the machine's own peak",
    details: ["One step is forward, backward and optimiser on a ready batch; all networks where none is named."],
    options: [Options.batchSize, Options.widths, Options.threads, Options.seed, Options.json, Options.quiet]
  ) { arguments, console in
    let networks = try NetworkNames.resolve(arguments.operands, defaults: Architectures.all)
    let widths = try arguments[Options.widths]
    guard widths == nil || networks.count == 1 else {
      throw UsageError("--widths fits one network only", remedy: "name that network")
    }
    let console = console.quiet(arguments.has(Options.quiet))
    let pool = WorkerPool(threads: try arguments[Options.threads])
    let bench = StepBench(
      batchSize: try arguments[Options.batchSize] ?? 256, seed: try arguments[Options.seed] ?? 42, pool: pool)
    console.progress("measuring the machine's peak")
    let peak = MachinePeak.gigaflops(pool)
    var table = TextTable([
      ("network", .left), ("median ms", .right), ("images/s", .right), ("GFLOP/s", .right), ("of peak", .right),
    ])
    for architecture in networks {
      console.progress("measuring \(architecture.name)")
      let result = try bench.measure(architecture, widths: widths)
      if arguments.has(Options.json) {
        try console.write(json(result, bench, peak))
      } else {
        table.add([
          architecture.name, Figures.fixed(result.median * 1e3, 2),
          Figures.grouped(Int(Double(bench.batchSize) / result.median)), Figures.fixed(result.gigaflops, 1),
          Figures.percentSign(result.gigaflops / peak),
        ])
      }
    }
    console.progress("")
    guard !arguments.has(Options.json) else { return .done }
    let machine = "batch \(bench.batchSize), \(pool.threads) threads, peak \(Figures.fixed(peak, 1)) GFLOP/s"
    try console.write("\(table.text)\n\(machine)\n")
    return .done
  }

  private static func json(_ result: StepBench.Result, _ bench: StepBench, _ peak: Double) -> JSON {
    [
      "event": "bench", "network": .string(result.network), "batch": .int(bench.batchSize),
      "threads": .int(bench.pool.threads), "median_ms": .number(result.median * 1e3),
      "images_per_second": .number(Double(bench.batchSize) / result.median), "gflops": .number(result.gigaflops),
      "peak_gflops": .number(peak),
    ]
  }
}

/// Measures training steps on one ready batch of noise.
struct StepBench {
  let batchSize: Int
  let seed: UInt64
  let pool: WorkerPool

  /// What was measured of one network.
  struct Result {
    let network: String
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
    let clock = ContinuousClock()
    var times: [Double] = []
    for step in 0..<2000 {
      let start = clock.now
      network.forward(batch, mode: .training, step: step)
      _ = network.loss(batch)
      network.backward(batch)
      sgdStep(
        values: network.values.all, gradients: network.gradients.all, momentumBuffer: momentum.all,
        previous: previous.all, SGDStep(learningRate: 1e-3, momentum: 0.9, weightDecay: 0), pool: pool)
      if step >= 3 { times.append((clock.now - start) / .seconds(1)) }
      if times.count >= 20, times.reduce(0, +) >= 1 { break }
    }
    let median = times.sorted()[times.count / 2]
    return Result(network: architecture.name, median: median, gigaflops: Self.flops(network) / median * 1e-9)
  }

  /// Of one step; the first layer that learns needs no gradient to its input.
  private static func flops(_ network: Network) -> Double {
    let macs = network.layers.map(\.layer.macs)
    return 2 * Double(network.batchSize) * Double(3 * macs.reduce(0, +) - (macs.first ?? 0))
  }

  private func noise() -> LaneBatch {
    let batch = LaneBatch(MapShape(3, 32, 32), capacity: batchSize)
    var generator = SeededGenerator(seed: seed, 0x6265_6E63_68)
    for image in 0..<batchSize {
      batch.images.setImage(image, (0..<batch.images.shape.count).map { _ in generator.unit() * 4 - 2 })
    }
    batch.setLabels((0..<batchSize).map { UInt8($0 % 10) })
    return batch
  }
}
