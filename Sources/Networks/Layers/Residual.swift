import Kernels

/// A residual block: y = body(x) + shortcut(x), where a shortcut without layers is x itself, with a ReLU behind it where
/// asked for.
package struct Residual: ActivatedKind {
  package let body: [NamedLayer]
  /// Named as inside of the shortcut.
  package let shortcut: [NamedLayer]
  package private(set) var activation: Activation?

  /// The parameters of the layers are called `<layer>.…`, those of the shortcut's `shortcut.<layer>.…`.
  package init(_ body: [NamedLayer], shortcut: [NamedLayer] = []) {
    self.body = body
    self.shortcut = shortcut
  }

  package var text: String { "residual block" }

  package func facts(_ input: MapShape) throws(NetworkError) -> LayerFacts {
    let body = try [LayerSpec](body, over: input)
    let shortcut = try [LayerSpec](
      shortcut.map { NamedLayer("shortcut.\($0.name)", $0.kind) }, over: input)
    let outputs = (body.last?.output ?? input, shortcut.last?.output ?? input)
    guard !body.isEmpty else { throw .layer("", "a residual block needs a layer in its body") }
    guard outputs.0 == outputs.1 else {
      throw .layer(
        "",
        "the body of a residual block ends in \(outputs.0), what is added to it is \(outputs.1): they have to be the same, "
          + "by a shortcut or by another body")
    }
    return LayerFacts(body: body, shortcut: shortcut, output: outputs.0)
  }

  package func make(_ spec: LayerSpec, _ place: Placement) -> any Layer { Running(spec, place, activation) }

  package func followed(by next: any LayerKind) -> (any LayerKind)? { adding(next, to: \.activation) }

  package func inference(_ tensors: LayerTensors) -> [InferenceStep] {
    func steps(_ layers: [NamedLayer], _ prefix: String = "") -> [InferenceStep] {
      layers.flatMap { $0.kind.inference(tensors.inside(prefix + $0.name)) }
    }
    return [.sum(steps(body), steps(shortcut, "shortcut."))]
      + [activation].compactMap { $0.map(InferenceStep.activation) }
  }

  package func torch(_ spec: LayerSpec) -> TorchModule {
    let body = TorchChain(spec.facts.body, endsInMaps: true)
    // The names of the shortcut's layers say already that they stand in it.
    let shortcut = TorchChain(spec.facts.shortcut, droppingPrefix: "shortcut.", endsInMaps: true)
    var module = TorchModule(
      "Residual", [body.dictionary] + (spec.facts.shortcut.isEmpty ? [] : [shortcut.dictionary]))
    module.classes = [TorchChain.definition, .residual] + body.classes + shortcut.classes
    module.activation = activation
    module.needsMaps = true
    return module
  }

  private final class Running: Layer {
    private let body, shortcut: LayerChain
    /// ∂L/∂x by way of the body and of the shortcut.
    private let bodyGradient, shortcutGradient: LaneTensor
    private let activation: Activation?

    init(_ spec: LayerSpec, _ place: Placement, _ activation: Activation?) {
      self.activation = activation
      var inside = place.inside
      body = LayerChain(spec.facts.body, &inside)
      shortcut = LayerChain(spec.facts.shortcut, &inside)
      bodyGradient = body.gradientBelow(spec.input)
      shortcutGradient = shortcut.gradientBelow(spec.input)
    }

    func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
      Elementwise.add(
        body.forward(x, context), shortcut.forward(x, context), y, relu: activation == .relu, images: context.images,
        context.pool)
      if let activation, activation != .relu { activation.forward(y, y, images: context.images, context.pool) }
    }

    /// Both branches go back through the same pair of stretches, one after the other. `dy` stays until both are done:
    /// where the shortcut is x itself, `dx` takes its place.
    func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
      let images = context.images
      activation?.backward(y, y, dy: dy, images: images, context.pool)
      func goBack(_ branch: LayerChain, into gradient: LaneTensor) {
        guard dx != nil || branch.learns else { return }
        Elementwise.copy(dy, branch.outputGradient, images: images, context.pool)
        branch.backward(x, dx: dx == nil ? nil : gradient, context)
      }
      goBack(body, into: bodyGradient)
      guard !shortcut.layers.isEmpty else {
        if let dx { Elementwise.add(bodyGradient, dy, dx, images: images, context.pool) }
        return
      }
      if let dx { Elementwise.copy(bodyGradient, dx, images: images, context.pool) }
      goBack(shortcut, into: shortcutGradient)
      if let dx { Elementwise.add(dx, shortcutGradient, dx, images: images, context.pool) }
    }
  }
}

extension LayerFacts {
  /// Those of a block around other layers. It keeps what they put out and keep.
  fileprivate init(body: [LayerSpec], shortcut: [LayerSpec], output: MapShape) {
    self.init(output: output)
    self.body = body
    self.shortcut = shortcut
    for layer in body + shortcut {
      parameters += layer.facts.parameters.map { $0.inside(layer.name) }
      buffers += layer.facts.buffers.map { $0.inside(layer.name) }
      macs += layer.facts.macs
      bytesPerBlock += LaneTensor.bytes(layer.output, blocks: 1) + layer.facts.bytesPerBlock
      randomStreams += layer.facts.randomStreams
    }
    gradientIsInPlace = shortcut.isEmpty
    takesColumn = body.contiguousInputs[0] || shortcut.contiguousInputs[0]
    needsSeveralValues = (body + shortcut).contains { $0.facts.needsSeveralValues }
  }
}

extension ParameterSpec {
  /// The same as one of a block's that has it in `layer`.
  fileprivate func inside(_ layer: String) -> ParameterSpec {
    var spec = self
    spec.name = "\(layer).\(name)"
    return spec
  }
}

extension BufferSpec {
  /// The same as one of a block's that has it in `layer`.
  fileprivate func inside(_ layer: String) -> BufferSpec {
    var spec = self
    spec.name = "\(layer).\(name)"
    spec.flag = flag.map { "\(layer).\($0)" }
    spec.other = other.map { "\(layer).\($0)" }
    return spec
  }
}

extension TorchModule.ClassDefinition {
  fileprivate static let residual = Self(
    name: "Residual",
    source: """
      class Residual(Chain):
          \"""What the layers make of x, and beside them the shortcut, which without layers is x itself.\"""

          def __init__(self, layers, shortcut=None):
              super().__init__({**layers, "shortcut": Chain(shortcut or {})})

          def forward(self, x):
              y = x
              for name, layer in self._modules.items():
                  if name != "shortcut":
                      y = layer(y)
              return y + self.shortcut(x)
      """)
}
