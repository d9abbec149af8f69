import Kernels
import Networks

/// Times the convolution kernels of a network one by one.
struct KernelBench {
  let batchSize: Int
  let pool: WorkerPool

  /// The passes of a layer, in the order of a step.
  enum Pass: String, CaseIterable {
    case forward
    case inputGradient = "input gradient"
    case weightGradient = "weight gradient"
    /// The same product by OpenBLAS, for linear layers only; not part of a step.
    case sgemmForward = "forward, by sgemm"
    case sgemmWeightGradient = "weight gradient, by sgemm"

    var isPartOfStep: Bool { self != .sgemmForward && self != .sgemmWeightGradient }
  }

  /// The time of one pass of one layer.
  struct Measurement {
    let layer: String
    let kind: String
    let pass: Pass
    let seconds: Double
    let gigaflops: Double
  }

  /// All passes of all convolutions and linear layers, in several rounds, so that interference by other processes does
  /// not fall on a single kernel. The first layer has no input gradient.
  func measure(_ network: Network) -> [Measurement] {
    let layers = network.layers.flatMap(\.spec.flattened)
    var workloads = layers.enumerated().flatMap { index, layer -> [Workload] in
      guard let convolution = layer.spec.facts.convolution else { return [] }
      let kernel = KernelUnderTest(convolution, batchSize: batchSize, pool)
      let passes = Pass.allCases.filter { pass in
        pass.isPartOfStep ? index > 0 || pass != .inputGradient : convolution.isLinear
      }
      return passes.map { pass in
        Workload(layer: layer.name, kind: layer.spec.kind.text, pass: pass, kernel: kernel)
      }
    }
    for _ in 0..<Self.rounds {
      for index in workloads.indices {
        let workload = workloads[index]
        workloads[index].times += timings(atLeast: 3, total: 0.01) { workload.kernel.run(workload.pass) }
      }
    }
    return workloads.map { workload in
      let seconds = median(workload.times)
      let operations = 2 * Double(workload.kernel.geometry.macs) * Double(batchSize)
      return Measurement(
        layer: workload.layer, kind: workload.kind, pass: workload.pass, seconds: seconds,
        gigaflops: operations / seconds * 1e-9)
    }
  }

  private static let rounds = 5

  private struct Workload {
    let layer: String
    let kind: String
    let pass: Pass
    let kernel: KernelUnderTest
    var times: [Double] = []
  }
}

/// A convolution on random tensors.
private final class KernelUnderTest {
  let geometry: ConvolutionGeometry
  private let batchSize: Int
  private let pool: WorkerPool
  private let convolution: Convolution
  private let x: LaneTensor
  private let dx: LaneTensor
  private let y: LaneTensor
  private let weights: FloatBuffer
  private let gradient: FloatBuffer
  private lazy var sgemm = LinearBySgemm(inputs: geometry.input.count, outputs: geometry.output.count)
  private lazy var inputs = FloatBuffer(count: geometry.input.count * batchSize)
  private lazy var outputs = FloatBuffer(count: geometry.output.count * batchSize)

  init(_ geometry: ConvolutionGeometry, batchSize: Int, _ pool: WorkerPool) {
    self.geometry = geometry
    self.batchSize = batchSize
    self.pool = pool
    convolution = Convolution(geometry, pool)
    let blocks = LaneTensor.blocks(for: batchSize)
    x = LaneTensor(geometry.input, blocks: blocks)
    dx = LaneTensor(geometry.input, blocks: blocks)
    y = LaneTensor(geometry.output, blocks: blocks)
    weights = FloatBuffer(count: geometry.weights)
    gradient = FloatBuffer(count: geometry.weights)
    var generator = SeededGenerator(seed: 1)
    x.fillWithNoise(batchSize, &generator)
    y.fillWithNoise(batchSize, &generator)
    weights.all.values = (0..<weights.count).map { _ in generator.unit() - 0.5 }
  }

  func run(_ pass: KernelBench.Pass) {
    switch pass {
    case .forward: convolution.forward(x, weights: weights.all, bias: nil, relu: true, y, images: batchSize, pool)
    case .inputGradient: convolution.inputGradient(y, weights: weights.all, dx, images: batchSize, pool)
    case .weightGradient: convolution.weightGradient(x, y, gradient.all, images: batchSize, pool)
    case .sgemmForward: sgemm.forward(inputs.all, weights: weights.all, outputs.all, images: batchSize, pool)
    case .sgemmWeightGradient: sgemm.weightGradient(inputs.all, outputs.all, gradient.all, images: batchSize, pool)
    }
  }
}
