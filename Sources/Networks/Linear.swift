import Kernels

/// y = W·x + b over all of an image's values, with a ReLU where asked for. Weights and biases ~ U(±1/√fan-in).
package final class Linear: Layer {
  package let parameters: [ParameterSpec]
  package let input: MapShape
  package let geometry: ConvolutionGeometry
  private let relu: Bool
  private var convolution: Convolution?
  private var slices: [ParameterSlice] = []
  private var flatInput = FlatView()
  private var flatGradient = FlatView()

  /// A layer of `outputs` values; maps are flattened in the order channel, row, column.
  package init(_ input: MapShape, _ outputs: Int, relu: Bool = false) throws(NetworkError) {
    self.input = input
    self.relu = relu
    geometry = try .checked(MapShape(input.count, 1, 1), outputs, kernel: 1, stride: 1, padding: 0)
    parameters = [
      ParameterSpec(name: "weight", shape: [outputs, input.count], start: .uniform(fanIn: input.count)),
      ParameterSpec(name: "bias", shape: [outputs], start: .uniform(fanIn: input.count)),
    ]
  }

  package var kind: String { "linear" }
  package var output: MapShape { geometry.output }
  package var macs: Int { geometry.macs }
  package func workingBytes(blocks: Int) -> Int { Convolution.byteCount(geometry) }

  package func attach(_ parameters: [ParameterSlice], blocks: Int, _ pool: WorkerPool) {
    slices = parameters
    convolution = Convolution(geometry, pool)
  }

  package func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
    convolution!.forward(
      flatInput(x), weights: slices[0].values, bias: slices[1].values, relu: relu, y, images: context.images,
      context.pool)
  }

  package func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
    Elementwise.biasBackward(y, dy: dy, relu: relu, slices[1].gradients, images: context.images, context.pool)
    convolution!.weightGradient(flatInput(x), dy, slices[0].gradients, images: context.images, context.pool)
    if let dx {
      convolution!.inputGradient(dy, weights: slices[0].values, flatGradient(dx), images: context.images, context.pool)
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
