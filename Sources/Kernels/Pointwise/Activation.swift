import CMachine

/// What a layer makes of each value that it puts out.
package enum Activation: Sendable, Hashable {
  case relu
  /// x above zero, slope·x below; the slope is at least 0.
  case leakyReLU(slope: Float)
  /// x·Φ(x), by the error function.
  case gelu
  /// x·σ(x).
  case silu

  /// Whether its slope follows from what it puts out, so that nobody has to keep what it was given.
  package var isKnownByOutput: Bool {
    switch self {
    case .relu, .leakyReLU: true
    case .gelu, .silu: false
    }
  }

  /// y = f(x); `y` may be `x`.
  package func forward(_ x: LaneTensor, _ y: LaneTensor, images: Int, _ pool: WorkerPool) {
    pool.run(LaneTensor.blocks(for: images), over: (self, x, y)) { context, block, _ in
      let (activation, x, y) = context
      switch activation {
      case .relu: Self.map(x, y, block) { machine_relu($0) }
      case .leakyReLU(let slope): Self.map(x, y, block) { machine_leak($0, $0, slope) }
      case .gelu: Self.map(x, y, block) { machine_gelu($0) }
      case .silu: Self.map(x, y, block) { machine_silu($0) }
      }
    }
  }

  /// ∂L/∂x in place of ∂L/∂y in `dy`. One whose slope follows from its output may be given that as `x`, too.
  package func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, images: Int, _ pool: WorkerPool) {
    pool.run(LaneTensor.blocks(for: images), over: (self, x, y, dy)) { context, block, _ in
      let (activation, x, y, dy) = context
      switch activation {
      case .relu: Self.scale(dy, y, block) { machine_gate($0, $1) }
      case .leakyReLU(let slope): Self.scale(dy, y, block) { machine_leak($0, $1, slope) }
      case .gelu: Self.scale(dy, x, block) { $0 * machine_gelu_slope($1) }
      case .silu: Self.scale(dy, x, block) { $0 * machine_silu_slope($1) }
      }
    }
  }

  @inline(__always)
  private static func map(_ x: LaneTensor, _ y: LaneTensor, _ block: Int, _ f: (Lanes) -> Lanes) {
    for channel in 0..<x.shape.channels {
      let source = x.block(block) + channel * x.channelStride
      let target = y.block(block) + channel * y.channelStride
      for i in 0..<x.shape.area { target[i] = f(source[i]) }
    }
  }

  @inline(__always)
  private static func scale(_ dy: LaneTensor, _ by: LaneTensor, _ block: Int, _ f: (Lanes, Lanes) -> Lanes) {
    for channel in 0..<dy.shape.channels {
      let gradients = dy.block(block) + channel * dy.channelStride
      let values = by.block(block) + channel * by.channelStride
      for i in 0..<dy.shape.area { gradients[i] = f(gradients[i], values[i]) }
    }
  }
}
