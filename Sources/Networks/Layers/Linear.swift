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
    LayerFacts(
      biased: try .checked(MapShape(input.count, 1, 1), outputs, kernel: 1, stride: 1, padding: 0),
      weight: [outputs, input.count])
  }

  package func make(_ spec: LayerSpec, _ place: Placement) -> any Layer {
    BiasedConvolution(spec, place, relu: relu)
  }

  package func inference(_ tensors: LayerTensors) -> [InferenceStep] {
    [.linear(weight: tensors["weight"], bias: tensors["bias"])] + (relu ? [.relu] : [])
  }

  package func torch(_ spec: LayerSpec) -> TorchModule {
    var module = TorchModule("nn.Linear", ["\(spec.input.count)", "\(outputs)"])
    module.isOverRows = true
    module.relu = relu
    return module
  }
}
