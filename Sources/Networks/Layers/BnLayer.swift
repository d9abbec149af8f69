import Kernels

/// The article's BnLayer: y = (relu(w ∗ x) − mean)/std·γ + β, and x added to that where it is residual.
///
/// No bias, no epsilon, the unbiased std; γ starts at 1, β at 0. In training the batch's own statistics, through which
/// the gradient flows; in evaluation the stored ones: those of the kind that the network's options name, beside which it
/// keeps the other kind.
package struct BnLayer: LayerKind {
  package let channels, kernel, stride: Int
  package let isResidual: Bool

  /// A kernel of 3×3 with padding 1 unless said otherwise.
  package init(_ channels: Int, kernel: Int = 3, stride: Int = 2, residual: Bool = false) {
    self.channels = channels
    self.kernel = kernel
    self.stride = stride
    isResidual = residual
  }

  package var text: String { "\(isResidual ? "residual" : "bn") \(kernel)×\(kernel) /\(stride)" }

  package func facts(_ input: MapShape) throws(NetworkError) -> LayerFacts {
    var facts = LayerFacts(try .checked(input, channels, kernel: kernel, stride: stride, padding: 1))
    if isResidual && facts.output != input {
      throw .layer("", "a residual layer keeps its shape, but \(input) becomes \(facts.output)")
    }
    facts.parameters = [
      ParameterSpec(name: "a", shape: [channels, 1, 1], start: .constant(0), group: .norms),
      ParameterSpec(name: "m", shape: [channels, 1, 1], start: .constant(1), group: .norms),
      ParameterSpec(
        name: "conv.weight", shape: [channels, input.channels, kernel, kernel],
        start: .uniform(fanIn: input.channels * kernel * kernel), group: .weights),
    ]
    facts.buffers = [
      BufferSpec(name: "means", shape: [channels, 1, 1], flag: "seen", other: "other_means"),
      BufferSpec(name: "stds", shape: [channels, 1, 1], flag: "seen", other: "other_stds"),
      BufferSpec(name: "seen", shape: [1], other: "other_seen"),
      BufferSpec(name: "other_means", shape: [channels, 1, 1], flag: "other_seen"),
      BufferSpec(name: "other_stds", shape: [channels, 1, 1], flag: "other_seen"),
      BufferSpec(name: "other_seen", shape: [1]),
    ]
    // relu(w ∗ x), and two sums for each channel.
    facts.bytesPerBlock = (facts.output.count + 2 * channels) * MemoryLayout<Lanes>.stride
    facts.gradientIsInPlace = isResidual
    return facts
  }

  package func make(_ spec: LayerSpec, _ place: Placement) -> any Layer {
    Running(spec, place, isResidual: isResidual)
  }

  package func inference(_ tensors: LayerTensors) -> [InferenceStep] {
    let factors = zip(tensors["m"].values, tensors["stds"].values).map { m, std in std == 0 ? 0 : m / std }
    let body: [InferenceStep] = [
      .convolution(weight: tensors["conv.weight"], bias: nil, stride: stride, padding: 1), .activation(.relu),
      .normalisation(
        centre: tensors.derived("centre", tensors["means"].values), factor: tensors.derived("factor", factors),
        shift: tensors.derived("shift", tensors["a"].values)),
    ]
    return isResidual ? [.sum(body, [])] : body
  }

  package func torch(_ spec: LayerSpec) -> TorchModule {
    var module = TorchModule(
      isResidual ? "ResBnLayer" : "BnLayer",
      ["\(spec.input.channels)", "\(channels)"]
        + [keyword("kernel_size", kernel, default: 3), keyword("stride", stride, default: 2)].compactMap(\.self))
    module.classes = isResidual ? [.bnLayer, .resBnLayer] : [.bnLayer]
    module.needsMaps = true
    return module
  }

  private final class Running: Layer {
    private let a, m, weight: ParameterSlice
    /// What evaluation normalises with, and the other kind.
    private let stored, other: StoredStatistics
    private let convolution: Convolution
    private let isResidual: Bool
    private let options: NetworkOptions
    private let freeze: FrozenLayers.Switch
    /// relu(w ∗ x) of the last batch.
    private let activation: LaneTensor
    private let sums: ChannelSums
    /// What the last forward pass normalised with.
    private let usedMeans, usedStds: FloatBuffer
    private var usedConstants = false

    init(_ spec: LayerSpec, _ place: Placement, isResidual: Bool) {
      (a, m, weight) = (place.parameters[0], place.parameters[1], place.parameters[2])
      stored = StoredStatistics(place.buffers[0..<3])
      other = StoredStatistics(place.buffers[3..<6])
      convolution = Convolution(spec.geometry, place.pool)
      self.isResidual = isResidual
      options = place.options
      freeze = place.freeze
      activation = LaneTensor(spec.output, blocks: place.blocks)
      sums = ChannelSums(channels: spec.output.channels, blocks: place.blocks)
      usedMeans = FloatBuffer(count: spec.output.channels)
      usedStds = FloatBuffer(count: spec.output.channels)
    }

    /// Normalise with the stored statistics in training, too.
    private var usesStoredInTraining: Bool { freeze.isOn || options.freezesStatistics }
    /// Those that put out their `a` for every image.
    var deadChannels: Int? { stored.holdSomething ? stored.stds.values.count { $0 == 0 } : 0 }

    func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
      usedConstants = stored.holdSomething && (context.mode == .evaluation || usesStoredInTraining)
      convolution.forward(
        x, weights: weight.values, bias: nil, relu: true, activation, images: context.images,
        statistics: usedConstants ? nil : sums, context.pool)
      if usedConstants {
        usedMeans.all.copy(from: stored.means)
        usedStds.all.copy(from: stored.stds)
      } else {
        BatchNorm.statistics(
          sums, images: context.images, area: activation.shape.area, mean: usedMeans.all, std: usedStds.all)
        if context.mode == .training { remember() }
      }
      BatchNorm.normalise(
        activation, mean: usedMeans.all, std: usedStds.all, gamma: m.values, beta: a.values, dead: options.dead,
        residual: isResidual ? x : nil, y, images: context.images, context.pool)
    }

    func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
      // A residual layer still needs ∂L/∂y for its other branch.
      let dz = isResidual ? context.scratch! : dy
      BatchNorm.backward(
        activation, dy: dy, mean: usedMeans.all, std: usedStds.all, gamma: m.values, dead: options.dead,
        statisticsAreConstant: usedConstants, dGamma: m.gradients, dBeta: a.gradients, dz: dz, images: context.images,
        context.pool)
      if let gradients = weight.gradients {
        convolution.weightGradient(x, dz, gradients, images: context.images, context.pool)
      }
      if let dx {
        convolution.inputGradient(
          dz, weights: weight.values, dx, adding: isResidual ? dy : nil, images: context.images, context.pool)
      }
    }

    /// Takes the batch's statistics over into both kinds; on the calling thread, which keeps denormal numbers.
    private func remember() {
      stored.take(usedMeans.all, usedStds.all, as: options.statistics)
      other.take(usedMeans.all, usedStds.all, as: options.statistics.other)
    }
  }

  /// Statistics of one kind.
  private struct StoredStatistics {
    let means, stds: FloatSlice
    /// 0 until the others hold anything.
    private let seen: FloatSlice

    init(_ buffers: ArraySlice<FloatSlice>) {
      let first = buffers.startIndex
      (means, stds, seen) = (buffers[first], buffers[first + 1], buffers[first + 2])
    }

    var holdSomething: Bool { seen[0] != 0 }

    /// Those of a batch in their place, or averaged with them.
    func take(_ batchMeans: FloatSlice, _ batchStds: FloatSlice, as kind: NetworkOptions.BatchNormStatistics) {
      if kind == .last || !holdSomething {
        means.copy(from: batchMeans)
        stds.copy(from: batchStds)
      } else {
        for c in 0..<means.count {
          means[c] = 0.9 * means[c] + 0.1 * batchMeans[c]
          stds[c] = (0.9 * stds[c] * stds[c] + 0.1 * batchStds[c] * batchStds[c]).squareRoot()
        }
      }
      seen[0] = 1
    }
  }
}

extension TorchModule.ClassDefinition {
  /// The article's class, in evaluation.
  fileprivate static let bnLayer = Self(
    name: "BnLayer",
    source: """
      class BnLayer(nn.Module):
          \"""relu(conv(x)), then normalised by stored statistics, scaled by m and shifted by a.\"""

          def __init__(self, channels_in, channels_out, kernel_size=3, stride=2):
              super().__init__()
              self.conv = nn.Conv2d(channels_in, channels_out, kernel_size, stride, padding=1, bias=False)
              self.a = nn.Parameter(torch.zeros(channels_out, 1, 1))
              self.m = nn.Parameter(torch.ones(channels_out, 1, 1))
              self.register_buffer("means", torch.zeros(channels_out, 1, 1))
              self.register_buffer("stds", torch.ones(channels_out, 1, 1))

          def forward(self, x):
              x = F.relu(self.conv(x))
              stds = torch.where(self.stds == 0, torch.inf, self.stds)  # a channel without spread gives its a
              return (x - self.means) * (self.m / stds) + self.a
      """)

  /// The article's class of a residual one.
  fileprivate static let resBnLayer = Self(
    name: "ResBnLayer",
    source: """
      class ResBnLayer(BnLayer):
          def forward(self, x):
              return x + super().forward(x)
      """)
}

extension BnLayer: WrittenKind {
  package static let word = "bnlayer"
  package static let usage = "bnlayer KxK CHANNELS [stride=2 residual=no]"

  package init(_ words: inout LayerWords) throws(NetworkTextError) {
    kernel = try words.kernel()
    channels = try words.count("number of channels")
    stride = try words.number("stride", NetworkTextLimits.stride, or: 2)
    isResidual = try words.flag("residual", or: false)
  }

  package func words(_ count: (Int) -> String) -> [String] {
    ["\(kernel)x\(kernel)", count(channels)] + (stride == 2 ? [] : ["stride=\(stride)"])
      + (isResidual ? ["residual=yes"] : [])
  }
}
