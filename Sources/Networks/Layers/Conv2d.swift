import Kernels

/// y = w ∗ x + b, with an activation behind it where asked for. Weights and biases ~ U(±1/√fan-in).
package struct Conv2d: ActivatedKind {
  /// How the filters start.
  package enum Initial: String, Sendable, CaseIterable {
    case `default`
    /// The first filters pass their own channel's centre on; the others start as usual.
    case dirac
    /// The whitening of the images' patches, and its negative.
    case whiten
  }

  /// What of it never learns.
  package enum Frozen: String, Sendable, CaseIterable {
    case no, weight, all
  }

  package let channels, kernel, stride: Int
  /// nil: as much as keeps the size of the maps at stride 1.
  private let givenPadding: Int?
  package let hasBias: Bool
  package let initial: Initial
  package let frozen: Frozen
  package private(set) var activation: Activation?
  package let prefix: String

  /// `prefix` stands before the parameters' names where the article wraps the convolution in a class: `conv.`.
  package init(_ channels: Int, kernel: Int, stride: Int, padding: Int, relu: Bool, prefix: String = "") {
    self.channels = channels
    self.kernel = kernel
    self.stride = stride
    givenPadding = padding
    hasBias = true
    initial = .default
    frozen = .no
    activation = relu ? .relu : nil
    self.prefix = prefix
  }

  package var padding: Int { givenPadding ?? (kernel - 1) / 2 }

  package var text: String { "conv \(kernel)×\(kernel) /\(stride)" }

  package func facts(_ input: MapShape) throws(NetworkError) -> LayerFacts {
    let geometry = try ConvolutionGeometry.checked(
      input, channels, kernel: kernel, stride: stride, padding: padding)
    if initial == .whiten && channels != 2 * input.channels * kernel * kernel {
      throw .layer(
        "",
        "whitening \(kernel)×\(kernel) patches of \(input.channels) channels takes "
          + "\(2 * input.channels * kernel * kernel) filters, not \(channels)")
    }
    var facts = LayerFacts(
      geometry, weight: [channels, input.channels, kernel, kernel], hasBias: hasBias, prefix: prefix,
      start: { fanIn in
        switch initial {
        case .default: .uniform(fanIn: fanIn)
        case .dirac: .dirac(fanIn: fanIn)
        case .whiten: .whitening(fanIn: fanIn)
        }
      })
    facts.fix(weight: frozen != .no, bias: frozen == .all)
    return facts
  }

  package func make(_ spec: LayerSpec, _ place: Placement) -> any Layer {
    RunningConvolution(spec, place, activation)
  }

  package func followed(by next: any LayerKind) -> (any LayerKind)? { adding(next, to: \.activation) }

  package func inference(_ tensors: LayerTensors) -> [InferenceStep] {
    let convolution = InferenceStep.convolution(
      weight: tensors[prefix + "weight"], bias: hasBias ? tensors[prefix + "bias"] : nil, stride: stride,
      padding: padding)
    return [convolution] + [activation].compactMap { $0.map(InferenceStep.activation) }
  }

  package func torch(_ spec: LayerSpec) -> TorchModule {
    let shape = ["\(spec.input.channels)", "\(channels)", "\(kernel)"]
    let options = [
      keyword("stride", stride, default: 1), keyword("padding", padding, default: 0), hasBias ? nil : "bias=False",
    ]
    var module = TorchModule(prefix.isEmpty ? "nn.Conv2d" : "ConvLayer", shape + options.compactMap(\.self))
    if !prefix.isEmpty { module.classes = [.convLayer] }
    module.activation = activation
    module.needsMaps = true
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

extension Conv2d: WrittenKind {
  package static let word = "conv"
  package static let usage =
    "conv KxK CHANNELS [stride=1 pad=same|N bias=yes init=default|dirac|whiten freeze=no|weight|all]"

  package init(_ words: inout LayerWords) throws(NetworkTextError) {
    kernel = try words.kernel()
    channels = try words.count("number of channels")
    stride = try words.number("stride", NetworkTextLimits.stride, or: 1)
    givenPadding = try words.padding("pad")
    hasBias = try words.flag("bias", or: true)
    initial = try words.choice("init", or: .default)
    frozen = try words.choice("freeze", or: .no)
    activation = nil
    prefix = ""
    if givenPadding == nil && kernel.isMultiple(of: 2) {
      throw words.refusal(
        "pad", "pad=same is for odd kernels, not for \(kernel)x\(kernel)", remedy: "say how much, as in pad=0")
    }
    if initial == .whiten && kernel > Whitening.largestKernel {
      throw words.refusal(
        "init", "whitening is for kernels up to \(Whitening.largestKernel)x\(Whitening.largestKernel)",
        remedy: "use a smaller one")
    }
  }

  package func words(_ count: (Int) -> String) -> [String] {
    let isSame = !kernel.isMultiple(of: 2) && padding == (kernel - 1) / 2
    return ["\(kernel)x\(kernel)", count(channels)] + (stride == 1 ? [] : ["stride=\(stride)"])
      + (isSame ? [] : ["pad=\(padding)"]) + (hasBias ? [] : ["bias=no"])
      + (initial == .default ? [] : ["init=\(initial.rawValue)"])
      + (frozen == .no ? [] : ["freeze=\(frozen.rawValue)"])
  }

  package var labelEnding: String { prefix.isEmpty ? "" : "." + prefix.dropLast() }
}

extension LayerKind {
  /// The same kind with the activation that `next` is, where there is none yet and its slope follows from its output.
  func adding(_ next: any LayerKind, to path: WritableKeyPath<Self, Activation?>) -> (any LayerKind)? {
    guard let next = next as? any ActivationKind, next.activation.isKnownByOutput, self[keyPath: path] == nil else {
      return nil
    }
    var kind = self
    kind[keyPath: path] = next.activation
    return kind
  }
}

extension ConvolutionGeometry {
  /// The geometry, or an error for people who edit widths: the maps have become too small, or too large.
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
    try geometry.output.checkSize()
    let (macs, overflows) = geometry.weights.multipliedReportingOverflow(by: geometry.output.area)
    guard !overflows, macs <= NetworkTextLimits.layerMACs else {
      throw .layer("", "an image takes more than \(NetworkTextLimits.layerMACs) multiply-adds")
    }
    return geometry
  }
}

extension MapShape {
  /// Refuses maps that no machine would hold a batch of.
  func checkSize() throws(NetworkError) {
    guard count <= NetworkTextLimits.mapValues else {
      throw .layer("", "maps of \(self) are more than \(NetworkTextLimits.mapValues) values an image")
    }
  }
}

extension LayerSpec {
  /// The convolution of a layer that is known to be one.
  var geometry: ConvolutionGeometry {
    guard let convolution = facts.convolution else { fatalError("\(name), \(kind.text), is no convolution") }
    return convolution
  }
}
