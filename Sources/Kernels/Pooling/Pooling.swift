/// Passes that make maps smaller.
package enum Pooling {
  /// y = the largest value of each map: PyTorch's adaptive max pool to 1×1.
  package static func globalMax(_ x: LaneTensor, _ y: LaneTensor, images: Int, _ pool: WorkerPool) {
    pool.run(LaneTensor.blocks(for: images), over: (x, y)) { context, block, _ in
      let (x, y) = context
      let area = x.shape.area
      for channel in 0..<x.shape.channels {
        let values = x.block(block) + channel * x.channelStride
        var best = values[0]
        for i in 1..<max(1, area) {
          // NaN is larger than any number, as in PyTorch: the loss of a diverged network has to show it.
          best.replace(with: values[i], where: (values[i] .> best) .| (values[i] .!= values[i]))
        }
        y.block(block)[channel] = best
      }
    }
  }

  /// dx = ∂L/∂x: ∂L/∂y at the first position of the largest value, zero elsewhere.
  package static func globalMaxBackward(
    _ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, _ dx: LaneTensor, images: Int, _ pool: WorkerPool
  ) {
    pool.run(LaneTensor.blocks(for: images), over: (x, y, dy, dx)) { context, block, _ in
      let (x, y, dy, dx) = context
      let area = x.shape.area
      for channel in 0..<x.shape.channels {
        let values = x.block(block) + channel * x.channelStride
        let target = dx.block(block) + channel * dx.channelStride
        let best = y.block(block)[channel]
        var left = dy.block(block)[channel]
        for i in 0..<area {
          let here = values[i] .== best
          target[i] = Lanes.zero.replacing(with: left, where: here)
          left.replace(with: Lanes.zero, where: here)
        }
      }
    }
  }

  /// y = the mean of each map: PyTorch's adaptive average pool to 1×1.
  package static func globalAverage(_ x: LaneTensor, _ y: LaneTensor, images: Int, _ pool: WorkerPool) {
    pool.run(LaneTensor.blocks(for: images), over: (x, y)) { context, block, _ in
      let (x, y) = context
      let share = 1 / Float(x.shape.area)
      for channel in 0..<x.shape.channels {
        let values = x.block(block) + channel * x.channelStride
        var sum = Lanes.zero
        for i in 0..<x.shape.area { sum += values[i] }
        y.block(block)[channel] = sum * share
      }
    }
  }

  /// dx = ∂L/∂x: each position has the same share of ∂L/∂y.
  package static func globalAverageBackward(dy: LaneTensor, _ dx: LaneTensor, images: Int, _ pool: WorkerPool) {
    pool.run(LaneTensor.blocks(for: images), over: (dy, dx)) { context, block, _ in
      let (dy, dx) = context
      let share = 1 / Float(dx.shape.area)
      for channel in 0..<dx.shape.channels {
        let gradient = dy.block(block)[channel] * share
        (dx.block(block) + channel * dx.channelStride).update(repeating: gradient, count: dx.shape.area)
      }
    }
  }
}
