import Kernels
import Networks

/// Measures the convolution kernels of a network one by one, outside of it.
struct KernelBench {
  let batchSize: Int
  let pool: WorkerPool

  /// The passes of a layer, in the order of a step.
  enum Pass: String, CaseIterable {
    case forward
    case inputGradient = "input gradient"
    case weightGradient = "weight gradient"
  }

  /// What one pass of one layer takes by itself.
  struct Measurement {
    let layer: String
    let kind: String
    let pass: Pass
    let seconds: Double
    let gigaflops: Double
  }

  /// All passes of all layers that convolve; the first layer needs no gradient to its input.
  func measure(_ network: Network) -> [Measurement] {
    network.layers.enumerated().flatMap { index, entry -> [Measurement] in
      guard let layer = entry.layer as? any ConvolvingLayer else { return [] }
      let times = measure(layer.geometry, passes: Pass.allCases.filter { index > 0 || $0 != .inputGradient })
      return times.map { pass, seconds in
        let operations = 2 * Double(layer.geometry.macs) * Double(batchSize)
        return Measurement(
          layer: entry.name, kind: layer.kind, pass: pass, seconds: seconds, gigaflops: operations / seconds * 1e-9)
      }
    }
  }

  private func measure(_ geometry: ConvolutionGeometry, passes: [Pass]) -> [(Pass, Double)] {
    let convolution = Convolution(geometry, pool)
    let blocks = LaneTensor.blocks(for: batchSize)
    let x = LaneTensor(geometry.input, blocks: blocks)
    let dx = LaneTensor(geometry.input, blocks: blocks)
    let y = LaneTensor(geometry.output, blocks: blocks)
    let weights = FloatBuffer(count: geometry.weights)
    let gradient = FloatBuffer(count: geometry.weights)
    var generator = SeededGenerator(seed: 1)
    x.fillWithNoise(batchSize, &generator)
    y.fillWithNoise(batchSize, &generator)
    weights.all.values = (0..<weights.count).map { _ in generator.unit() - 0.5 }
    return passes.map { pass in
      let seconds = medianSeconds(atLeast: 9, total: 0.05) {
        switch pass {
        case .forward:
          convolution.forward(x, weights: weights.all, bias: nil, relu: true, y, images: batchSize, pool)
        case .inputGradient: convolution.inputGradient(y, weights: weights.all, dx, images: batchSize, pool)
        case .weightGradient: convolution.weightGradient(x, y, gradient.all, images: batchSize, pool)
        }
      }
      return (pass, seconds)
    }
  }
}
