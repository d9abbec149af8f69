import Kernels

/// The running layer of Conv2d and Linear. A ReLU is part of the convolution's store.
final class RunningConvolution: Layer {
  private let weight: ParameterSlice
  private let bias: ParameterSlice?
  private let convolution: Convolution
  private let activation: Activation?
  private var input, inputGradient: ShapedView

  /// One whose activation, if it has any, is known by what it puts out.
  init(_ spec: LayerSpec, _ place: Placement, _ activation: Activation?) {
    weight = place.parameters[0]
    bias = place.parameters.count > 1 ? place.parameters[1] : nil
    convolution = Convolution(spec.geometry, place.pool)
    self.activation = activation
    input = ShapedView(shape: spec.geometry.input)
    inputGradient = ShapedView(shape: spec.geometry.input)
  }

  private var isReLU: Bool { activation == .relu }

  func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
    convolution.forward(
      input(x), weights: weight.values, bias: bias?.values, relu: isReLU, y, images: context.images, context.pool)
    if let activation, !isReLU { activation.forward(y, y, images: context.images, context.pool) }
  }

  func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
    if let activation, !isReLU { activation.backward(y, y, dy: dy, images: context.images, context.pool) }
    Elementwise.biasBackward(y, dy: dy, relu: isReLU, bias?.gradients, images: context.images, context.pool)
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
  /// Those of a convolution whose weights are of that shape. Where nothing else is said, weights and biases ~
  /// U(±1/√fan-in).
  init(
    _ convolution: ConvolutionGeometry, weight shape: [Int], hasBias: Bool, prefix: String = "",
    start: (_ fanIn: Int) -> ParameterSpec.Start = { .uniform(fanIn: $0) }
  ) {
    self.init(convolution)
    let fanIn = shape.dropFirst().reduce(1, *)
    parameters = [ParameterSpec(name: prefix + "weight", shape: shape, start: start(fanIn), group: .weights)]
    guard hasBias else { return }
    parameters.append(
      ParameterSpec(name: prefix + "bias", shape: [shape[0]], start: .uniform(fanIn: fanIn), group: .biases))
  }

  /// The weight, or all of it, never learns.
  mutating func fix(weight: Bool, bias: Bool) {
    parameters[0].isFixed = weight
    if parameters.count > 1 { parameters[1].isFixed = bias }
  }
}
