import Kernels

/// A layer at work, and what it was made from.
package struct RunningLayer {
  package let spec: LayerSpec
  package let layer: any Layer

  package var name: String { spec.name }
}

/// Layers one after the other, with room for what each puts out and for the gradients between them.
final class LayerChain {
  let layers: [RunningLayer]
  let outputs: [LaneTensor]
  private let gradients: GradientArena.Plan
  /// Of each layer.
  private let parameters: [[ParameterSlice]]

  /// The layers of `specs`, which take their parts of `place` in turn.
  init(_ specs: [LayerSpec], _ place: inout Placement) {
    var layers: [RunningLayer] = []
    var parameters: [[ParameterSlice]] = []
    for spec in specs {
      let own = place.take(spec)
      parameters.append(own.parameters)
      layers.append(RunningLayer(spec: spec, layer: spec.kind.make(spec, own)))
    }
    self.layers = layers
    self.parameters = parameters
    outputs = zip(specs, specs.contiguousInputs.dropFirst()).map { [blocks = place.blocks] spec, contiguous in
      LaneTensor(spec.output, blocks: blocks, contiguous: contiguous)
    }
    gradients = place.arena.plan(specs, depth: place.depth)
  }

  /// What is below learns nothing at present, and needs no gradient.
  private var lowestLearning: Int {
    parameters.firstIndex { slices in slices.contains { $0.gradients != nil } } ?? layers.count
  }

  /// Whether anything in it learns.
  var learns: Bool { lowestLearning < layers.count }

  /// What the last layer makes of `x`; without layers `x` itself.
  func forward(_ x: LaneTensor, _ context: LayerContext, _ stopwatch: LayerStopwatch? = nil) -> LaneTensor {
    var x = x
    stopwatch?.start()
    for index in layers.indices {
      layers[index].layer.forward(x, outputs[index], context)
      stopwatch?.lap(index)
      x = outputs[index]
    }
    return x
  }

  /// The memory for ∂L/∂x of the first layer, whose input is of that shape.
  func gradientBelow(_ shape: MapShape) -> LaneTensor {
    gradients.below.reused(as: shape, contiguous: gradients.belowIsContiguous)
  }
  /// Where ∂L/∂y of the last layer has to stand before `backward`.
  var outputGradient: LaneTensor { gradients.outputs[layers.count - 1] }

  /// From ∂L/∂y, which stands in `outputGradient`, down to ∂L/∂x where `dx` is given, else to the lowest layer that
  /// learns.
  func backward(_ x: LaneTensor, dx: LaneTensor?, _ context: LayerContext, _ stopwatch: LayerStopwatch? = nil) {
    let last = dx == nil ? lowestLearning : 0
    var context = context
    stopwatch?.start()
    for index in stride(from: layers.count - 1, through: last, by: -1) {
      context.scratch = gradients.scratches[index]
      layers[index].layer.backward(
        index == 0 ? x : outputs[index - 1], outputs[index], dy: gradients.outputs[index],
        dx: index > last ? gradients.outputs[index - 1] : dx, context)
      stopwatch?.lap(index)
    }
  }
}
