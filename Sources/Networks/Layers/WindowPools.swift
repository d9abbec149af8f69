import Kernels

/// A pooling layer over windows, which stand side by side unless said otherwise.
package protocol WindowPool: WrittenKind {
  static var kind: WindowPooling.Kind { get }
  var kernel: Int { get }
  var stride: Int { get }
  var padding: Int { get }
  init(_ kernel: Int, stride: Int?, padding: Int)
}

/// The largest value of each window: PyTorch's MaxPool2d.
package struct MaxPool2d: WindowPool {
  package static let word = "maxpool"
  package static let kind = WindowPooling.Kind.max
  package let kernel, stride, padding: Int

  package init(_ kernel: Int, stride: Int? = nil, padding: Int = 0) {
    self.kernel = kernel
    self.stride = stride ?? kernel
    self.padding = padding
  }
}

/// The mean of each window, the border as zeros: PyTorch's AvgPool2d.
package struct AvgPool2d: WindowPool {
  package static let word = "avgpool"
  package static let kind = WindowPooling.Kind.average
  package let kernel, stride, padding: Int

  package init(_ kernel: Int, stride: Int? = nil, padding: Int = 0) {
    self.kernel = kernel
    self.stride = stride ?? kernel
    self.padding = padding
  }
}

extension WindowPool {
  package var text: String { "\(Self.kind == .max ? "max" : "mean") pool \(kernel)×\(kernel) /\(stride)" }

  package func facts(_ input: MapShape) throws(NetworkError) -> LayerFacts {
    let output = try pooling(input).output
    try output.checkSize()
    return LayerFacts(output: output)
  }

  package func make(_ spec: LayerSpec, _ place: Placement) -> any Layer {
    guard let pooling = try? pooling(spec.input) else { fatalError("\(spec.name) was made without its facts") }
    return RunningPool(pooling)
  }

  package func inference(_ tensors: LayerTensors) -> [InferenceStep] {
    [.pool(Self.kind, kernel: kernel, stride: stride, padding: padding)]
  }

  package func torch(_ spec: LayerSpec) -> TorchModule {
    let options = [keyword("stride", stride, default: kernel), keyword("padding", padding, default: 0)]
    var module = TorchModule(
      Self.kind == .max ? "nn.MaxPool2d" : "nn.AvgPool2d", ["\(kernel)"] + options.compactMap(\.self))
    module.needsMaps = true
    return module
  }

  private func pooling(_ input: MapShape) throws(NetworkError) -> WindowPooling {
    guard let pooling = WindowPooling(Self.kind, input, kernel: kernel, stride: stride, padding: padding) else {
      throw .layer(
        "", "a window of \(kernel)×\(kernel) does not fit into maps of \(input.height)×\(input.width); use fewer layers"
      )
    }
    return pooling
  }

  package static var usage: String { "\(word) K [stride=K pad=0]" }

  package init(_ words: inout LayerWords) throws(NetworkTextError) {
    let kernel = try words.number("side of the window", in: NetworkTextLimits.kernel)
    let stride = try words.number("stride", NetworkTextLimits.stride, or: kernel)
    let padding = try words.number("pad", NetworkTextLimits.padding, or: 0)
    guard padding <= kernel / 2 else {
      throw words.refusal(
        "pad", "pad=\(padding) is more than half of a window of \(kernel)", remedy: "it is at most \(kernel / 2)")
    }
    self.init(kernel, stride: stride, padding: padding)
  }

  package func words(_ count: (Int) -> String) -> [String] {
    ["\(kernel)"] + (stride == kernel ? [] : ["stride=\(stride)"]) + (padding == 0 ? [] : ["pad=\(padding)"])
  }
}

private final class RunningPool: Layer {
  private let pooling: WindowPooling

  init(_ pooling: WindowPooling) { self.pooling = pooling }

  func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) {
    pooling.forward(x, y, images: context.images, context.pool)
  }

  func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
    if let dx { pooling.backward(x, y, dy: dy, dx, images: context.images, context.pool) }
  }
}
