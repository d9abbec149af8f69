import Kernels

/// A network with its weights, its gradients, and room for a batch: everything a step needs, planned once.
package final class Network {
  /// Where one parameter stands in the flat buffers.
  package struct Parameter: Sendable {
    /// The full name: `layers.0.conv.weight`.
    package let name: String
    /// The index of its layer.
    package let layer: Int
    package let shape: [Int]
    package let range: Range<Int>
    package let group: ParameterSpec.Group
    let isFixed: Bool
    let frozen: FrozenLayers.Switch
    /// Whether training changes it at present: frozen layers' do not learn.
    package var learns: Bool { !isFixed && !frozen.isOn }
    package let start: ParameterSpec.Start

    /// Its rows and columns as a matrix of filters; nil: it holds none, or belongs to the head.
    package var filters: (rows: Int, columns: Int)? {
      shape.count == 4 && !isFixed && group != .head ? (shape[0], range.count / shape[0]) : nil
    }

    /// Whether it is the parameter of that name, or one of the layer or block of that name.
    package func isPart(of name: String) -> Bool { self.name == name || self.name.hasPrefix(name + ".") }
  }

  /// Where a tensor that layers keep without learning it stands in `buffers`.
  package struct NamedBuffer: Sendable {
    /// The full name: `layers.0.means`.
    package let name: String
    /// The index of its layer.
    package let layer: Int
    package let shape: [Int]
    package let range: Range<Int>
    package let start: Float
    /// Where the value stands that is 0 until this one holds anything; nil: it always does.
    package let flag: Int?
    /// Where the same of the other kind of batch statistics stands; nil: there are none.
    package let other: Range<Int>?
    /// Whether it belongs to the kind that evaluation does not normalise with.
    package let isOfOtherKind: Bool
  }

  package let architecture: any Architecture
  package let widths: [Int]
  package let image: MapShape
  package let classes: Int
  /// The article's.
  package static let usualBatchSize = 256

  /// Images in the largest batch it takes.
  package let batchSize: Int
  package let parameters: [Parameter]
  /// All weights in one run, in the order of `parameters`.
  package let values: FloatBuffer
  /// ∂L/∂values of the last backward pass, where they learn.
  package let gradients: FloatBuffer
  package let namedBuffers: [NamedBuffer]
  /// What the layers keep without learning it, in one run, in the order of `namedBuffers`.
  package let buffers: FloatBuffer
  package let options: NetworkOptions
  private let frozen: FrozenLayers
  package let pool: WorkerPool
  /// What the first weights and each step's dropout follow from.
  package let seed: UInt64

  /// Log-probabilities of the last batch, one channel a class.
  package let logProbabilities: LaneTensor
  private let chain: LayerChain
  private var context: LayerContext
  /// Where set, it is told which layer has been at work.
  package var stopwatch: LayerStopwatch?

  /// A network with fresh weights drawn from `seed`. `widths` is the article's whole list; nil takes the default one.
  package convenience init(
    _ architecture: any Architecture, widths: [Int]? = nil, image: MapShape, classes: Int,
    batchSize: Int = Network.usualBatchSize,
    options: NetworkOptions = NetworkOptions(), seed: UInt64, pool: WorkerPool
  ) throws(NetworkError) {
    try self.init(
      architecture, widths: widths, image: image, classes: classes, batchSize: batchSize, options: options, seed: seed,
      pool: pool, sharing: nil)
    for tensor in namedBuffers { buffers.slice(tensor.range).fill(tensor.start) }
    drawWeights()
  }

  /// The same network for images of another size, with this one's weights, gradients and buffers.
  package func resized(to image: MapShape) throws(NetworkError) -> Network {
    try Network(
      architecture, widths: widths, image: image, classes: classes, batchSize: batchSize, options: options, seed: seed,
      pool: pool, sharing: self)
  }

  private init(
    _ architecture: any Architecture, widths: [Int]?, image: MapShape, classes: Int, batchSize: Int,
    options: NetworkOptions, seed: UInt64, pool: WorkerPool, sharing other: Network?
  ) throws(NetworkError) {
    self.architecture = architecture
    self.widths = widths ?? architecture.widths(image: image, classes: classes)
    self.image = image
    self.classes = classes
    self.batchSize = batchSize
    self.options = options
    frozen = other?.frozen ?? FrozenLayers(options)
    self.seed = seed
    self.pool = pool
    let specs = try architecture.specs(self.widths, image: image, classes: classes)
    try specs.check(frozen: options.frozen)
    parameters = Self.parameters(of: specs, frozen)
    if let other, let odd = zip(parameters, other.parameters).first(where: { $0.shape != $1.shape }) {
      throw .layer(specs[odd.0.layer].name, "has other weights for images of \(image) than for \(other.image)")
    }
    values = other?.values ?? FloatBuffer(count: parameters.last?.range.upperBound ?? 0)
    gradients = other?.gradients ?? FloatBuffer(count: values.count)
    namedBuffers = Self.namedBuffers(of: specs)
    buffers = other?.buffers ?? FloatBuffer(count: namedBuffers.last?.range.upperBound ?? 0)

    let blocks = LaneTensor.blocks(for: batchSize)
    logProbabilities = LaneTensor(MapShape(classes, 1, 1), blocks: blocks)
    var place = Placement(
      parameters: parameters.map { [values, gradients] in
        ParameterSlice(
          values: values.slice($0.range), gradients: $0.isFixed ? nil : gradients.slice($0.range), frozen: $0.frozen)
      },
      buffers: namedBuffers.map { [buffers] in buffers.slice($0.range) }, blocks: blocks, options: options,
      frozen: frozen,
      arena: GradientArena(specs, blocks: blocks), pool: pool)
    chain = LayerChain(specs, &place)
    context = LayerContext(images: 0, mode: .evaluation, pool: pool, seed: seed, step: 0, scratch: nil)
  }

  /// Gives every parameter its place in the flat buffers.
  private static func parameters(of specs: [LayerSpec], _ frozen: FrozenLayers) -> [Parameter] {
    let head = specs.lastIndex { !$0.facts.parameters.isEmpty }
    var end = 0
    return specs.enumerated().flatMap { index, layer in
      layer.facts.parameters.map { spec in
        end += spec.count
        let name = "\(layer.name).\(spec.name)"
        return Parameter(
          name: name, layer: index, shape: spec.shape, range: (end - spec.count)..<end,
          group: index == head ? .head : spec.group, isFixed: spec.isFixed, frozen: frozen.switchOf(name),
          start: spec.start)
      }
    }
  }

  /// The same for what the layers keep.
  private static func namedBuffers(of specs: [LayerSpec]) -> [NamedBuffer] {
    var end = 0
    return specs.enumerated().flatMap { index, layer in
      var ranges: [String: Range<Int>] = [:]
      for spec in layer.facts.buffers {
        ranges[spec.name] = end..<end + spec.count
        end += spec.count
      }
      let others = Set(layer.facts.buffers.compactMap(\.other))
      return layer.facts.buffers.map { spec in
        NamedBuffer(
          name: "\(layer.name).\(spec.name)", layer: index, shape: spec.shape, range: ranges[spec.name]!,
          start: spec.start, flag: spec.flag.flatMap { ranges[$0]?.lowerBound },
          other: spec.other.flatMap { ranges[$0] },
          isOfOtherKind: others.contains(spec.name))
      }
    }
  }

  /// Values that it learns, or could where layers are frozen.
  package var parameterCount: Int { layers.map(\.spec).parameterCount }
  /// The layers, first to last.
  package var layers: [RunningLayer] { chain.layers }
  /// The output of each layer for the last batch.
  package var outputs: [LaneTensor] { chain.outputs }

  /// Log-probabilities of a batch, into `logProbabilities`. `step` numbers the training steps (for dropout).
  package func forward(_ batch: LaneBatch, mode: Mode, step: Int = 0) {
    guard batch.images.shape == image, batch.count > 0, batch.count <= batchSize else {
      fatalError("a network for \(batchSize) images of \(image) was given \(batch.count) of \(batch.images.shape)")
    }
    context.images = batch.count
    context.mode = mode
    context.step = step
    let logits = chain.forward(batch.images, context, stopwatch)
    Elementwise.logSoftmax(logits, logProbabilities, images: batch.count)
  }

  /// Sum of the negative log-likelihoods of the last forward pass, and how many were classified correctly.
  package func loss(_ batch: LaneBatch) -> (sum: Double, correct: Int) {
    Elementwise.negativeLogLikelihood(logProbabilities, batch.labels, images: batch.count)
  }

  /// The training loss of the last forward pass: the mean over the images, each counting by the weight of its class, if
  /// any.
  package func meanLoss(
    _ batch: LaneBatch, _ settings: LossSettings = LossSettings(), classWeights: [Float]? = nil
  ) -> Double {
    targets(batch, settings, classWeights).meanLoss(logProbabilities)
  }

  /// ∂(training loss)/∂weights of the last forward pass, which was of this batch and in training mode, into `gradients`.
  package func backward(
    _ batch: LaneBatch, _ settings: LossSettings = LossSettings(), classWeights: [Float]? = nil
  ) {
    targets(batch, settings, classWeights).backward(
      logProbabilities, chain.outputGradient, isSum: settings.reduction == .sum)
    chain.backward(batch.images, dx: nil, context, stopwatch)
  }

  private func targets(_ batch: LaneBatch, _ settings: LossSettings, _ classWeights: [Float]?) -> LossTargets {
    LossTargets(
      batch.labels, images: batch.count, smoothing: settings.smoothing, classWeights: classWeights,
      ownShare: batch.ownShare)
  }

  /// Lets the layers of those names stay as they are from the next step on, besides those that its options freeze.
  package func freeze(_ names: [String]) {
    guard names != frozen.forNow else { return }
    frozen.freeze(names)
  }

  /// The parts of the flat buffers that are learned at present: all but those of frozen layers.
  package var trainableRanges: [Range<Int>] {
    var ranges: [Range<Int>] = []
    for parameter in parameters where parameter.learns {
      if let last = ranges.last, last.upperBound == parameter.range.lowerBound {
        ranges[ranges.count - 1] = last.lowerBound..<parameter.range.upperBound
      } else {
        ranges.append(parameter.range)
      }
    }
    return ranges
  }
}
