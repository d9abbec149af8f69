import Kernels

/// A network with its weights, its gradients, and room for a batch: everything a step needs, planned once.
package final class Network {
  /// Where one parameter stands in the flat buffers.
  package struct Parameter {
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
  package let pool: WorkerPool
  private let seed: UInt64

  /// Log-probabilities of the last batch, one channel a class.
  package var logProbabilities: LaneTensor { outputs[outputs.count - 1] }
  private let outputs: [LaneTensor]

  /// A network with fresh weights drawn from `seed`. `widths` is the article's whole list; nil takes the default one.
  package init(
    _ architecture: any Architecture, widths: [Int]? = nil, image: MapShape, classes: Int, batchSize: Int = 256,
    seed: UInt64, pool: WorkerPool
  ) throws(NetworkError) {
    let widths = widths ?? architecture.defaultWidths
    var stack = LayerStack(image: image, classes: classes)
    try architecture.build(widths, into: &stack)
    self.architecture = architecture
    self.widths = widths
    self.image = image
    self.classes = classes
    self.batchSize = batchSize
    self.seed = seed
    self.pool = pool
    layers = stack.entries
    parameters = []
    values = FloatBuffer(count: 0)
    gradients = FloatBuffer(count: 0)
    outputs = []
  }

  /// Log-probabilities of a batch, into `logProbabilities`. `step` numbers the training steps (for dropout).
  package func forward(_ batch: LaneBatch, mode: Mode, step: Int = 0) {}

  /// Sum of the negative log-likelihoods of the last forward pass, and how many were classified correctly.
  package func loss(_ batch: LaneBatch) -> (sum: Double, correct: Int) { (0, 0) }

  /// ∂(mean loss)/∂weights of the last forward pass, into `gradients`.
  package func backward(_ batch: LaneBatch) {}
}
