/// A convolution of one geometry, with the plans of its passes and memory for packed weights. It is made once and used
/// in every step.
///
/// Weights are `[output channel][input channel][row][column]`, PyTorch's order.
package final class Convolution {
  package let geometry: ConvolutionGeometry
  private let forwardLoop: Loop
  private let gradientLoop: Loop
  private let weightGradientLoop: WeightGradientLoop
  /// Packed weights, or the weight gradient's sums.
  private let memory: FloatBuffer

  /// The algorithm of the passes.
  package enum Method: Sendable {
    /// The faster one for the geometry.
    case automatic
    case direct
    /// Only for 3×3 kernels with stride 1 and padding 1; others take the direct one.
    case winograd

    fileprivate func takesWinograd(_ g: ConvolutionGeometry) -> Bool {
      Winograd.supports(g) && (self == .winograd || self == .automatic && Winograd.isFaster(g))
    }
  }

  private enum Loop {
    case taps(TapConvolution)
    case winograd(Winograd)

    init(_ geometry: ConvolutionGeometry, transposed: Bool, _ method: Method) {
      self =
        method.takesWinograd(geometry)
        ? .winograd(Winograd(geometry, transposed: transposed))
        : .taps(transposed ? .inputGradient(geometry) : .forward(geometry))
    }

    var packedCount: Int {
      switch self {
      case .taps(let loop): loop.packedCount
      case .winograd(let loop): loop.packedCount
      }
    }

    var scratchVectors: Int {
      switch self {
      case .taps: 0
      case .winograd(let loop): loop.scratchVectors
      }
    }

    func run(
      _ weights: FloatSlice, _ packed: FloatBuffer, _ x: LaneTensor, _ y: LaneTensor, images: Int, transposed: Bool,
      _ epilogue: Epilogue, _ pool: WorkerPool
    ) {
      let blocks = LaneTensor.blocks(for: images)
      switch self {
      case .taps(let loop):
        loop.pack(weights.pointer, packed.storage, transposed: transposed, pool)
        loop.run(x, packed.storage, y, blocks: blocks, epilogue, pool)
      case .winograd(let loop):
        loop.pack(weights.pointer, packed.storage, transposed: transposed, pool)
        loop.run(x, packed.storage, y, blocks: blocks, epilogue, pool)
      }
    }
  }

  private enum WeightGradientLoop {
    case maps(WeightGradient)
    case winograd(WinogradWeightGradient)
    case rows(RowWeightGradient)
    case linear(LinearWeightGradient)

    init(_ g: ConvolutionGeometry, _ method: Method) {
      self =
        g.isLinear
        ? .linear(LinearWeightGradient(inputs: g.input.channels, outputs: g.output.channels))
        : method.takesWinograd(g)
          ? .winograd(WinogradWeightGradient(g))
          : RowWeightGradient.suits(g) ? .rows(RowWeightGradient(g)) : .maps(WeightGradient(g))
    }

    /// Floats beside the gradient itself.
    var sumCount: Int {
      if case .winograd(let loop) = self { loop.sumCount } else { 0 }
    }

    var scratchVectors: Int {
      switch self {
      case .maps(let loop): loop.scratchVectors
      case .winograd(let loop): loop.scratchVectors
      case .rows(let loop): loop.scratchVectors
      case .linear(let loop): loop.scratchVectors
      }
    }

    func run(
      _ x: LaneTensor, _ dy: LaneTensor, _ gradient: UnsafeMutablePointer<Float>, memory: FloatBuffer, blocks: Int,
      _ pool: WorkerPool
    ) {
      switch self {
      case .winograd(let loop): loop.run(x, dy, gradient, memory: memory.storage, blocks: blocks, pool)
      case .maps(let loop): loop.run(x, dy, gradient, blocks: blocks, pool)
      case .rows(let loop): loop.run(x, dy, gradient, blocks: blocks, pool)
      case .linear(let loop): loop.run(x, dy, gradient, blocks: blocks, pool)
      }
    }
  }

  /// `pool` gets scratch for what the passes need.
  package init(_ geometry: ConvolutionGeometry, method: Method = .automatic, _ pool: WorkerPool) {
    self.geometry = geometry
    forwardLoop = Loop(geometry, transposed: false, method)
    gradientLoop = Loop(geometry, transposed: true, method)
    weightGradientLoop = WeightGradientLoop(geometry, method)
    memory = FloatBuffer(count: max(forwardLoop.packedCount, gradientLoop.packedCount, weightGradientLoop.sumCount))
    pool.reserve(
      vectors: max(forwardLoop.scratchVectors, gradientLoop.scratchVectors, weightGradientLoop.scratchVectors))
  }

  /// Bytes of scratch for each thread.
  package static func scratchBytes(_ geometry: ConvolutionGeometry) -> Int {
    let loops = [false, true].map { Loop(geometry, transposed: $0, .automatic).scratchVectors }
    return max(loops.max()!, WeightGradientLoop(geometry, .automatic).scratchVectors) * MemoryLayout<Lanes>.stride
  }

  /// Bytes of packed weights, or sums.
  package static func byteCount(_ geometry: ConvolutionGeometry) -> Int {
    let loops = [false, true].map { Loop(geometry, transposed: $0, .automatic) }
    let sums = WeightGradientLoop(geometry, .automatic).sumCount
    return max(loops.map(\.packedCount).max()!, sums) * MemoryLayout<Float>.stride
  }

  /// y = w ∗ x + b, or relu(w ∗ x + b). Σy and Σy² of each channel over the first `images` images go to `statistics`.
  package func forward(
    _ x: LaneTensor, weights: FloatSlice, bias: FloatSlice?, relu: Bool, _ y: LaneTensor, images: Int,
    statistics: ChannelSums? = nil, _ pool: WorkerPool
  ) {
    check(x, geometry.input)
    check(y, geometry.output)
    var epilogue = Epilogue()
    epilogue.bias = bias.map { UnsafePointer($0.pointer) }
    epilogue.relu = relu
    epilogue.statistics = statistics?.storage
    epilogue.images = images
    forwardLoop.run(weights, memory, x, y, images: images, transposed: false, epilogue, pool)
  }

  /// dx = ∂L/∂x from ∂L/∂y, plus `adding`, which may be `dx` itself.
  package func inputGradient(
    _ dy: LaneTensor, weights: FloatSlice, _ dx: LaneTensor, adding: LaneTensor? = nil, images: Int, _ pool: WorkerPool
  ) {
    check(dy, geometry.output)
    check(dx, geometry.input)
    var epilogue = Epilogue()
    epilogue.residual = adding
    gradientLoop.run(weights, memory, dy, dx, images: images, transposed: true, epilogue, pool)
  }

  /// gradient = ∂L/∂w from ∂L/∂y, whose empty lanes must be zero.
  package func weightGradient(
    _ x: LaneTensor, _ dy: LaneTensor, _ gradient: FloatSlice, images: Int, _ pool: WorkerPool
  ) {
    check(x, geometry.input)
    check(dy, geometry.output)
    weightGradientLoop.run(
      x, dy, gradient.pointer, memory: memory, blocks: LaneTensor.blocks(for: images), pool)
  }

  private func check(_ tensor: LaneTensor, _ shape: MapShape) {
    guard tensor.shape == shape else { fatalError("a convolution over \(shape) was given \(tensor.shape)") }
  }
}
