import Kernels

/// y = w ∗ x + b, with a ReLU where asked for. Weights and biases ~ U(±1/√fan-in).
package final class Conv2d: Layer {
  package let parameters: [ParameterSpec]
  private let prefix: String
  package let geometry: ConvolutionGeometry
  private let relu: Bool
  private var convolution: Convolution?
  private var slices: [ParameterSlice] = []

  /// `prefix` stands before the parameters' names where the article wraps the convolution in a class: `conv.`.
  package init(
    _ input: MapShape, _ outputs: Int, kernel: Int, stride: Int, padding: Int, relu: Bool, prefix: String = ""
  ) throws(NetworkError) {
    geometry = try .checked(input, outputs, kernel: kernel, stride: stride, padding: padding)
    self.relu = relu
    self.prefix = prefix
    let fanIn = input.channels * kernel * kernel
    parameters = [
      ParameterSpec(
        name: prefix + "weight", shape: [outputs, input.channels, kernel, kernel], start: .uniform(fanIn: fanIn)),
      ParameterSpec(name: prefix + "bias", shape: [outputs], start: .uniform(fanIn: fanIn)),
    ]
  }

  package var kind: String { "conv \(geometry.kernel)×\(geometry.kernel) /\(geometry.stride)" }
  package var input: MapShape { geometry.input }
  package var output: MapShape { geometry.output }
  package var macs: Int { geometry.macs }
  package func workingBytes(blocks: Int) -> Int { Convolution.byteCount(geometry) }

  package func attach(_ parameters: [ParameterSlice], blocks: Int, _ pool: WorkerPool) {
    slices = parameters
    convolution = Convolution(geometry, pool)
  }

  package func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
    convolution!.forward(
      x, weights: slices[0].values, bias: slices[1].values, relu: relu, y, images: context.images, context.pool)
  }

  package func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
    Elementwise.biasBackward(y, dy: dy, relu: relu, slices[1].gradients, images: context.images, context.pool)
    convolution!.weightGradient(x, dy, slices[0].gradients, images: context.images, context.pool)
    if let dx { convolution!.inputGradient(dy, weights: slices[0].values, dx, images: context.images, context.pool) }
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
