import Kernels

/// Memory for the gradients between layers. Two stretches serve all layers of one depth in turn: a layer reads ∂L/∂y
/// from one and writes ∂L/∂x into the other, or stays in the first and has the other as scratch.
package final class GradientArena {
  private let pairs: [[LaneTensor]]

  /// Room for `blocks` × 16 images.
  package init(_ specs: [LayerSpec], blocks: Int) {
    pairs = Self.shapes(specs).map { shape in [0, 1].map { _ in LaneTensor(shape, blocks: blocks) } }
  }

  /// The largest maps that have a gradient at each depth: what layers put out, and what blocks are given.
  private static func shapes(_ specs: [LayerSpec]) -> [MapShape] {
    var maps = specs.map(\.output)
    var level = specs
    var shapes: [MapShape] = []
    while let largest = maps.max(by: { LaneTensor.bytes($0, blocks: 1) < LaneTensor.bytes($1, blocks: 1) }) {
      shapes.append(largest)
      let blocks = level.filter { !$0.children.isEmpty }
      level = blocks.flatMap(\.children)
      maps = blocks.map(\.input) + level.map(\.output)
    }
    return shapes
  }

  /// Bytes for each 16 images.
  package static func bytesPerBlock(_ specs: [LayerSpec]) -> Int {
    shapes(specs).reduce(0) { $0 + 2 * LaneTensor.bytes($1, blocks: 1) }
  }

  /// Which stretch holds what, for layers one after the other at `depth`.
  func plan(_ specs: [LayerSpec], depth: Int) -> Plan {
    let pair = pairs[depth]
    var current = 0
    var outputs: [LaneTensor] = []
    var scratches: [LaneTensor] = []
    let contiguous = specs.contiguousInputs
    for (spec, contiguous) in zip(specs, contiguous.dropFirst()).reversed() {
      outputs.insert(pair[current].reused(as: spec.output, contiguous: contiguous), at: 0)
      scratches.insert(pair[1 - current].reused(as: spec.output), at: 0)
      if !spec.facts.gradientIsInPlace { current = 1 - current }
    }
    return Plan(
      outputs: outputs, scratches: scratches, below: pair[current], belowIsContiguous: contiguous[0])
  }

  struct Plan {
    /// For ∂L/∂y of each layer.
    let outputs: [LaneTensor]
    let scratches: [LaneTensor]
    /// The stretch for ∂L/∂x of the first layer.
    let below: LaneTensor
    let belowIsContiguous: Bool
  }
}
