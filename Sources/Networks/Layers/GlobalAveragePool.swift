import Kernels

/// The mean of each map: adaptive average pool to 1×1.
package struct GlobalAveragePool: LayerKind {
  package init() {}

  package var text: String { "mean pool" }

  package func facts(_ input: MapShape) -> LayerFacts { LayerFacts(output: MapShape(input.channels, 1, 1)) }

  package func make(_ spec: LayerSpec, _ place: Placement) -> any Layer { Running() }

  package func inference(_ tensors: LayerTensors) -> [InferenceStep] { [.globalAveragePool] }

  package func torch(_ spec: LayerSpec) -> TorchModule {
    var module = TorchModule("nn.AdaptiveAvgPool2d", ["1"])
    module.needsMaps = true
    return module
  }

  private final class Running: Layer {
    func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
      Pooling.globalAverage(x, y, images: context.images, context.pool)
    }

    func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
      if let dx { Pooling.globalAverageBackward(dy: dy, dx, images: context.images, context.pool) }
    }
  }
}

extension GlobalAveragePool: WrittenKind {
  package static let word = "adaptive-avgpool"
  package static let usage = "adaptive-avgpool 1"

  package init(_ words: inout LayerWords) throws(NetworkTextError) { _ = try words.number("side", in: 1...1) }

  package func words(_ count: (Int) -> String) -> [String] { ["1"] }
}
