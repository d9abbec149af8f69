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
  }

  package let architecture: any Architecture
  package let widths: [Int]
  package let image: MapShape
  package let classes: Int
  /// Images in the largest batch it takes.
  package let batchSize: Int
  package let layers: [LayerStack.Entry]
  package let parameters: [Parameter]
  /// All weights in one run, in the order of `parameters`.
  package let values: FloatBuffer
  /// ∂L/∂values of the last backward pass.
  package let gradients: FloatBuffer
  package let options: NetworkOptions
  package let pool: WorkerPool
  /// What the first weights and each step's dropout follow from.
  package let seed: UInt64

  /// Log-probabilities of the last batch, one channel a class.
  package let logProbabilities: LaneTensor
  /// The output of each layer for the last batch.
  package let outputs: [LaneTensor]
  private let outputGradients: [LaneTensor]
  private let scratches: [LaneTensor]
  private var context: LayerContext
  /// Where set, it is told which layer has been at work.
  package var stopwatch: LayerStopwatch?

  /// A network with fresh weights drawn from `seed`. `widths` is the article's whole list; nil takes the default one.
  package init(
    _ architecture: any Architecture, widths: [Int]? = nil, image: MapShape, classes: Int, batchSize: Int = 256,
    options: NetworkOptions = NetworkOptions(), seed: UInt64, pool: WorkerPool
  ) throws(NetworkError) {
    self.architecture = architecture
    self.widths = widths ?? architecture.widths(image: image, classes: classes)
    self.image = image
    self.classes = classes
    self.batchSize = batchSize
    self.options = options
    self.seed = seed
    self.pool = pool
    layers = try architecture.stack(self.widths, image: image, classes: classes).entries
    for name in options.frozen where !layers.contains(where: { NetworkOptions(frozen: [name]).freezes($0.name) }) {
      throw .unknownLayer(name, known: layers.filter { !$0.layer.parameters.isEmpty }.map(\.name))
    }
    parameters = Self.place(layers)
    values = FloatBuffer(count: parameters.last?.range.upperBound ?? 0)
    gradients = FloatBuffer(count: values.count)

    let blocks = LaneTensor.blocks(for: batchSize)
    outputs = layers.map { LaneTensor($0.layer.output, blocks: blocks) }
    logProbabilities = LaneTensor(MapShape(classes, 1, 1), blocks: blocks)
    (outputGradients, scratches) = Self.planGradients(layers, blocks: blocks)
    context = LayerContext(
      images: 0, mode: .evaluation, options: options, isFrozen: false, pool: pool, seed: seed, step: 0, scratch: nil)
    for (index, entry) in layers.enumerated() {
      let slices = parameters.filter { $0.layer == index }.map {
        ParameterSlice(values: values.slice($0.range), gradients: gradients.slice($0.range))
      }
      entry.layer.attach(slices, blocks: blocks, pool)
    }
    drawWeights()
  }

  /// Gives every parameter its place in the flat buffers.
  private static func place(_ layers: [LayerStack.Entry]) -> [Parameter] {
    var end = 0
    return layers.enumerated().flatMap { index, entry in
      entry.layer.parameters.map { spec in
        end += spec.count
        return Parameter(
          name: "\(entry.name).\(spec.name)", layer: index, shape: spec.shape, range: (end - spec.count)..<end)
      }
    }
  }

  /// Two stretches of memory serve all gradients in turn: a layer reads ∂L/∂y from one and writes ∂L/∂x into the other,
  /// or stays in the first and has the other as scratch.
  private static func planGradients(_ layers: [LayerStack.Entry], blocks: Int) -> ([LaneTensor], [LaneTensor]) {
    let largest = layers.map(\.layer.output).max { LaneTensor.bytes($0, blocks: 1) < LaneTensor.bytes($1, blocks: 1) }!
    let stretches = [0, 1].map { _ in LaneTensor(largest, blocks: blocks) }
    var current = 0
    var gradients: [LaneTensor] = []
    var scratches: [LaneTensor] = []
    for entry in layers.reversed() {
      gradients.insert(stretches[current].reused(as: entry.layer.output), at: 0)
      scratches.insert(stretches[1 - current].reused(as: entry.layer.output), at: 0)
      if !entry.layer.gradientIsInPlace { current = 1 - current }
    }
    return (gradients, scratches)
  }

  /// Draws the weights anew from the seed, each parameter from a stream of its own.
  private func drawWeights() {
    for (index, parameter) in parameters.enumerated() {
      let layer = layers[parameter.layer].layer
      let spec = layer.parameters[index - parameters.firstIndex { $0.layer == parameter.layer }!]
      let slice = values.slice(parameter.range)
      switch spec.start {
      case .constant(let value): slice.fill(value)
      case .uniform(let fanIn):
        var generator = SeededGenerator(seed: seed, 0x1417, UInt64(index))
        let bound = 1 / Float(fanIn).squareRoot()
        slice.values = (0..<slice.count).map { _ in (generator.unit() * 2 - 1) * bound }
      }
    }
  }

  /// Log-probabilities of a batch, into `logProbabilities`. `step` numbers the training steps (for dropout).
  package func forward(_ batch: LaneBatch, mode: Mode, step: Int = 0) {
    guard batch.images.shape == image, batch.count > 0, batch.count <= batchSize else {
      fatalError("a network for \(batchSize) images of \(image) was given \(batch.count) of \(batch.images.shape)")
    }
    context.images = batch.count
    context.mode = mode
    context.step = step
    context.scratch = nil
    var x = batch.images
    stopwatch?.start()
    for (index, entry) in layers.enumerated() {
      context.isFrozen = isFrozen[index]
      entry.layer.forward(x, outputs[index], context)
      stopwatch?.lap(index)
      x = outputs[index]
    }
    Elementwise.logSoftmax(x, logProbabilities, images: batch.count)
  }

  /// Sum of the negative log-likelihoods of the last forward pass, and how many were classified correctly.
  package func loss(_ batch: LaneBatch) -> (sum: Double, correct: Int) {
    Elementwise.negativeLogLikelihood(logProbabilities, batch.labels, images: batch.count)
  }

  /// ∂(mean loss)/∂weights of the last forward pass, which was of this batch and in training mode, into `gradients`.
  package func backward(_ batch: LaneBatch) {
    Elementwise.lossBackward(logProbabilities, batch.labels, outputGradients[layers.count - 1], images: batch.count)
    stopwatch?.start()
    for (index, entry) in layers.enumerated().reversed() {
      context.isFrozen = isFrozen[index]
      context.scratch = scratches[index]
      entry.layer.backward(
        index == 0 ? batch.images : outputs[index - 1], outputs[index], dy: outputGradients[index],
        dx: index == 0 ? nil : outputGradients[index - 1], context)
      stopwatch?.lap(index)
    }
  }

  /// Whether each layer is frozen.
  package private(set) lazy var isFrozen: [Bool] = layers.map { options.freezes($0.name) }

  /// The parts of the flat buffers that are learned: all but those of frozen layers.
  package var trainableRanges: [Range<Int>] {
    var ranges: [Range<Int>] = []
    for parameter in parameters where !isFrozen[parameter.layer] {
      if let last = ranges.last, last.upperBound == parameter.range.lowerBound {
        ranges[ranges.count - 1] = last.lowerBound..<parameter.range.upperBound
      } else {
        ranges.append(parameter.range)
      }
    }
    return ranges
  }

  /// The batch-norm layers, by name.
  package var batchNorms: [(name: String, layer: BnLayer)] {
    layers.compactMap { entry in (entry.layer as? BnLayer).map { (entry.name, $0) } }
  }
}
