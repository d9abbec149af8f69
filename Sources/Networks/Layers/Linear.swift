import Kernels

/// y = W·x + b over all of an image's values, with an activation behind it where asked for. Weights and biases ~
/// U(±1/√fan-in).
package struct Linear: ActivatedKind {
  /// How the weights start.
  package enum Initial: String, Sendable, CaseIterable {
    case `default`
    /// Drawn as usual, then divided by their standard deviation.
    case unit
  }

  package let outputs: Int
  package let hasBias: Bool
  package let initial: Initial
  package private(set) var activation: Activation?

  /// A layer of `outputs` values; maps are flattened in the order channel, row, column.
  package init(_ outputs: Int, relu: Bool = false) {
    self.outputs = outputs
    hasBias = true
    initial = .default
    activation = relu ? .relu : nil
  }

  package var text: String { "linear" }

  package func facts(_ input: MapShape) throws(NetworkError) -> LayerFacts {
    var facts = LayerFacts(
      try .checked(MapShape(input.count, 1, 1), outputs, kernel: 1, stride: 1, padding: 0),
      weight: [outputs, input.count], hasBias: hasBias
    ) { initial == .unit ? .unitDeviation(fanIn: $0) : .uniform(fanIn: $0) }
    facts.takesColumn = input.area > 1
    return facts
  }

  package func make(_ spec: LayerSpec, _ place: Placement) -> any Layer {
    RunningConvolution(spec, place, activation)
  }

  package func followed(by next: any LayerKind) -> (any LayerKind)? { adding(next, to: \.activation) }

  package func inference(_ tensors: LayerTensors) -> [InferenceStep] {
    [.linear(weight: tensors["weight"], bias: hasBias ? tensors["bias"] : nil)]
      + [activation].compactMap { $0.map(InferenceStep.activation) }
  }

  package func torch(_ spec: LayerSpec) -> TorchModule {
    var module = TorchModule("nn.Linear", ["\(spec.input.count)", "\(outputs)"] + (hasBias ? [] : ["bias=False"]))
    module.isOverRows = true
    module.activation = activation
    return module
  }
}

extension Linear: WrittenKind {
  package static let word = "linear"
  package static let usage = "linear N|classes [bias=yes init=default|unit]"

  package init(_ words: inout LayerWords) throws(NetworkTextError) {
    outputs = try words.count("number of outputs")
    hasBias = try words.flag("bias", or: true)
    initial = try words.choice("init", or: .default)
    activation = nil
  }

  package func words(_ count: (Int) -> String) -> [String] {
    [count(outputs)] + (hasBias ? [] : ["bias=no"]) + (initial == .default ? [] : ["init=\(initial.rawValue)"])
  }
}
