import Kernels

/// The values of one parameter and their gradient, as parts of the network's flat buffers.
package struct ParameterSlice: Sendable {
  package let values: FloatSlice
  /// nil: it never learns.
  private let ownGradients: FloatSlice?
  private let frozen: FrozenLayers.Switch?

  package init(values: FloatSlice, gradients: FloatSlice?, frozen: FrozenLayers.Switch? = nil) {
    self.values = values
    ownGradients = gradients
    self.frozen = frozen
  }

  /// nil: it does not learn at present.
  package var gradients: FloatSlice? { frozen?.isOn == true ? nil : ownGradients }
}

/// A layer's place in a network: what of the network's memory is its own, and what it is built with.
package struct Placement {
  /// The full name; empty for the network itself.
  package var name = ""
  /// In the order of the facts.
  package var parameters: [ParameterSlice]
  package var buffers: [FloatSlice]
  /// The first of its streams of random numbers.
  package var stream = 0
  /// Blocks of 16 images in the largest batch.
  package let blocks: Int
  package let options: NetworkOptions
  private let frozen: FrozenLayers
  package let arena: GradientArena
  /// How many blocks it stands inside of.
  package var depth = 0
  package let pool: WorkerPool

  package init(
    parameters: [ParameterSlice], buffers: [FloatSlice], blocks: Int, options: NetworkOptions,
    frozen: FrozenLayers? = nil,
    arena: GradientArena, pool: WorkerPool
  ) {
    self.parameters = parameters
    self.buffers = buffers
    self.blocks = blocks
    self.options = options
    self.frozen = frozen ?? FrozenLayers(options)
    self.arena = arena
    self.pool = pool
  }

  /// Whether the layer's weights and statistics stay as they are, at any time.
  package var freeze: FrozenLayers.Switch { frozen.switchOf(name) }

  /// Cuts off the place of a layer inside of this one; its siblings share what is left.
  mutating func take(_ spec: LayerSpec) -> Placement {
    var place = self
    place.name = name.isEmpty ? spec.name : "\(name).\(spec.name)"
    place.parameters = Array(parameters.prefix(spec.facts.parameters.count))
    place.buffers = Array(buffers.prefix(spec.facts.buffers.count))
    parameters.removeFirst(place.parameters.count)
    buffers.removeFirst(place.buffers.count)
    stream += spec.facts.randomStreams
    return place
  }

  /// The same place for the layers inside of a block.
  var inside: Placement {
    var place = self
    place.depth += 1
    return place
  }
}
