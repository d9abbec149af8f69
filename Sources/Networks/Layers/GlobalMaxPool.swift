import Kernels

/// The largest value of each map: adaptive max pool to 1×1.
package struct GlobalMaxPool: LayerKind {
  package init() {}

  package var text: String { "max pool" }

  package func facts(_ input: MapShape) -> LayerFacts { LayerFacts(output: MapShape(input.channels, 1, 1)) }

  package func make(_ spec: LayerSpec, _ place: Placement) -> any Layer { Running() }

  package func inference(_ tensors: LayerTensors) -> [InferenceStep] { [.globalMaxPool] }

  package func torch(_ spec: LayerSpec) -> TorchModule {
    var module = TorchModule("nn.AdaptiveMaxPool2d", ["1"])
    module.needsMaps = true
    return module
  }

  private final class Running: Layer {
    func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
      Pooling.globalMax(x, y, images: context.images, context.pool)
    }

    func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
      guard let dx else { return }
      Pooling.globalMaxBackward(x, y, dy: dy, dx, images: context.images, context.pool)
    }
  }
}

extension GlobalMaxPool: WrittenKind {
  package static let word = "adaptive-maxpool"
  package static let usage = "adaptive-maxpool 1"

  package init(_ words: inout LayerWords) throws(NetworkTextError) { _ = try words.number("side", in: 1...1) }

  package func words(_ count: (Int) -> String) -> [String] { ["1"] }
}
