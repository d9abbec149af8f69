import Kernels

/// All of an image's values as one column, in the order channel, row, column. A linear layer does that by itself.
package struct Flatten: LayerKind {
  package init() {}

  package var text: String { "flatten" }

  package func facts(_ input: MapShape) -> LayerFacts { LayerFacts(output: MapShape(input.count, 1, 1)) }

  package func make(_ spec: LayerSpec, _ place: Placement) -> any Layer { Running() }

  /// A linear layer flattens by itself.
  package func followed(by next: any LayerKind) -> (any LayerKind)? { next as? Linear }

  package func inference(_ tensors: LayerTensors) -> [InferenceStep] { [.flatten] }

  package func torch(_ spec: LayerSpec) -> TorchModule {
    var module = TorchModule("nn.Flatten", [])
    module.isOverRows = true
    return module
  }

  private final class Running: Layer {
    func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
      Elementwise.reshape(x, y, images: context.images, context.pool)
    }

    func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
      if let dx { Elementwise.reshape(dy, dx, images: context.images, context.pool) }
    }
  }
}

extension Flatten: WrittenKind {
  package static let word = "flatten"
  package static let usage = "flatten"
  package init(_ words: inout LayerWords) {}
  package func words(_ count: (Int) -> String) -> [String] { [] }
}
