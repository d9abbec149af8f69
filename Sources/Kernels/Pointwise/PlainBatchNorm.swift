import CMachine

/// Batch normalisation as in PyTorch's BatchNorm2d: y = (x − mean)/√(variance + ε)·γ + β for each channel over batch and
/// space, with the biased variance, and a ReLU behind it where asked for.
///
/// Each part of the work takes one channel of the whole batch through all passes, so that it stays in the L2 cache.
package enum PlainBatchNorm {
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

  /// y of the statistics given.
  package static func forward(
    _ x: LaneTensor, mean: FloatSlice, variance: FloatSlice, gamma: FloatSlice, beta: FloatSlice, epsilon: Float,
    relu: Bool, _ y: LaneTensor, images: Int, _ pool: WorkerPool
  ) {
    let context = (x, mean, variance, gamma, beta, epsilon, relu, y, images)
    pool.run(x.shape.channels, over: context) { context, channel, _ in
      let (x, mean, variance, gamma, beta, epsilon, relu, y, images) = context
      let center = Lanes(repeating: mean.pointer[channel])
      let scale = Lanes(repeating: gamma.pointer[channel] / (variance.pointer[channel] + epsilon).squareRoot())
      let shift = Lanes(repeating: beta.pointer[channel])
      for block in 0..<LaneTensor.blocks(for: images) {
        let source = x.block(block) + channel * x.channelStride
        let target = y.block(block) + channel * y.channelStride
        for i in 0..<x.shape.area {
          let value = multiplyAdd(source[i] - center, scale, shift)
          target[i] = relu ? machine_relu(value) : value
        }
      }
    }
  }

  /// The gradients of γ and β, where those learn, and ∂L/∂x in place of ∂L/∂y in `dy`.
  ///
  /// With x̂ = (x − mean)/√(variance + ε) and n values a channel, where the statistics are the batch's own:
  /// ∂x = γ/√(variance + ε)·(∂y − Σ∂y/n − x̂·Σ(∂y·x̂)/n). Where they are stored ones they are constants.
  package static func backward(
    _ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, mean: FloatSlice, variance: FloatSlice, gamma: FloatSlice,
    epsilon: Float, relu: Bool, statisticsAreConstant: Bool, dGamma: FloatSlice?, dBeta: FloatSlice?, images: Int,
    _ pool: WorkerPool
  ) {
    let context = (x, y, dy, mean, variance, gamma, epsilon, relu, statisticsAreConstant, dGamma, dBeta, images)
    pool.run(x.shape.channels, over: context) { context, channel, _ in
      let (x, y, dy, mean, variance, gamma, epsilon, relu, statisticsAreConstant, dGamma, dBeta, images) = context
      let area = x.shape.area
      let blocks = LaneTensor.blocks(for: images)
      let center = Lanes(repeating: mean.pointer[channel])
      let inverse = 1 / (variance.pointer[channel] + epsilon).squareRoot()
      var sum = 0.0
      var product = 0.0
      for block in 0..<blocks {
        let values = x.block(block) + channel * x.channelStride
        let outputs = y.block(block) + channel * y.channelStride
        let gradients = dy.block(block) + channel * dy.channelStride
        var sums = Lanes.zero
        var products = Lanes.zero
        for i in 0..<area {
          if relu { gradients[i] = machine_gate(gradients[i], outputs[i]) }
          sums += gradients[i]
          products = multiplyAdd(gradients[i], values[i] - center, products)
        }
        sum += horizontalSumInDouble(sums)
        product += horizontalSumInDouble(products)
      }
      dBeta?.pointer[channel] = Float(sum)
      dGamma?.pointer[channel] = Float(product) * inverse

      let count = Float(images * area)
      let scale = Lanes(repeating: gamma.pointer[channel] * inverse)
      let meanGradient = Lanes(repeating: statisticsAreConstant ? 0 : Float(sum) / count)
      let slope = Lanes(repeating: statisticsAreConstant ? 0 : Float(product) * inverse * inverse / count)
      for block in 0..<blocks {
        let mask = laneMask(images: images, block: block)
        let values = x.block(block) + channel * x.channelStride
        let gradients = dy.block(block) + channel * dy.channelStride
        for i in 0..<area {
          gradients[i] = scale * mask * (gradients[i] - multiplyAdd(values[i] - center, slope, meanGradient))
        }
      }
    }
  }

  /// Σ f(x) over a channel's values of the first `images` images, added up in double precision and in a fixed order.
  @inline(__always)
  private static func sum(_ x: LaneTensor, _ channel: Int, _ images: Int, _ f: (Lanes) -> Lanes) -> Double {
    var total = 0.0
    for block in 0..<LaneTensor.blocks(for: images) {
      let mask = laneMask(images: images, block: block)
      let values = x.block(block) + channel * x.channelStride
      var sum = Lanes.zero
      for i in 0..<x.shape.area { sum += f(values[i]) * mask }
      total += horizontalSumInDouble(sum)
    }
    return total
  }
}
