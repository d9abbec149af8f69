import Kernels
import Networks

/// Layers one after the other that put out maps of the same shape.
struct NetworkStage: Equatable, Sendable {
  /// Layers between two branches, or a residual block with what is inside of it.
  enum Part: Equatable, Sendable {
    case layers(Int)
    case block([Part], hasShortcut: Bool)
  }

  let shape: MapShape
  private(set) var parts: [Part] = []
  private(set) var layers = 0

  /// Those of a network; the first is the image.
  static func stages(of specs: [LayerSpec], over image: MapShape) -> [NetworkStage] {
    var stages = [NetworkStage(shape: image)]
    for spec in specs {
      if spec.output != stages[stages.count - 1].shape { stages.append(NetworkStage(shape: spec.output)) }
      stages[stages.count - 1].layers += 1
      stages[stages.count - 1].parts.add(spec)
    }
    return stages
  }
}

extension [NetworkStage.Part] {
  fileprivate mutating func add(_ spec: LayerSpec) {
    if spec.kind is Residual {
      var inside: [NetworkStage.Part] = []
      for layer in spec.facts.body { inside.add(layer) }
      append(.block(inside, hasShortcut: !spec.facts.shortcut.isEmpty))
    } else if (spec.kind as? BnLayer)?.isResidual == true {
      append(.block([.layers(1)], hasShortcut: false))
    } else if case .layers(let before)? = last {
      self[count - 1] = .layers(before + 1)
    } else {
      append(.layers(1))
    }
  }
}
