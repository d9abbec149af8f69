import CMachine

/// Pooling over windows that may overlap, as PyTorch's MaxPool2d and AvgPool2d do it: the windows begin `stride` apart
/// and may reach over the border by `padding`.
package struct WindowPooling: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The largest value; what is not a number is larger than any. Of equal ones the first in row-major order gets the
    /// gradient.
    case max
    /// The mean over the whole window, in which the border counts as zeros.
    case average
  }

  package let kind: Kind
  package let input: MapShape
  package let output: MapShape
  package let kernel: Int
  package let stride: Int
  package let padding: Int

  /// nil where not one window fits.
  package init?(_ kind: Kind, _ input: MapShape, kernel: Int, stride: Int, padding: Int) {
    guard kernel > 0, stride > 0, padding >= 0, 2 * padding <= kernel, input.height + 2 * padding >= kernel,
      input.width + 2 * padding >= kernel
    else { return nil }
    self.kind = kind
    self.input = input
    output = MapShape(
      input.channels, (input.height + 2 * padding - kernel) / stride + 1,
      (input.width + 2 * padding - kernel) / stride + 1)
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
  }

  /// y of each window.
  package func forward(_ x: LaneTensor, _ y: LaneTensor, images: Int, _ pool: WorkerPool) {
    check(x, y)
    pool.run(LaneTensor.blocks(for: images), over: (self, x, y)) { context, block, _ in
      let (pooling, x, y) = context
      let share = Lanes(repeating: 1 / Float(pooling.kernel * pooling.kernel))
      for channel in 0..<x.shape.channels {
        let values = x.block(block) + channel * x.channelStride
        let target = y.block(block) + channel * y.channelStride
        pooling.eachWindow { window, output in
          switch pooling.kind {
          case .max:
            var best = values[window.first(x.shape.width)]
            window.each(x.shape.width) { best = machine_larger(best, values[$0]) }
            target[output] = best
          case .average:
            var sum = Lanes.zero
            window.each(x.shape.width) { sum += values[$0] }
            target[output] = sum * share
          }
        }
      }
    }
  }

  /// dx = ∂L/∂x.
  package func backward(
    _ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, _ dx: LaneTensor, images: Int, _ pool: WorkerPool
  ) {
    check(x, y)
    check(dx, dy)
    pool.run(LaneTensor.blocks(for: images), over: (self, x, y, dy, dx)) { context, block, _ in
      let (pooling, x, y, dy, dx) = context
      let share = Lanes(repeating: 1 / Float(pooling.kernel * pooling.kernel))
      for channel in 0..<x.shape.channels {
        let values = x.block(block) + channel * x.channelStride
        let outputs = y.block(block) + channel * y.channelStride
        let gradients = dy.block(block) + channel * dy.channelStride
        let target = dx.block(block) + channel * dx.channelStride
        target.update(repeating: .zero, count: dx.shape.area)
        pooling.eachWindow { window, output in
          switch pooling.kind {
          case .max:
            let best = outputs[output]
            var left = gradients[output]
            window.each(x.shape.width) {
              target[$0] += machine_where_equal(left, values[$0], best)
              left = machine_unless_equal(left, values[$0], best)
            }
          case .average:
            let gradient = gradients[output] * share
            window.each(x.shape.width) { target[$0] += gradient }
          }
        }
      }
    }
  }

  /// What of a window is inside of the map.
  private struct Window {
    let rows: Range<Int>
    let columns: Range<Int>

    func first(_ width: Int) -> Int { rows.lowerBound * width + columns.lowerBound }

    @inline(__always)
    func each(_ width: Int, _ body: (Int) -> Void) {
      for row in rows { for column in columns { body(row * width + column) } }
    }
  }

  /// The windows of a map in the order of the outputs.
  @inline(__always)
  private func eachWindow(_ body: (Window, Int) -> Void) {
    for row in 0..<output.height {
      let top = row * stride - padding
      let rows = max(top, 0)..<min(top + kernel, input.height)
      for column in 0..<output.width {
        let left = column * stride - padding
        body(Window(rows: rows, columns: max(left, 0)..<min(left + kernel, input.width)), row * output.width + column)
      }
    }
  }

  private func check(_ x: LaneTensor, _ y: LaneTensor) {
    guard x.shape == input, y.shape == output else {
      fatalError("pooling of \(input) to \(output) was given \(x.shape) and \(y.shape)")
    }
  }
}
