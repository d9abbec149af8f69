import CMachine

/// Bias and ReLU backward, dropout, log softmax, and what validation counts.
package enum Elementwise {
  /// Turns ∂L/∂y of y = relu(z) (or y = z) into ∂L/∂z in place, and sums it up into the gradient of a bias, where that
  /// learns.
  package static func biasBackward(
    _ y: LaneTensor, dy: LaneTensor, relu: Bool, _ gradient: FloatSlice?, images: Int, _ pool: WorkerPool
  ) {
    guard relu || gradient != nil else { return }
    pool.run(y.shape.channels, over: (y, dy, relu, gradient, images)) { context, channel, _ in
      let (y, dy, relu, gradient, images) = context
      let area = y.shape.area
      let blocks = LaneTensor.blocks(for: images)
      var total = 0.0
      for block in 0..<blocks {
        let values = y.block(block) + channel * y.channelStride
        let gradients = dy.block(block) + channel * dy.channelStride
        var sum = Lanes.zero
        for i in 0..<area {
          if relu { gradients[i] = machine_gate(gradients[i], values[i]) }
          sum += gradients[i]
        }
        total += horizontalSumInDouble(sum)
      }
      gradient?.pointer[channel] = Float(total)
    }
  }

  /// y = x + other, or relu(x + other), of maps of one shape; `y` may be either of them.
  package static func add(
    _ x: LaneTensor, _ other: LaneTensor, _ y: LaneTensor, relu: Bool = false, images: Int, _ pool: WorkerPool
  ) {
    check(x, other)
    check(x, y)
    pool.run(LaneTensor.blocks(for: images), over: (x, other, y, relu)) { context, block, _ in
      let (x, other, y, relu) = context
      for channel in 0..<x.shape.channels {
        let first = x.block(block) + channel * x.channelStride
        let second = other.block(block) + channel * other.channelStride
        let target = y.block(block) + channel * y.channelStride
        if relu {
          for i in 0..<x.shape.area { target[i] = machine_relu(first[i] + second[i]) }
        } else {
          for i in 0..<x.shape.area { target[i] = first[i] + second[i] }
        }
      }
    }
  }

  /// y = x, of maps of one shape.
  package static func copy(_ x: LaneTensor, _ y: LaneTensor, images: Int, _ pool: WorkerPool) {
    check(x, y)
    pool.run(LaneTensor.blocks(for: images), over: (x, y)) { context, block, _ in
      let (x, y) = context
      for channel in 0..<x.shape.channels {
        (y.block(block) + channel * y.channelStride).update(
          from: x.block(block) + channel * x.channelStride, count: x.shape.area)
      }
    }
  }

  /// y = factor·x, of maps of one shape; `y` may be `x`.
  package static func scale(_ x: LaneTensor, by factor: Float, _ y: LaneTensor, images: Int, _ pool: WorkerPool) {
    check(x, y)
    pool.run(LaneTensor.blocks(for: images), over: (x, factor, y)) { context, block, _ in
      let (x, factor, y) = context
      for channel in 0..<x.shape.channels {
        let source = x.block(block) + channel * x.channelStride
        let target = y.block(block) + channel * y.channelStride
        for i in 0..<x.shape.area { target[i] = source[i] * factor }
      }
    }
  }

  /// y = x, of as many values in maps of another shape: their order channel, row, column stays.
  package static func reshape(_ x: LaneTensor, _ y: LaneTensor, images: Int, _ pool: WorkerPool) {
    guard x.shape.count == y.shape.count else { fatalError("maps of \(x.shape) do not become maps of \(y.shape)") }
    pool.run(LaneTensor.blocks(for: images), over: (x, y)) { context, block, _ in
      let (x, y) = context
      let (from, to) = (x.shape.area, y.shape.area)
      var value = 0
      while value < x.shape.count {
        let count = min(from - value % from, to - value % to)
        (y.block(block) + value / to * y.channelStride + value % to).update(
          from: x.block(block) + value / from * x.channelStride + value % from, count: count)
        value += count
      }
    }
  }

  private static func check(_ x: LaneTensor, _ other: LaneTensor) {
    guard x.shape == other.shape else { fatalError("maps of \(x.shape) do not go with maps of \(other.shape)") }
  }

  /// Sets each value of an image to 0 with probability p, and scales the others by 1/(1 − p). What is dropped follows
  /// from the seed, the step, the stream, the image's place in the batch, and the value's in the image.
  package static func dropout(
    _ x: LaneTensor, _ y: LaneTensor, probability: Float, seed: UInt64, step: Int, stream: Int, images: Int,
    _ pool: WorkerPool
  ) {
    pool.run(LaneTensor.blocks(for: images), over: (x, y, probability, seed, step, stream)) { context, block, _ in
      let (x, y, probability, seed, step, stream) = context
      var generator =
        stream == 0
        ? SeededGenerator(seed: seed, 0xD0, UInt64(step), UInt64(block))
        : SeededGenerator(seed: seed, 0xD0, UInt64(step), UInt64(block), UInt64(stream))
      let scale = 1 / (1 - probability)
      for channel in 0..<x.shape.channels {
        let source = x.block(block) + channel * x.channelStride
        let target = y.block(block) + channel * y.channelStride
        for i in 0..<x.shape.area {
          var keep = Lanes.zero
          for lane in 0..<LaneTensor.lanes { keep[lane] = generator.unit() < probability ? 0 : scale }
          target[i] = source[i] * keep
        }
      }
    }
  }

  /// y = log softmax(x) over the channels of n×1×1 maps.
  package static func logSoftmax(_ x: LaneTensor, _ y: LaneTensor, images: Int) {
    let classes = x.shape.channels
    for block in 0..<LaneTensor.blocks(for: images) {
      let logits = x.block(block)
      let result = y.block(block)
      var largest = logits[0]
      for c in 1..<max(1, classes) { largest = pointwiseMax(largest, logits[c]) }
      var sum = Lanes.zero
      for c in 0..<classes { sum += exponential(logits[c] - largest) }
      let offset = largest + logarithm(sum)
      for c in 0..<classes { result[c] = logits[c] - offset }
    }
  }

  /// Σ −log p(label), and the number of images whose label is the most probable class, the first of equals.
  package static func negativeLogLikelihood(_ logProbabilities: LaneTensor, _ labels: [Int32], images: Int) -> (
    sum: Double, correct: Int
  ) {
    let classes = logProbabilities.shape.channels
    var sum = 0.0
    var correct = 0
    for image in 0..<images {
      let values = logProbabilities.block(image / LaneTensor.lanes)
      let lane = image % LaneTensor.lanes
      let label = checked(labels[image], classes)
      sum -= Double(values[label][lane])
      var best = 0
      for c in 1..<max(1, classes) where values[c][lane] > values[best][lane] { best = c }
      if best == label { correct += 1 }
    }
    return (sum, correct)
  }

  private static func checked(_ label: Int32, _ classes: Int) -> Int {
    guard label >= 0, label < classes else { fatalError("label \(label) is none of \(classes) classes") }
    return Int(label)
  }
}
