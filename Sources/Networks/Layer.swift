import Kernels

/// Whether the network learns from a batch or is only asked.
package enum Mode: Sendable { case training, evaluation }

/// A tensor that is learned, and how it starts.
package struct ParameterSpec: Sendable {
  package enum Start: Sendable {
    /// ~ U(±bound), drawn from the network's seed.
    case uniform(bound: Float)
    case constant(Float)
  }
  /// The name within its layer, as in the article's PyTorch classes: `conv.weight`.
  package let name: String
  package let shape: [Int]
  package let start: Start
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

  /// Takes its place in the network: parameters in the order of `parameters`, room for `blocks` × 16 images.
  func attach(_ parameters: [ParameterSlice], blocks: Int)
  /// y = f(x) for the first `context.count` images.
  func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext)
  /// From ∂L/∂y: the parameters' gradients (overwritten), and ∂L/∂x where `dx` is given. `dy` may be overwritten.
  func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext)
}

/// What a layer needs to know of the step it is part of.
package struct LayerContext {
  package let count: Int
  package let mode: Mode
  package let pool: WorkerPool
  /// The run's seed and the step's number: what a layer's chance follows from.
  package let seed: UInt64
  package let step: Int

  package var blocks: Int { LaneTensor.blocks(for: count) }
}
