import Kernels

/// The article's BnLayer: y = (relu(w ∗ x) − mean)/std·m + a, and x added to that where it is residual.
///
/// No bias, no epsilon, the unbiased std; m starts at 1, a at 0. In training the batch's own statistics, through which
/// the gradient flows; in evaluation the stored ones.
package final class BnLayer: Layer {
  package let parameters: [ParameterSpec]
  /// Of the last training batch, or their moving average; `[channels]`.
  package let means: FloatBuffer
  package let stds: FloatBuffer
  /// Whether `means` and `stds` hold anything yet.
  package var hasStatistics = false

  package let geometry: ConvolutionGeometry
  private let isResidual: Bool
  private var convolution: Convolution?
  private var slices: [ParameterSlice] = []
  /// relu(w ∗ x) of the last batch.
  private var activation: LaneTensor?
  private var sums: ChannelSums?
  /// What the last forward pass normalised with.
  private let usedMeans: FloatBuffer
  private let usedStds: FloatBuffer
  private var usedConstants = false

  /// A kernel of 3×3 with padding 1 unless said otherwise.
  package init(_ input: MapShape, _ outputs: Int, kernel: Int = 3, stride: Int = 2, residual: Bool = false)
    throws(NetworkError)
  {
    geometry = try .checked(input, outputs, kernel: kernel, stride: stride, padding: 1)
    isResidual = residual
    if residual && geometry.output != input {
      throw .layer("", "a residual layer keeps its shape, but \(input) becomes \(geometry.output)")
    }
    parameters = [
      ParameterSpec(name: "a", shape: [outputs, 1, 1], start: .constant(0)),
      ParameterSpec(name: "m", shape: [outputs, 1, 1], start: .constant(1)),
      ParameterSpec(
        name: "conv.weight", shape: [outputs, input.channels, kernel, kernel],
        start: .uniform(fanIn: input.channels * kernel * kernel)),
    ]
    means = FloatBuffer(count: outputs)
    stds = FloatBuffer(count: outputs)
    usedMeans = FloatBuffer(count: outputs)
    usedStds = FloatBuffer(count: outputs)
  }

  package var kind: String {
    "\(isResidual ? "residual" : "bn") \(geometry.kernel)×\(geometry.kernel) /\(geometry.stride)"
  }
  package var input: MapShape { geometry.input }
  package var output: MapShape { geometry.output }
  package var macs: Int { geometry.macs }
  package var gradientIsInPlace: Bool { isResidual }
  package func workingBytes(blocks: Int) -> Int {
    Convolution.byteCount(geometry) + (output.count + 2 * output.channels) * blocks * MemoryLayout<Lanes>.stride
  }
  /// Channels that put out the same value for every image of the last batch.
  package var deadChannels: Int { hasStatistics ? stds.all.values.count { $0 == 0 } : 0 }

  package func attach(_ parameters: [ParameterSlice], blocks: Int, _ pool: WorkerPool) {
    slices = parameters
    convolution = Convolution(geometry, pool)
    activation = LaneTensor(output, blocks: blocks)
    sums = ChannelSums(channels: output.channels, blocks: blocks)
  }

  package func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
    let activation = activation!
    let usesStored =
      hasStatistics && (context.mode == .evaluation || context.isFrozen || context.options.freezesStatistics)
    convolution!.forward(
      x, weights: slices[2].values, bias: nil, relu: true, activation, images: context.images,
      statistics: usesStored ? nil : sums, context.pool)
    if usesStored {
      usedMeans.all.copy(from: means.all)
      usedStds.all.copy(from: stds.all)
    } else {
      BatchNorm.statistics(
        sums!, images: context.images, area: output.area, mean: usedMeans.all, std: usedStds.all)
      if context.mode == .training { remember(context.options.statistics) }
    }
    usedConstants = usesStored
    BatchNorm.normalise(
      activation, mean: usedMeans.all, std: usedStds.all, m: slices[1].values, a: slices[0].values,
      dead: context.options.dead, residual: isResidual ? x : nil, y, images: context.images, context.pool)
  }

  package func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
    // A residual layer still needs ∂L/∂y for its other branch.
    let dz = isResidual ? context.scratch! : dy
    BatchNorm.backward(
      activation!, dy: dy, mean: usedMeans.all, std: usedStds.all, m: slices[1].values, dead: context.options.dead,
      statisticsAreConstant: usedConstants, dm: slices[1].gradients, da: slices[0].gradients, dz: dz,
      images: context.images, context.pool)
    convolution!.weightGradient(x, dz, slices[2].gradients, images: context.images, context.pool)
    if let dx {
      convolution!.inputGradient(
        dz, weights: slices[2].values, dx, adding: isResidual ? dy : nil, images: context.images, context.pool)
    }
  }

  /// Takes the batch's statistics over into the stored ones.
  private func remember(_ statistics: NetworkOptions.BatchNormStatistics) {
    if statistics == .last || !hasStatistics {
      means.all.copy(from: usedMeans.all)
      stds.all.copy(from: usedStds.all)
    } else {
      for c in 0..<means.count {
        means[c] = 0.9 * means[c] + 0.1 * usedMeans[c]
        stds[c] = (0.9 * stds[c] * stds[c] + 0.1 * usedStds[c] * usedStds[c]).squareRoot()
      }
    }
    hasStatistics = true
  }
}
