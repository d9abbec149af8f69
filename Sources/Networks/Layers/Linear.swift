import Kernels

/// y = W·x + b over all of an image's values, with a ReLU where asked for. Weights and biases ~ U(±1/√fan-in).
package struct Linear: LayerKind {
  private let outputs: Int
  private let relu: Bool

  /// A layer of `outputs` values; maps are flattened in the order channel, row, column.
  package init(_ outputs: Int, relu: Bool = false) {
    self.outputs = outputs
    self.relu = relu
  }

  package var text: String { "linear" }

  package func facts(_ input: MapShape) throws(NetworkError) -> LayerFacts {
    var facts = LayerFacts(
      try .checked(MapShape(input.count, 1, 1), outputs, kernel: 1, stride: 1, padding: 0))
    let start = ParameterSpec.Start.uniform(fanIn: input.count)
    facts.parameters = [
      ParameterSpec(name: "weight", shape: [outputs, input.count], start: start, group: .weights),
      ParameterSpec(name: "bias", shape: [outputs], start: start, group: .biases),
    ]
    return facts
  }

  package func make(_ spec: LayerSpec, _ place: Placement) -> any Layer { Running(spec, place, relu: relu) }

  private final class Running: Layer {
    private let weight, bias: ParameterSlice
    private let convolution: Convolution
    private let relu: Bool
    private var flatInput = FlatView()
    private var flatGradient = FlatView()

    init(_ spec: LayerSpec, _ place: Placement, relu: Bool) {
      (weight, bias) = (place.parameters[0], place.parameters[1])
      convolution = Convolution(spec.geometry, place.pool)
      self.relu = relu
    }

    func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
      convolution.forward(
        flatInput(x), weights: weight.values, bias: bias.values, relu: relu, y, images: context.images, context.pool)
    }

    func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
      Elementwise.biasBackward(y, dy: dy, relu: relu, bias.gradients, images: context.images, context.pool)
      if let gradients = weight.gradients {
        convolution.weightGradient(flatInput(x), dy, gradients, images: context.images, context.pool)
      }
      if let dx {
        convolution.inputGradient(
          dy, weights: weight.values, flatGradient(dx), images: context.images, context.pool)
      }
    }
  }
}

/// A tensor seen as one column of values: made when the tensor is first met, since a step must not ask for memory.
private struct FlatView {
  private var source: LaneTensor?
  private var column: LaneTensor?

  /// `tensor` as one column.
  mutating func callAsFunction(_ tensor: LaneTensor) -> LaneTensor {
    if tensor.shape.area == 1 { return tensor }
    if let column, source === tensor { return column }
    let made = tensor.flattened()
    source = tensor
    column = made
    return made
  }
}
