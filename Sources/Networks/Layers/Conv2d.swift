import Kernels

/// y = w ∗ x + b, with a ReLU where asked for. Weights and biases ~ U(±1/√fan-in).
package struct Conv2d: LayerKind {
  private let channels, kernel, stride, padding: Int
  private let relu: Bool
  private let prefix: String

  /// `prefix` stands before the parameters' names where the article wraps the convolution in a class: `conv.`.
  package init(_ channels: Int, kernel: Int, stride: Int, padding: Int, relu: Bool, prefix: String = "") {
    self.channels = channels
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.relu = relu
    self.prefix = prefix
  }

  package var text: String { "conv \(kernel)×\(kernel) /\(stride)" }

  package func facts(_ input: MapShape) throws(NetworkError) -> LayerFacts {
    var facts = LayerFacts(try .checked(input, channels, kernel: kernel, stride: stride, padding: padding))
    let fanIn = input.channels * kernel * kernel
    facts.parameters = [
      ParameterSpec(
        name: prefix + "weight", shape: [channels, input.channels, kernel, kernel], start: .uniform(fanIn: fanIn),
        group: .weights),
      ParameterSpec(name: prefix + "bias", shape: [channels], start: .uniform(fanIn: fanIn), group: .biases),
    ]
    return facts
  }

  package func make(_ spec: LayerSpec, _ place: Placement) -> any Layer { Running(spec, place, relu: relu) }

  private final class Running: Layer {
    private let weight, bias: ParameterSlice
    private let convolution: Convolution
    private let relu: Bool

    init(_ spec: LayerSpec, _ place: Placement, relu: Bool) {
      (weight, bias) = (place.parameters[0], place.parameters[1])
      convolution = Convolution(spec.geometry, place.pool)
      self.relu = relu
    }

    func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
      convolution.forward(
        x, weights: weight.values, bias: bias.values, relu: relu, y, images: context.images, context.pool)
    }

    func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
      Elementwise.biasBackward(y, dy: dy, relu: relu, bias.gradients, images: context.images, context.pool)
      if let gradients = weight.gradients {
        convolution.weightGradient(x, dy, gradients, images: context.images, context.pool)
      }
      if let dx { convolution.inputGradient(dy, weights: weight.values, dx, images: context.images, context.pool) }
    }
  }
}

extension ConvolutionGeometry {
  /// The geometry, or an error for people who edit widths: the maps have become too small.
  static func checked(_ input: MapShape, _ outputs: Int, kernel: Int, stride: Int, padding: Int) throws(NetworkError)
    -> ConvolutionGeometry
  {
    guard
      let geometry = ConvolutionGeometry(
        input, outputChannels: outputs, kernel: kernel, stride: stride, padding: padding)
    else {
      throw .layer(
        "", "a \(kernel)×\(kernel) kernel does not fit into maps of \(input.height)×\(input.width); use fewer layers")
    }
    return geometry
  }
}

extension LayerSpec {
  /// The convolution of a layer that is known to be one.
  var geometry: ConvolutionGeometry {
    guard let convolution = facts.convolution else { fatalError("\(name), \(kind.text), is no convolution") }
    return convolution
  }
}
