import Kernels

/// A tensor that is learned.
package struct ParameterSpec: Sendable, Hashable {
  /// The initial distribution.
  package enum Start: Sendable, Hashable {
    /// ~ U(±1/√fan-in), drawn from the network's seed.
    case uniform(fanIn: Int)
    case constant(Float)
    /// The same, then the first filters pass their own channel's centre on.
    case dirac(fanIn: Int)
    /// The same as uniform, then divided by the standard deviation of what was drawn.
    case unitDeviation(fanIn: Int)
    /// The same as uniform, until images are there whose patches it then whitens.
    case whitening(fanIn: Int)
  }

  /// What an optimiser may tell apart.
  package enum Group: String, Sendable, CaseIterable {
    case weights, biases
    /// Scales and shifts of normalisations.
    case norms
    /// All of the last layer that learns, whatever it would be elsewhere.
    case head
  }

  /// The name within its layer, as in the article's PyTorch classes: `conv.weight`.
  package var name: String
  package let shape: [Int]
  package let start: Start
  package let group: Group
  /// It never learns.
  package var isFixed = false

  package var count: Int { shape.reduce(1, *) }
}

/// A tensor that a layer keeps from batch to batch without learning it: running statistics.
package struct BufferSpec: Sendable, Hashable {
  /// The name within its layer.
  package var name: String
  package let shape: [Int]
  package var start: Float = 0
  /// The buffer of the same layer, of one value, that is 0 until this one holds anything; until then this one is not
  /// written to files. The flag itself never is: whoever reads a file sees whether there was anything. nil: no flag.
  package var flag: String?
  /// The buffer of the same layer that holds the same of the other kind of batch statistics; nil: there are none.
  package var other: String?

  package var count: Int { shape.reduce(1, *) }
}

/// What follows from a layer's kind and the shape of its input.
package struct LayerFacts: Sendable {
  package let output: MapShape
  package var parameters: [ParameterSpec] = []
  package var buffers: [BufferSpec] = []
  /// Multiply-adds of one image's forward pass.
  package var macs = 0
  /// The convolution that is the layer's work; a linear layer is one of 1×1 over a single position.
  package var convolution: ConvolutionGeometry?
  /// Bytes that it keeps beside its output for each 16 images.
  package var bytesPerBlock = 0
  /// Whether ∂L/∂x replaces ∂L/∂y in the same tensor: `backward` is then given the same one as `dy` and `dx`.
  package var gradientIsInPlace = false
  /// Whether it needs its input, and ∂L/∂x, without gaps between the channels.
  package var takesColumn = false
  /// Whether it cannot learn from a batch of one image.
  package var needsSeveralValues = false
  /// Streams of random numbers that it draws from.
  package var randomStreams = 0
  /// The layers inside of it, where it is a block: those that it is made of, and those beside them.
  package var body: [LayerSpec] = []
  package var shortcut: [LayerSpec] = []

  /// Those of a layer that keeps and learns nothing.
  package init(output: MapShape) { self.output = output }

  /// Those that follow from a convolution.
  package init(_ convolution: ConvolutionGeometry) {
    output = convolution.output
    macs = convolution.macs
    self.convolution = convolution
  }

  /// Bytes that it keeps beside its output whatever the batch. They follow from how the convolutions would be computed,
  /// which only those need to know who build the layer, or say what it takes.
  package var fixedBytes: Int {
    let inside = (body + shortcut).reduce(0) { $0 + $1.facts.fixedBytes }
    return inside + (convolution.map(Convolution.byteCount) ?? 0)
  }

  /// Bytes that each thread needs for a moment.
  package var scratchBytes: Int {
    let inside = (body + shortcut).map(\.facts.scratchBytes).max() ?? 0
    return max(inside, convolution.map(Convolution.scratchBytes) ?? 0)
  }
}

/// A layer of a network before it takes any memory: what it is, what it is given, and what follows from that.
package struct LayerSpec: Sendable {
  /// The name among its siblings.
  package let name: String
  package let kind: any LayerKind
  package let input: MapShape
  package let facts: LayerFacts

  /// `layer` over maps of `input`; an error carries the layer's name.
  package init(_ layer: NamedLayer, _ input: MapShape) throws(NetworkError) {
    name = layer.name
    kind = layer.kind
    self.input = input
    do {
      facts = try layer.kind.facts(input)
    } catch .layer(let inner, let reason) {
      throw .layer(inner.isEmpty ? name : "\(name).\(inner)", reason)
    }
  }

  package var output: MapShape { facts.output }
  /// Learned values.
  package var parameterCount: Int { facts.parameters.reduce(0) { $0 + ($1.isFixed ? 0 : $1.count) } }
  /// Values that start somewhere and never learn.
  package var fixedCount: Int { facts.parameters.reduce(0) { $0 + ($1.isFixed ? $1.count : 0) } }
  /// Values of its own output and of those inside of it, for one image.
  var outputValues: Int { children.reduce(output.count) { $0 + $1.outputValues } }
  /// The layers inside of it.
  var children: [LayerSpec] { facts.body + facts.shortcut }

  /// It and all layers inside of it, each with its full name.
  package var flattened: [(name: String, spec: LayerSpec)] {
    [(name, self)] + children.flatMap(\.flattened).map { ("\(name).\($0.name)", $0.spec) }
  }
}

extension [LayerSpec] {
  /// What `layers` are one after the other, the first over maps of `input`.
  package init(_ layers: [NamedLayer], over input: MapShape) throws(NetworkError) {
    let (specs, problem) = Self.inferred(layers, over: input)
    if let problem { throw problem }
    self = specs
  }

  /// The same, up to the first that its input does not fit, and why it does not.
  package static func inferred(
    _ layers: [NamedLayer], over input: MapShape
  ) -> (specs: [LayerSpec], problem: NetworkError?) {
    var specs: [LayerSpec] = []
    for layer in layers {
      do throws(NetworkError) {
        specs.append(try LayerSpec(layer, specs.last?.output ?? input))
      } catch {
        return (specs, error)
      }
    }
    return (specs, nil)
  }

  /// Learned values in all layers.
  package var parameterCount: Int { reduce(0) { $0 + $1.parameterCount } }
  /// Values in all layers that never learn.
  package var fixedCount: Int { reduce(0) { $0 + $1.fixedCount } }
  /// Multiply-adds of one image's forward pass.
  package var macs: Int { reduce(0) { $0 + $1.facts.macs } }

  /// Refuses names of layers and weights to freeze that there are not.
  package func check(frozen: [String]) throws(NetworkError) {
    for name in frozen where !hasPart(named: name) { throw .unknownLayer(name, known: learningLayers) }
  }

  /// Refuses names of groups that are neither kinds of weights nor layers or weights.
  package func check(groups names: some Collection<String>) throws(NetworkError) {
    let kinds = ParameterSpec.Group.allCases.map(\.rawValue)
    for name in names where !kinds.contains(name) && !hasPart(named: name) {
      throw .unknownLayer(name, known: kinds + learningLayers)
    }
  }

  private func hasPart(named name: String) -> Bool {
    let weights = flatMap { spec in spec.facts.parameters.map { "\(spec.name).\($0.name)" } }
    return (flatMap(\.flattened).map(\.name) + weights).contains(where: [name].nameLayer)
  }

  private var learningLayers: [String] { filter { !$0.facts.parameters.isEmpty }.map(\.name) }
}

extension [LayerSpec] {
  /// Whether the maps that each layer is given have no gaps between their channels, and, last, those that the last one
  /// puts out: where a layer takes a column, and on both sides of one whose gradient is in place.
  var contiguousInputs: [Bool] {
    var result = map(\.facts.takesColumn) + [false]
    var before: [Bool]
    repeat {
      before = result
      for (index, layer) in enumerated() where layer.facts.gradientIsInPlace {
        let either = result[index] || result[index + 1]
        result[index] = either
        result[index + 1] = either
      }
    } while result != before
    return result
  }
}
