import Kernels

/// A layer that is an activation by itself. Where the layer before it can, that computes it in its own pass.
package protocol ActivationKind: LayerKind {
  var activation: Activation { get }
}

extension ActivationKind {
  package func facts(_ input: MapShape) -> LayerFacts {
    var facts = LayerFacts(output: input)
    facts.gradientIsInPlace = true
    return facts
  }

  package func make(_ spec: LayerSpec, _ place: Placement) -> any Layer { RunningActivation(activation) }

  package func inference(_ tensors: LayerTensors) -> [InferenceStep] { [.activation(activation)] }

  package func torch(_ spec: LayerSpec) -> TorchModule { TorchModule(expression: activation.torchModule) }
}

private final class RunningActivation: Layer {
  private let activation: Activation

  init(_ activation: Activation) { self.activation = activation }

  func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
    activation.forward(x, y, images: context.images, context.pool)
  }

  /// `dx`, where given, is `dy` itself.
  func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
    if dx != nil { activation.backward(x, y, dy: dy, images: context.images, context.pool) }
  }
}

/// y = max(x, 0).
package struct ReLU: ActivationKind {
  package let activation = Activation.relu
  package init() {}
  package var text: String { "relu" }
}

/// y = x above zero, slope·x below.
package struct LeakyReLU: ActivationKind {
  private let slope: Double

  package init(slope: Double = 0.01) { self.slope = slope }

  package var activation: Activation { .leakyReLU(slope: Float(slope)) }
  package var text: String { "leaky relu" }
}

/// y = x·Φ(x), by the error function.
package struct GELU: ActivationKind {
  package let activation = Activation.gelu
  package init() {}
  package var text: String { "gelu" }
}

/// y = x·σ(x).
package struct SiLU: ActivationKind {
  package let activation = Activation.silu
  package init() {}
  package var text: String { "silu" }
}

extension ReLU: WrittenKind {
  package static let word = "relu"
  package static let usage = "relu"
  package init(_ words: inout LayerWords) {}
  package func words(_ count: (Int) -> String) -> [String] { [] }
}

extension LeakyReLU: WrittenKind {
  package static let word = "leaky-relu"
  package static let usage = "leaky-relu [slope=0.01]"

  package init(_ words: inout LayerWords) throws(NetworkTextError) {
    slope = try words.number("slope", 0...1, "a number from 0 to 1", or: 0.01)
  }

  package func words(_ count: (Int) -> String) -> [String] { slope == 0.01 ? [] : ["slope=\(slope.written)"] }
}

extension GELU: WrittenKind {
  package static let word = "gelu"
  package static let usage = "gelu"
  package init(_ words: inout LayerWords) {}
  package func words(_ count: (Int) -> String) -> [String] { [] }
}

extension SiLU: WrittenKind {
  package static let word = "silu"
  package static let usage = "silu"
  package init(_ words: inout LayerWords) {}
  package func words(_ count: (Int) -> String) -> [String] { [] }
}

extension Activation {
  /// The layer that is it alone.
  var kind: any WrittenKind {
    switch self {
    case .relu: ReLU()
    case .leakyReLU(let slope): LeakyReLU(slope: Double("\(slope)") ?? Double(slope))
    case .gelu: GELU()
    case .silu: SiLU()
    }
  }
}

extension Double {
  /// A number that reads back to the same bits; whole ones without a point.
  var written: String {
    let text = "\(self)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
