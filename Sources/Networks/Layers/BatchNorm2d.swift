import Kernels

/// PyTorch's BatchNorm2d, with an activation behind it where asked for: y = (x − mean)/√(variance + ε)·weight + bias.
///
/// Weight starts at 1, bias at 0; where one is switched off it stays so. In training the batch's own statistics, through which the gradient flows; in
/// evaluation the running ones: v ← (1 − momentum)·v + momentum·batch on the mean and the unbiased variance.
package struct BatchNorm2d: ActivatedKind {
  package let epsilon, momentum: Double
  package let hasScale, hasShift: Bool
  package private(set) var activation: Activation?

  package init(epsilon: Double = 1e-5, momentum: Double = 0.1, relu: Bool = false) {
    self.epsilon = epsilon
    self.momentum = momentum
    hasScale = true
    hasShift = true
    activation = relu ? .relu : nil
  }

  package var text: String { "batchnorm" }

  package func facts(_ input: MapShape) -> LayerFacts {
    let shape = [input.channels]
    var facts = LayerFacts(output: input)
    if hasScale {
      facts.parameters.append(ParameterSpec(name: "weight", shape: shape, start: .constant(1), group: .norms))
    }
    if hasShift {
      facts.parameters.append(ParameterSpec(name: "bias", shape: shape, start: .constant(0), group: .norms))
    }
    facts.buffers = [
      BufferSpec(name: "running_mean", shape: shape), BufferSpec(name: "running_var", shape: shape, start: 1),
    ]
    facts.gradientIsInPlace = true
    // A single value has no spread.
    facts.needsSeveralValues = input.area == 1
    return facts
  }

  package func make(_ spec: LayerSpec, _ place: Placement) -> any Layer { Running(self, spec, place) }

  package func inference(_ tensors: LayerTensors) -> [InferenceStep] {
    let deviations = tensors["running_var"].values.map { ($0 + Float(epsilon)).squareRoot() }
    let scales = hasScale ? tensors["weight"].values : deviations.map { _ in 1 }
    let factors = zip(scales, deviations).map { $0 / $1 }
    let normalisation = InferenceStep.normalisation(
      centre: tensors["running_mean"], factor: tensors.derived("factor", factors),
      shift: hasShift ? tensors["bias"] : tensors.derived("shift", deviations.map { _ in 0 }))
    return [normalisation] + [activation].compactMap { $0.map(InferenceStep.activation) }
  }

  package func torch(_ spec: LayerSpec) -> TorchModule {
    let isWhole = hasScale && hasShift
    let options = [
      keyword("eps", epsilon, default: 1e-5), keyword("momentum", momentum, default: 0.1),
      hasScale ? nil : "scale=False", hasShift ? nil : "shift=False",
    ]
    var module = TorchModule(
      isWhole ? "nn.BatchNorm2d" : "PartialBatchNorm2d", ["\(spec.input.channels)"] + options.compactMap(\.self))
    if !isWhole { module.classes = [.partialBatchNorm] }
    module.activation = activation
    module.needsMaps = true
    return module
  }

  package func followed(by next: any LayerKind) -> (any LayerKind)? {
    // What the activation was given follows from the input, which is there anyway.
    guard activation == nil, let next = next as? any ActivationKind else { return nil }
    var kind = self
    kind.activation = next.activation
    return kind
  }

  private final class Running: Layer {
    private let epsilon, momentum: Float
    private let activation: Activation?
    /// Constant ones and zeros where they are switched off.
    private let weight, bias: ParameterSlice
    private let runningMean, runningVariance: FloatSlice
    private let freeze: FrozenLayers.Switch
    private let freezesStatistics: Bool
    /// The batch's own.
    private let mean, variance: FloatBuffer
    private var usedRunning = false

    init(_ kind: BatchNorm2d, _ spec: LayerSpec, _ place: Placement) {
      epsilon = Float(kind.epsilon)
      momentum = Float(kind.momentum)
      activation = kind.activation
      let channels = spec.output.channels
      weight = kind.hasScale ? place.parameters[0] : .constant(1, count: channels)
      bias = kind.hasShift ? place.parameters[kind.hasScale ? 1 : 0] : .constant(0, count: channels)
      (runningMean, runningVariance) = (place.buffers[0], place.buffers[1])
      freeze = place.freeze
      freezesStatistics = place.options.freezesStatistics
      mean = FloatBuffer(count: channels)
      variance = FloatBuffer(count: channels)
    }

    /// Normalise with the running statistics in training, too, and leave them alone.
    private var usesRunningInTraining: Bool { freeze.isOn || freezesStatistics }

    func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
      usedRunning = context.mode == .evaluation || usesRunningInTraining
      if !usedRunning {
        PlainBatchNorm.statistics(x, mean: mean.all, variance: variance.all, images: context.images, context.pool)
        remember(values: context.images * x.shape.area)
      }
      PlainBatchNorm.forward(x, pass(context), y, context.pool)
    }

    /// `dx`, where given, is `dy` itself.
    func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
      PlainBatchNorm.backward(
        x, y, dy: dy, pass(context), statisticsAreConstant: usedRunning, dGamma: weight.gradients,
        dBeta: bias.gradients, context.pool)
    }

    private func pass(_ context: LayerContext) -> PlainBatchNorm.Pass {
      PlainBatchNorm.Pass(
        mean: usedRunning ? runningMean : mean.all, variance: usedRunning ? runningVariance : variance.all,
        gamma: weight.values, beta: bias.values, epsilon: epsilon, activation: activation, images: context.images)
    }

    /// Takes the batch's statistics into the running ones; on the calling thread, which keeps denormal numbers.
    private func remember(values count: Int) {
      // A single value has no spread: its unbiased variance is left at 0. Training refuses it before it comes to that.
      let unbiased = Float(count) / Float(max(count - 1, 1))
      for c in 0..<mean.count {
        runningMean[c] += momentum * (mean[c] - runningMean[c])
        runningVariance[c] += momentum * (variance[c] * unbiased - runningVariance[c])
      }
    }
  }
}

extension ParameterSlice {
  /// Values that never change.
  fileprivate static func constant(_ value: Float, count: Int) -> ParameterSlice {
    let buffer = FloatBuffer(count: count)
    buffer.all.fill(value)
    return ParameterSlice(values: buffer.all, gradients: nil)
  }
}

extension BatchNorm2d: WrittenKind {
  package static let word = "batchnorm"
  package static let usage = "batchnorm [eps=1e-5 momentum=0.1 scale=yes shift=yes]"

  package init(_ words: inout LayerWords) throws(NetworkTextError) {
    epsilon = try words.number("eps", 1e-20...1, "a number above 0, 1 at most", or: 1e-5)
    momentum = try words.number("momentum", 0...1, "a number from 0 to 1", or: 0.1)
    hasScale = try words.flag("scale", or: true)
    hasShift = try words.flag("shift", or: true)
    activation = nil
  }

  package func words(_ count: (Int) -> String) -> [String] {
    (epsilon == 1e-5 ? [] : ["eps=\(epsilon.written)"]) + (momentum == 0.1 ? [] : ["momentum=\(momentum.written)"])
      + (hasScale ? [] : ["scale=no"]) + (hasShift ? [] : ["shift=no"])
  }
}

extension TorchModule.ClassDefinition {
  /// PyTorch switches scale and shift off together.
  fileprivate static let partialBatchNorm = Self(
    name: "PartialBatchNorm2d",
    source: """
      class PartialBatchNorm2d(nn.BatchNorm2d):
          \"""BatchNorm2d without its scale, its shift, or both.\"""

          def __init__(self, channels, scale=True, shift=True, **options):
              super().__init__(channels, **options)
              if not scale:
                  self.register_parameter("weight", None)
              if not shift:
                  self.register_parameter("bias", None)
      """)
}
