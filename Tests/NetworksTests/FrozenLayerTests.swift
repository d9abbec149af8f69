import Kernels
import Synchronization
import Testing

@testable import Networks

@Suite struct FrozenLayerTests {
  private let image = MapShape(3, 16, 16)

  @Test(arguments: ["ConvNet2", "Resnet2"])
  func `what learns gets the gradient that it had among learning layers, and frozen layers none`(_ name: String) throws
  {
    let batch = LaneBatch.noise(image, count: 21, classes: 4)
    func network(_ frozen: [String]) throws -> Network {
      let network = try Network(
        Architectures.named(name), widths: [3, 5, 7], image: image, classes: 4, batchSize: 21,
        options: NetworkOptions(frozen: frozen), seed: 6, pool: WorkerPool(threads: 1))
      network.forward(batch, mode: .training)
      network.backward(batch)
      return network
    }
    let whole = try network([]).gradients.all.values
    let part = try network(["layers.1", "conv1"].filter { name == "Resnet2" || $0 != "conv1" })
    for parameter in part.parameters {
      let gradient = part.gradients.slice(parameter.range).values
      if parameter.learns {
        #expect(gradient == Array(whole[parameter.range]), "\(parameter.name)")
      } else {
        #expect(gradient.allSatisfy { $0 == 0 }, "\(parameter.name)")
      }
    }
  }

  @Test(arguments: [
    (["a", "b"], ["out dx", "pool dx", "c"]), (["b"], ["out dx", "pool dx", "c dx", "b dx", "a"]),
    (["a", "b", "c"], ["out"]), (["a", "b", "c", "out"], []), ([], ["out dx", "pool dx", "c dx", "b dx", "a"]),
  ]) func `nothing below the lowest layer that learns goes back`(_ frozen: [String], _ expected: [String]) throws {
    let log = Log()
    let layers = [
      NamedLayer("a", Conv2d(4, kernel: 3, stride: 2, padding: 1, relu: true)), NamedLayer("b", BnLayer(5)),
      NamedLayer("c", BnLayer(5, stride: 1, residual: true)), NamedLayer("pool", GlobalMaxPool()),
      NamedLayer("out", Linear(4)),
    ]
    let network = try Network(
      TestArchitecture(list: layers.map { NamedLayer($0.name, Logged(kind: $0.kind, log: log)) }), image: image,
      classes: 4,
      batchSize: 5, options: NetworkOptions(frozen: frozen), seed: 1, pool: WorkerPool(threads: 1))
    let batch = LaneBatch.noise(image, count: 5, classes: 4)
    network.forward(batch, mode: .training)
    network.backward(batch)
    #expect(log.lines == expected)
  }
}

/// Which layers went back, and whether they were asked for the gradient of their input.
private final class Log: Sendable {
  private let list = Mutex<[String]>([])

  var lines: [String] { list.withLock { $0 } }
  func append(_ line: String) { list.withLock { $0.append(line) } }
}

/// A layer that writes down when it goes back.
private struct Logged: LayerKind {
  let kind: any LayerKind
  let log: Log

  var text: String { kind.text }

  func facts(_ input: MapShape) throws(NetworkError) -> LayerFacts { try kind.facts(input) }

  func make(_ spec: LayerSpec, _ place: Placement) -> any Layer {
    Running(name: spec.name, layer: kind.make(spec, place), log: log)
  }

  func inference(_ tensors: LayerTensors) -> [InferenceStep] { kind.inference(tensors) }

  func torch(_ spec: LayerSpec) -> TorchModule { kind.torch(spec) }

  private final class Running: Layer {
    private let name: String
    private let layer: any Layer
    private let log: Log

    init(name: String, layer: any Layer, log: Log) {
      (self.name, self.layer, self.log) = (name, layer, log)
    }

    func forward(_ x: LaneTensor, _ y: LaneTensor, _ context: LayerContext) { layer.forward(x, y, context) }

    func backward(_ x: LaneTensor, _ y: LaneTensor, dy: LaneTensor, dx: LaneTensor?, _ context: LayerContext) {
      log.append(name + (dx == nil ? "" : " dx"))
      layer.backward(x, y, dy: dy, dx: dx, context)
    }
  }
}
