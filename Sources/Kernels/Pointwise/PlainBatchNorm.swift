import CMachine

/// Batch normalisation as in PyTorch's BatchNorm2d: y = (x − mean)/√(variance + ε)·γ + β for each channel over batch and
/// space, with the biased variance, and an activation behind it where asked for.
///
/// Each part of the work takes one channel of the whole batch through all passes, so that it stays in the L2 cache.
package enum PlainBatchNorm {
  /// Positions that are added up in single precision before the sum goes on in double. Where nearly all of a sum cancels,
  /// as in the gradient of a scale before another normalisation, the rounding over a whole map of 31×31 is a fifth of it.
  private static let run = 32

  /// Mean and biased variance of each channel over the first `images` images.
  package static func statistics(
    _ x: LaneTensor, mean: FloatSlice, variance: FloatSlice, images: Int, _ pool: WorkerPool
  ) {
    pool.run(x.shape.channels, over: (x, mean, variance, images)) { context, channel, _ in
      let (x, mean, variance, images) = context
      let count = Double(images * x.shape.area)
      let average = sum(x, channel, images) { $0 } / count
      let center = Lanes(repeating: Float(average))
      mean.pointer[channel] = Float(average)
      variance.pointer[channel] = Float(sum(x, channel, images) { ($0 - center) * ($0 - center) } / count)
    }
  }

  /// What the passes have in common: the layer's own values, and how many images there are.
  package struct Pass {
    let mean, variance, gamma, beta: FloatSlice
    let epsilon: Float
    let activation: Activation?
    let images: Int

    package init(
      mean: FloatSlice, variance: FloatSlice, gamma: FloatSlice, beta: FloatSlice, epsilon: Float,
      activation: Activation?, images: Int
    ) {
      self.mean = mean
      self.variance = variance
      self.gamma = gamma
      self.beta = beta
      self.epsilon = epsilon
      self.activation = activation
      self.images = images
    }

    /// 1/√(variance + ε).
    @inline(__always)
    func inverse(_ channel: Int) -> Float { 1 / (variance.pointer[channel] + epsilon).squareRoot() }

    /// What comes out before the activation is (x − center)·scale + shift.
    @inline(__always)
    func line(_ channel: Int) -> (center: Lanes, scale: Lanes, shift: Lanes) {
      (
        Lanes(repeating: mean.pointer[channel]),
        Lanes(repeating: gamma.pointer[channel] / (variance.pointer[channel] + epsilon).squareRoot()),
        Lanes(repeating: beta.pointer[channel])
      )
    }
  }

  /// y of the statistics given.
  package static func forward(_ x: LaneTensor, _ pass: Pass, _ y: LaneTensor, _ pool: WorkerPool) {
    pool.run(x.shape.channels, over: (x, pass, y)) { context, channel, _ in
      let (x, pass, y) = context
      switch pass.activation {
      case nil: normalise(x, pass, y, channel) { $0 }
      case .relu?: normalise(x, pass, y, channel) { machine_relu($0) }
      case .leakyReLU(let slope)?: normalise(x, pass, y, channel) { machine_leak($0, $0, slope) }
      case .gelu?: normalise(x, pass, y, channel) { machine_gelu($0) }
      case .silu?: normalise(x, pass, y, channel) { machine_silu($0) }
      }
    }
  }

  @inline(__always)
  private static func normalise(
    _ x: LaneTensor, _ pass: Pass, _ y: LaneTensor, _ channel: Int, _ f: (Lanes) -> Lanes
  ) {
    let (center, scale, shift) = pass.line(channel)
    for block in 0..<LaneTensor.blocks(for: pass.images) {
      let source = x.block(block) + channel * x.channelStride
      let target = y.block(block) + channel * y.channelStride
      for i in 0..<x.shape.area { target[i] = f(multiplyAdd(source[i] - center, scale, shift)) }
    }
  }

  /// The gradients of γ and β, where those learn, and ∂L/∂x in place of ∂L/∂y in `dy`.
  ///
  /// With x̂ = (x − mean)/√(variance + ε) and n values a channel, where the statistics are the batch's own:
  /// ∂x = γ/√(variance + ε)·(∂y − Σ∂y/n − x̂·Σ(∂y·x̂)/n). Where they are stored ones they are constants. ∂y is that of
  /// the normalisation: what comes out of the activation, or was put into it, says its slope.
  package static func backward(
    _ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, _ pass: Pass, statisticsAreConstant: Bool, dGamma: FloatSlice?,
    dBeta: FloatSlice?, _ pool: WorkerPool
  ) {
    let context = (x, y, dy, pass, statisticsAreConstant, dGamma, dBeta)
    pool.run(x.shape.channels, over: context) { context, channel, _ in
      let (x, y, dy, pass, statisticsAreConstant, dGamma, dBeta) = context
      let sums: (sum: Double, product: Double)
      switch pass.activation {
      case nil: sums = reduce(x, y, dy, pass, channel) { gradient, _, _ in gradient }
      case .relu?: sums = reduce(x, y, dy, pass, channel) { gradient, output, _ in machine_gate(gradient, output) }
      case .leakyReLU(let slope)?:
        sums = reduce(x, y, dy, pass, channel) { gradient, output, _ in machine_leak(gradient, output, slope) }
      case .gelu?: sums = reduce(x, y, dy, pass, channel) { gradient, _, z in gradient * machine_gelu_slope(z()) }
      case .silu?: sums = reduce(x, y, dy, pass, channel) { gradient, _, z in gradient * machine_silu_slope(z()) }
      }
      let inverse = pass.inverse(channel)
      dBeta?.pointer[channel] = Float(sums.sum)
      dGamma?.pointer[channel] = Float(sums.product) * inverse

      let count = Float(pass.images * x.shape.area)
      let center = Lanes(repeating: pass.mean.pointer[channel])
      let scale = Lanes(repeating: pass.gamma.pointer[channel] * inverse)
      let meanGradient = Lanes(repeating: statisticsAreConstant ? 0 : Float(sums.sum) / count)
      let slope = Lanes(repeating: statisticsAreConstant ? 0 : Float(sums.product) * inverse * inverse / count)
      for block in 0..<LaneTensor.blocks(for: pass.images) {
        let mask = laneMask(images: pass.images, block: block)
        let values = x.block(block) + channel * x.channelStride
        let gradients = dy.block(block) + channel * dy.channelStride
        for i in 0..<x.shape.area {
          gradients[i] = scale * mask * (gradients[i] - multiplyAdd(values[i] - center, slope, meanGradient))
        }
      }
    }
  }

  /// Σ∂y and Σ∂y·(x − mean) of a channel, where ∂y = f(∂L/∂y, y, what the activation was given), which takes the place
  /// of ∂L/∂y.
  @inline(__always)
  private static func reduce(
    _ x: LaneTensor, _ y: LaneTensor, _ dy: LaneTensor, _ pass: Pass, _ channel: Int,
    _ f: (Lanes, Lanes, () -> Lanes) -> Lanes
  ) -> (sum: Double, product: Double) {
    let (center, scale, shift) = pass.line(channel)
    var sum = 0.0
    var product = 0.0
    for block in 0..<LaneTensor.blocks(for: pass.images) {
      let values = x.block(block) + channel * x.channelStride
      let outputs = y.block(block) + channel * y.channelStride
      let gradients = dy.block(block) + channel * dy.channelStride
      var start = 0
      while start < x.shape.area {
        let end = min(start + run, x.shape.area)
        var sums = Lanes.zero
        var products = Lanes.zero
        for i in start..<end {
          let distance = values[i] - center
          let gradient = f(gradients[i], outputs[i]) { multiplyAdd(distance, scale, shift) }
          if pass.activation != nil { gradients[i] = gradient }
          sums += gradient
          products = multiplyAdd(gradient, distance, products)
        }
        sum += horizontalSumInDouble(sums)
        product += horizontalSumInDouble(products)
        start = end
      }
    }
    return (sum, product)
  }

  /// Σ f(x) over a channel's values of the first `images` images, added up in double precision and in a fixed order.
  @inline(__always)
  private static func sum(_ x: LaneTensor, _ channel: Int, _ images: Int, _ f: (Lanes) -> Lanes) -> Double {
    var total = 0.0
    for block in 0..<LaneTensor.blocks(for: images) {
      let mask = laneMask(images: images, block: block)
      let values = x.block(block) + channel * x.channelStride
      var start = 0
      while start < x.shape.area {
        let end = min(start + run, x.shape.area)
        var sum = Lanes.zero
        for i in start..<end { sum += f(values[i]) * mask }
        total += horizontalSumInDouble(sum)
        start = end
      }
    }
    return total
  }
}
