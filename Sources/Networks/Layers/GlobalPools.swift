import Kernels

/// One value of each map: adaptive pooling to 1×1.
package protocol GlobalPool: WrittenKind {
  init()
  static var kind: GlobalPooling { get }
  /// The class of `torch.nn`.
  static var torchClass: String { get }
}

/// Which value of a map a global pool takes.
package enum GlobalPooling: Sendable {
  case largest, mean
}

/// The largest value of each map: adaptive max pool to 1×1.
package struct GlobalMaxPool: GlobalPool {
  package static let kind = GlobalPooling.largest
  package static let torchClass = "nn.AdaptiveMaxPool2d"
  package static let word = "adaptive-maxpool"
  package static let usage = "adaptive-maxpool 1"
  package let text = "max pool"

  package init() {}
}

/// The mean of each map: adaptive average pool to 1×1.
package struct GlobalAveragePool: GlobalPool {
  package static let kind = GlobalPooling.mean
  package static let torchClass = "nn.AdaptiveAvgPool2d"
  package static let word = "adaptive-avgpool"
  package static let usage = "adaptive-avgpool 1"
  package let text = "mean pool"

  package init() {}
}

extension GlobalPool {
  package init(_ words: inout LayerWords) throws(NetworkTextError) {
    self.init()
    _ = try words.number("side", in: 1...1)
  }

  package func words(_ count: (Int) -> String) -> [String] { ["1"] }

  package func facts(_ input: MapShape) -> LayerFacts { LayerFacts(output: MapShape(input.channels, 1, 1)) }

  package func make(_ spec: LayerSpec, _ place: Placement) -> any Layer { RunningGlobalPool(kind: Self.kind) }

  package func inference(_ tensors: LayerTensors) -> [InferenceStep] { [.globalPool(Self.kind)] }

  package func torch(_ spec: LayerSpec) -> TorchModule {
    var module = TorchModule(Self.torchClass, ["1"])
    module.needsMaps = true
    return module
  }
}

private final class RunningGlobalPool: Layer {
  private let kind: GlobalPooling

  init(kind: GlobalPooling) { self.kind = kind }

  func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
    switch kind {
    case .largest: Pooling.globalMax(x, y, images: context.images, context.pool)
    case .mean: Pooling.globalAverage(x, y, images: context.images, context.pool)
    }
  }

  func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
    guard let dx else { return }
    switch kind {
    case .largest: Pooling.globalMaxBackward(x, y, dy: dy, dx, images: context.images, context.pool)
    case .mean: Pooling.globalAverageBackward(dy: dy, dx, images: context.images, context.pool)
    }
  }
}
