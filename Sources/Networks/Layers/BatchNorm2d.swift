import Kernels

/// PyTorch's BatchNorm2d, with a ReLU behind it where asked for: y = (x − mean)/√(variance + ε)·weight + bias.
///
/// Weight starts at 1, bias at 0. In training the batch's own statistics, through which the gradient flows; in
/// evaluation the running ones: v ← (1 − momentum)·v + momentum·batch on the mean and the unbiased variance.
package struct BatchNorm2d: LayerKind {
  private let epsilon, momentum: Float
  private let relu: Bool

  package init(epsilon: Float = 1e-5, momentum: Float = 0.1, relu: Bool = false) {
    self.epsilon = epsilon
    self.momentum = momentum
    self.relu = relu
  }

  package var text: String { "batchnorm" }

  package func facts(_ input: MapShape) -> LayerFacts {
    let shape = [input.channels]
    var facts = LayerFacts(output: input)
    facts.parameters = [
      ParameterSpec(name: "weight", shape: shape, start: .constant(1), group: .norms),
      ParameterSpec(name: "bias", shape: shape, start: .constant(0), group: .norms),
    ]
    facts.buffers = [
      BufferSpec(name: "running_mean", shape: shape), BufferSpec(name: "running_var", shape: shape, start: 1),
    ]
    facts.gradientIsInPlace = true
    return facts
  }

  package func make(_ spec: LayerSpec, _ place: Placement) -> any Layer { Running(self, spec, place) }

  package func inference(_ tensors: LayerTensors) -> [InferenceStep] {
    let deviations = tensors["running_var"].values.map { ($0 + epsilon).squareRoot() }
    let factors = zip(tensors["weight"].values, deviations).map { $0 / $1 }
    let normalisation = InferenceStep.normalisation(
      centre: tensors["running_mean"], factor: tensors.derived("factor", factors), shift: tensors["bias"])
    return [normalisation] + (relu ? [.relu] : [])
  }

  package func torch(_ spec: LayerSpec) -> TorchModule {
    var module = TorchModule(
      "nn.BatchNorm2d",
      ["\(spec.input.channels)"]
        + [keyword("eps", epsilon, default: 1e-5), keyword("momentum", momentum, default: 0.1)].compactMap(\.self))
    module.relu = relu
    return module
  }

  private final class Running: Layer {
    private let kind: BatchNorm2d
    private let weight, bias: ParameterSlice
    private let runningMean, runningVariance: FloatSlice
    /// Normalise with the running statistics in training, too, and leave them alone.
    private let usesRunningInTraining: Bool
    /// The batch's own.
    private let mean, variance: FloatBuffer
    private var usedRunning = false

    init(_ kind: BatchNorm2d, _ spec: LayerSpec, _ place: Placement) {
      self.kind = kind
      (weight, bias) = (place.parameters[0], place.parameters[1])
      (runningMean, runningVariance) = (place.buffers[0], place.buffers[1])
      usesRunningInTraining = place.isFrozen || place.options.freezesStatistics
      mean = FloatBuffer(count: spec.output.channels)
      variance = FloatBuffer(count: spec.output.channels)
    }

    func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
      usedRunning = context.mode == .evaluation || usesRunningInTraining
      if !usedRunning {
        PlainBatchNorm.statistics(x, mean: mean.all, variance: variance.all, images: context.images, context.pool)
        remember(values: context.images * x.shape.area)
      }
      PlainBatchNorm.forward(
        x, mean: usedMean, variance: usedVariance, gamma: weight.values, beta: bias.values, epsilon: kind.epsilon,
        relu: kind.relu, y, images: context.images, context.pool)
    }

    /// `dx`, where given, is `dy` itself.
    func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
      PlainBatchNorm.backward(
        x, y, dy: dy, mean: usedMean, variance: usedVariance, gamma: weight.values, epsilon: kind.epsilon,
        relu: kind.relu, statisticsAreConstant: usedRunning, dGamma: weight.gradients, dBeta: bias.gradients,
        images: context.images, context.pool)
    }

    private var usedMean: FloatSlice { usedRunning ? runningMean : mean.all }
    private var usedVariance: FloatSlice { usedRunning ? runningVariance : variance.all }

    /// Takes the batch's statistics into the running ones; on the calling thread, which keeps denormal numbers.
    private func remember(values count: Int) {
      // A single value has no spread: its unbiased variance is left at 0, where PyTorch refuses to train.
      let unbiased = Float(count) / Float(max(count - 1, 1))
      for c in 0..<mean.count {
        runningMean[c] += kind.momentum * (mean[c] - runningMean[c])
        runningVariance[c] += kind.momentum * (variance[c] * unbiased - runningVariance[c])
      }
    }
  }
}
