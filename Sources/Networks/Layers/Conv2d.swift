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
    LayerFacts(
      biased: try .checked(input, channels, kernel: kernel, stride: stride, padding: padding),
      weight: [channels, input.channels, kernel, kernel], prefix: prefix)
  }

  package func make(_ spec: LayerSpec, _ place: Placement) -> any Layer {
    BiasedConvolution(spec, place, relu: relu)
  }

  package func inference(_ tensors: LayerTensors) -> [InferenceStep] {
    let convolution = InferenceStep.convolution(
      weight: tensors[prefix + "weight"], bias: tensors[prefix + "bias"], stride: stride, padding: padding)
    return [convolution] + (relu ? [.relu] : [])
  }

  package func torch(_ spec: LayerSpec) -> TorchModule {
    let shape = ["\(spec.input.channels)", "\(channels)", "\(kernel)"]
    let options = [keyword("stride", stride, default: 1), keyword("padding", padding, default: 0)]
    var module = TorchModule(prefix.isEmpty ? "nn.Conv2d" : "ConvLayer", shape + options.compactMap(\.self))
    if !prefix.isEmpty { module.classes = [.convLayer] }
    module.relu = relu
    return module
  }
}

extension TorchModule.ClassDefinition {
  /// The article's class around a convolution, which gives the parameters' names their prefix.
  fileprivate static let convLayer = Self(
    name: "ConvLayer",
    source: """
      class ConvLayer(nn.Module):
          def __init__(self, channels_in, channels_out, kernel_size, stride=1, padding=0):
              super().__init__()
              self.conv = nn.Conv2d(channels_in, channels_out, kernel_size, stride, padding)

          def forward(self, x):
              return self.conv(x)
      """)
}

/// The running layer of Conv2d and Linear.
final class BiasedConvolution: Layer {
  private let weight, bias: ParameterSlice
  private let convolution: Convolution
  private let relu: Bool
  private var input, inputGradient: ShapedView

  init(_ spec: LayerSpec, _ place: Placement, relu: Bool) {
    (weight, bias) = (place.parameters[0], place.parameters[1])
    convolution = Convolution(spec.geometry, place.pool)
    self.relu = relu
    input = ShapedView(shape: spec.geometry.input)
    inputGradient = ShapedView(shape: spec.geometry.input)
  }

  func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
    convolution.forward(
      input(x), weights: weight.values, bias: bias.values, relu: relu, y, images: context.images, context.pool)
  }

  func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
    Elementwise.biasBackward(y, dy: dy, relu: relu, bias.gradients, images: context.images, context.pool)
    if let gradients = weight.gradients {
      convolution.weightGradient(input(x), dy, gradients, images: context.images, context.pool)
    }
    if let dx {
      convolution.inputGradient(
        dy, weights: weight.values, inputGradient(dx), images: context.images, context.pool)
    }
  }
}

/// A tensor as the convolution takes it: maps as they are, or all of an image's values as one column. The view is made
/// when the tensor is first met, since a step must not ask for memory.
private struct ShapedView {
  let shape: MapShape
  private var source: LaneTensor?
  private var column: LaneTensor?

  init(shape: MapShape) { self.shape = shape }

  mutating func callAsFunction(_ tensor: LaneTensor) -> LaneTensor {
    if tensor.shape == shape { return tensor }
    if let column, source === tensor { return column }
    let made = tensor.flattened()
    source = tensor
    column = made
    return made
  }
}

extension LayerFacts {
  /// Those of a convolution with a bias. Weights and biases ~ U(±1/√fan-in).
  init(biased convolution: ConvolutionGeometry, weight shape: [Int], prefix: String = "") {
    self.init(convolution)
    let start = ParameterSpec.Start.uniform(fanIn: shape.dropFirst().reduce(1, *))
    parameters = [
      ParameterSpec(name: prefix + "weight", shape: shape, start: start, group: .weights),
      ParameterSpec(name: prefix + "bias", shape: [shape[0]], start: start, group: .biases),
    ]
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
