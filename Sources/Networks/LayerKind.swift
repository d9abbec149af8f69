import Kernels

/// What a layer is, with its arguments: a value, from which everything else about it follows.
package protocol LayerKind: Sendable {
  /// In short, for tables: `conv 3×3 /2`.
  var text: String { get }
  /// What it makes of maps of that shape, and what it takes to do so; refuses an input that does not fit.
  func facts(_ input: MapShape) throws(NetworkError) -> LayerFacts
  /// The running layer.
  func make(_ spec: LayerSpec, _ place: Placement) -> any Layer
  /// What it does in evaluation, with the tensors of a trained network.
  func inference(_ tensors: LayerTensors) -> [InferenceStep]
  /// The same in PyTorch.
  func torch(_ spec: LayerSpec) -> TorchModule
  /// The kind that does the work of this one and of `next` behind it in one pass; nil: there is none.
  func followed(by next: any LayerKind) -> (any LayerKind)?
}

extension LayerKind {
  package func followed(by next: any LayerKind) -> (any LayerKind)? { nil }
}

/// A kind that may do the work of an activation behind it.
package protocol ActivatedKind: LayerKind {
  var activation: Activation? { get }
}

/// A kind of layer under the name that it has among its siblings: `layers.0`, `out`.
package struct NamedLayer: Sendable {
  package let name: String
  package let kind: any LayerKind

  package init(_ name: String, _ kind: any LayerKind) {
    self.name = name
    self.kind = kind
  }
}

/// Whether the network learns from a batch or is only asked.
package enum Mode: Sendable { case training, evaluation }

/// A running layer: forward beside backward, between tensors that the network has planned for it.
package protocol Layer: AnyObject {
  /// y = f(x) for the first `context.images` images.
  func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext)
  /// From ∂L/∂y: the gradients of the parameters that learn (overwritten), and ∂L/∂x where `dx` is given. `dy` is
  /// overwritten. Empty lanes of `dy` are zero, and so must be those of `dx`.
  func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext)
  /// Channels that put out one value for the whole of the last batch, where the layer knows; nil: its output tells.
  var deadChannels: Int? { get }
}

extension Layer {
  package var deadChannels: Int? { nil }
}

/// What a layer needs to know of the step it is part of.
package struct LayerContext {
  package var images: Int
  package var mode: Mode
  package var pool: WorkerPool
  /// The run's seed and the step's number: what a layer's chance follows from.
  package var seed: UInt64
  package var step: Int
  /// A tensor of the output's shape that the layer may use until it returns; in `backward` only.
  package var scratch: LaneTensor?
}
