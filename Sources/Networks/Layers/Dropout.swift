import Kernels

/// In training, sets each value to 0 with probability p and scales the others by 1/(1 − p); otherwise y = x.
package struct Dropout: LayerKind {
  package let probability: Double

  /// `probability` holds unless the network's options give another.
  package init(_ probability: Double) { self.probability = probability }

  package var text: String { "dropout \(probability)" }

  package func facts(_ input: MapShape) -> LayerFacts {
    var facts = LayerFacts(output: input)
    facts.randomStreams = 1
    return facts
  }

  package func make(_ spec: LayerSpec, _ place: Placement) -> any Layer {
    Running(probability: Float(place.options.dropout ?? probability), stream: place.stream)
  }

  package func inference(_ tensors: LayerTensors) -> [InferenceStep] { [] }

  package func torch(_ spec: LayerSpec) -> TorchModule { TorchModule("nn.Dropout", ["\(probability)"]) }

  private final class Running: Layer {
    private let probability: Float
    private let stream: Int

    init(probability: Float, stream: Int) {
      self.probability = probability
      self.stream = stream
    }

    func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) { apply(x, y, context) }

    func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
      if let dx { apply(dy, dx, context) }
    }

    /// Forward and backward multiply by the same mask, which follows from the seed, the step and the layer's stream.
    private func apply(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
      Elementwise.dropout(
        x, y, probability: context.mode == .training ? probability : 0, seed: context.seed, step: context.step,
        stream: stream, images: context.images, context.pool)
    }
  }
}

extension Dropout: WrittenKind {
  package static let word = "dropout"
  package static let usage = "dropout P"

  package init(_ words: inout LayerWords) throws(NetworkTextError) {
    probability = try words.number("probability", in: 0..<1, "a number from 0 up to, but not, 1")
  }

  package func words(_ count: (Int) -> String) -> [String] { [probability.written] }
}
