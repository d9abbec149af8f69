import Foundation
import Kernels
import Testing

@testable import Networks

/// Every layer by itself, forward and backward, against PyTorch in float64 (which float32 leaves by some 1e-7), for odd
/// batch sizes, widths, kernels, strides and paddings.
@Suite struct GoldenLayerTests {
  private struct Case: Decodable {
    let layer: String
    var kernel: Int?
    var stride: Int?
    var padding: Int?
    var relu: Bool?
    var residual: Bool?
  }

  private static let tolerance = 1e-5
  private let file: GoldenFile
  private let cases: [Case]

  init() throws {
    file = try GoldenFile("layers")
    cases = try JSONDecoder().decode([Case].self, from: file.cases)
  }

  private func check(_ found: [Float], _ index: Int, _ name: String) throws {
    let error = relativeError(found, try file.tensor(index, name).values)
    #expect(error < Self.tolerance, "case \(index) (\(cases[index])), \(name): \(error)")
  }

  private func each(_ layer: String, _ body: (Int, Case) throws -> Void) throws {
    let chosen = cases.enumerated().filter { $0.element.layer == layer }
    #expect(!chosen.isEmpty)
    for (index, description) in chosen { try body(index, description) }
  }

  @Test func `convolution`() throws {
    try each("conv") { index, description in
      let bench = try LayerBench(file, index) {
        Conv2d(
          $0, kernel: description.kernel!, stride: description.stride!, padding: description.padding!,
          relu: description.relu!)
      }
      try check(bench.forward(), index, "y")
      try check(bench.backward(), index, "dx")
      try check(bench.gradient("weight"), index, "dweight")
      try check(bench.gradient("bias"), index, "dbias")
    }
  }

  @Test func `linear`() throws {
    try each("linear") { index, description in
      let bench = try LayerBench(file, index) { Linear($0, relu: description.relu!) }
      try check(bench.forward(), index, "y")
      try check(bench.backward(), index, "dx")
      try check(bench.gradient("weight"), index, "dweight")
      try check(bench.gradient("bias"), index, "dbias")
    }
  }

  @Test func `batch norm after ReLU, plain and residual, with the gradient through mean and std`() throws {
    try each("bn") { index, description in
      for statistics in NetworkOptions.BatchNormStatistics.allCases {
        let bench = try LayerBench(file, index, NetworkOptions(statistics: statistics)) {
          BnLayer(
            $0, kernel: description.kernel!, stride: description.stride!, residual: description.residual!)
        }
        _ = try bench.forward("first")
        try check(bench.forward(), index, "y")
        try check(bench.backward(), index, "dx")
        for name in ["conv.weight", "a", "m"] { try check(bench.gradient(name), index, "d" + name) }
        if statistics == .last {
          for name in ["means", "stds"] { try check(bench.buffer(name), index, name) }
        }
        try check(bench.forward("probe", mode: .evaluation), index, statistics.rawValue)
      }
    }
  }

  @Test func `the largest value of each map, the first of equals`() throws {
    try each("pool") { index, _ in
      let bench = try LayerBench(file, index) { _ in GlobalMaxPool() }
      try check(bench.forward(), index, "y")
      try check(bench.backward(), index, "dx")
    }
  }

  @Test func `log-softmax and the mean negative log-likelihood`() throws {
    try each("loss") { index, _ in
      let logits = try file.tensor(index, "x")
      let labels = try file.tensor(index, "labels").values.map { Int32($0) }
      let images = labels.count
      let x = LayerBench.lanes(logits, MapShape(logits.shape[1], 1, 1))
      let y = LaneTensor(x.shape, blocks: x.blocks)
      Elementwise.logSoftmax(x, y, images: images)
      try check((0..<images).flatMap(y.image), index, "y")
      let loss = Elementwise.negativeLogLikelihood(y, labels, images: images)
      try check([Float(loss.sum / Double(images))], index, "loss")
      let dx = LaneTensor(x.shape, blocks: x.blocks)
      LossTargets(labels, images: images).backward(y, dx)
      try check((0..<images).flatMap(dx.image), index, "dx")
    }
  }
}

/// One layer between tensors of a golden file.
final class LayerBench {
  private let spec: LayerSpec
  private let layer: any Layer
  private let file: GoldenFile
  private let index: Int
  private var parameters: [String: ParameterSlice] = [:]
  private var buffers: [String: FloatSlice] = [:]
  private var context: LayerContext
  private var x: LaneTensor
  private let y: LaneTensor

  /// `make` gives the kind of layer for so many outputs.
  init(
    _ file: GoldenFile, _ index: Int, _ options: NetworkOptions = NetworkOptions(), _ make: (Int) -> any LayerKind
  ) throws {
    self.file = file
    self.index = index
    let input = try file.tensor(index, "x")
    let output = try file.tensor(index, "y")
    let shape =
      input.shape.count == 4 ? MapShape(input.shape[1], input.shape[2], input.shape[3]) : MapShape(input.shape[1], 1, 1)
    spec = try LayerSpec(NamedLayer("layer", make(output.shape[1])), shape)
    let blocks = LaneTensor.blocks(for: input.shape[0])
    x = Self.lanes(input, shape)
    y = LaneTensor(spec.output, blocks: blocks)
    let slices = try spec.facts.parameters.map { parameter in
      let values = FloatBuffer(count: parameter.count)
      values.all.values = try file.tensor(index, parameter.name).values
      return ParameterSlice(values: values.all, gradients: FloatBuffer(count: parameter.count).all)
    }
    let kept = spec.facts.buffers.map { buffer in
      let slice = FloatBuffer(count: buffer.count).all
      slice.fill(buffer.start)
      return slice
    }
    let pool = WorkerPool(threads: 2)
    layer = spec.kind.make(
      spec,
      Placement(
        parameters: slices, buffers: kept, blocks: blocks, options: options,
        arena: GradientArena([spec], blocks: blocks),
        pool: pool))
    context = LayerContext(
      images: input.shape[0], mode: .training, pool: pool, seed: 0, step: 0,
      scratch: LaneTensor(spec.output, blocks: blocks))
    for (parameter, slice) in zip(spec.facts.parameters, slices) { parameters[parameter.name] = slice }
    for (buffer, slice) in zip(spec.facts.buffers, kept) { buffers[buffer.name] = slice }
  }

  static func lanes(_ tensor: GoldenFile.Tensor, _ shape: MapShape) -> LaneTensor {
    let result = LaneTensor(shape, blocks: LaneTensor.blocks(for: tensor.shape[0]))
    for image in 0..<tensor.shape[0] {
      result.setImage(image, Array(tensor.values[image * shape.count..<(image + 1) * shape.count]))
    }
    return result
  }

  func forward(_ name: String = "x", mode: Mode = .training) throws -> [Float] {
    x = Self.lanes(try file.tensor(index, name), spec.input)
    context.mode = mode
    layer.forward(x, y, context)
    return (0..<context.images).flatMap(y.image)
  }

  func backward() throws -> [Float] {
    let dy = Self.lanes(try file.tensor(index, "dy"), spec.output)
    let dx = spec.facts.gradientIsInPlace ? dy : LaneTensor(spec.input, blocks: dy.blocks)
    layer.backward(x, y, dy: dy, dx: dx, context)
    return (0..<context.images).flatMap(dx.image)
  }

  func gradient(_ name: String) -> [Float] { parameters[name]!.gradients!.values }

  func buffer(_ name: String) -> [Float] { buffers[name]!.values }
}
