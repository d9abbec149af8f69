import Kernels

/// The largest value of each map: adaptive max pool to 1×1.
package final class GlobalMaxPool: Layer {
  package let input: MapShape
  package let kind = "max pool"

  /// A pool over whole maps of `input`.
  package init(_ input: MapShape) { self.input = input }

  package var output: MapShape { MapShape(input.channels, 1, 1) }

  package func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
    Pooling.globalMax(x, y, images: context.images, context.pool)
  }

  package func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
    guard let dx else { return }
    Pooling.globalMaxBackward(x, y, dy: dy, dx, images: context.images, context.pool)
  }
}
