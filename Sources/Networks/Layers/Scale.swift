import Kernels

/// y = factor·x.
package struct Scale: LayerKind {
  private let factor: Double

  package init(_ factor: Double) { self.factor = factor }

  package var text: String { "scale \(factor.written)" }

  package func facts(_ input: MapShape) -> LayerFacts {
    var facts = LayerFacts(output: input)
    facts.gradientIsInPlace = true
    return facts
  }

  package func make(_ spec: LayerSpec, _ place: Placement) -> any Layer { Running(factor: Float(factor)) }

  package func inference(_ tensors: LayerTensors) -> [InferenceStep] { [.scale(Float(factor))] }

  package func torch(_ spec: LayerSpec) -> TorchModule {
    var module = TorchModule("Scale", [factor.written])
    module.classes = [.scale]
    return module
  }

  private final class Running: Layer {
    private let factor: Float

    init(factor: Float) { self.factor = factor }

    func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
      Elementwise.scale(x, by: factor, y, images: context.images, context.pool)
    }

    /// `dx`, where given, is `dy` itself.
    func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
      if let dx { Elementwise.scale(dy, by: factor, dx, images: context.images, context.pool) }
    }
  }
}

extension Scale: WrittenKind {
  package static let word = "scale"
  package static let usage = "scale X"

  package init(_ words: inout LayerWords) throws(NetworkTextError) {
    factor = try words.number("factor", in: -1e6...1e6, "a number from -1e6 to 1e6")
  }

  package func words(_ count: (Int) -> String) -> [String] { [factor.written] }
}

extension TorchModule.ClassDefinition {
  fileprivate static let scale = Self(
    name: "Scale",
    source: """
      class Scale(nn.Module):
          def __init__(self, factor):
              super().__init__()
              self.factor = factor

          def forward(self, x):
              return x * self.factor
      """)
}
