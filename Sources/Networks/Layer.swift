import Kernels

/// Whether the network learns from a batch or is only asked.
package enum Mode: Sendable { case training, evaluation }

/// A tensor that is learned, and how it starts.
package struct ParameterSpec: Sendable {
  /// The law that the first values are drawn from.
  package enum Start: Sendable {
    /// ~ U(±1/√fan-in), drawn from the network's seed.
    case uniform(fanIn: Int)
    case constant(Float)
  }
  /// The name within its layer, as in the article's PyTorch classes: `conv.weight`.
  package let name: String
  package let shape: [Int]
  package let start: Start

  package var count: Int { shape.reduce(1, *) }
}

/// The values and the gradient of one parameter, as parts of the network's flat buffers.
package struct ParameterSlice: Sendable {
  package let values: FloatSlice
  package let gradients: FloatSlice
}

/// A layer: forward beside backward, between tensors that the network has planned for it.
package protocol Layer: AnyObject {
  /// What it is, in short: `conv 3×3 /2`.
  var kind: String { get }
  var input: MapShape { get }
  var output: MapShape { get }
  var parameters: [ParameterSpec] { get }
  /// Multiply-adds of one image's forward pass.
  var macs: Int { get }
  /// Bytes that the layer keeps for `blocks` × 16 images beside its output.
  func workingBytes(blocks: Int) -> Int
  /// Bytes that each thread needs for a moment.
  var scratchBytes: Int { get }
  /// Whether ∂L/∂x replaces ∂L/∂y in the same tensor: `backward` is then given the same one as `dy` and `dx`.
  var gradientIsInPlace: Bool { get }

  /// Takes its place in the network: parameters in the order of `parameters`, room for `blocks` × 16 images.
  func attach(_ parameters: [ParameterSlice], blocks: Int, _ pool: WorkerPool)
  /// y = f(x) for the first `context.images` images.
  func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext)
  /// From ∂L/∂y: the parameters' gradients (overwritten), and ∂L/∂x where `dx` is given. `dy` is overwritten. Empty
  /// lanes of `dy` are zero, and so must be those of `dx`.
  func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext)
}

extension Layer {
  package var parameters: [ParameterSpec] { [] }
  package var macs: Int { 0 }
  package var gradientIsInPlace: Bool { false }
  package func workingBytes(blocks: Int) -> Int { 0 }
  package var scratchBytes: Int { 0 }
  package func attach(_ parameters: [ParameterSlice], blocks: Int, _ pool: WorkerPool) {}
}

/// What a layer needs to know of the step it is part of.
package struct LayerContext {
  package var images: Int
  package var mode: Mode
  package var options: NetworkOptions
  /// Whether this layer's weights and statistics stay as they are.
  package var isFrozen: Bool
  package var pool: WorkerPool
  /// The run's seed and the step's number: what a layer's chance follows from.
  package var seed: UInt64
  package var step: Int
  /// A tensor of the output's shape that the layer may use until it returns; in `backward` only.
  package var scratch: LaneTensor?
}
