import Experiments
import Kernels
import Networks

extension ONNXGraph {
  /// A value of the graph: maps, or rows of all of an image's values.
  struct Value {
    let name: String
    var areRows = false
  }

  /// The nodes of `steps` behind `x`; returns what they put out.
  mutating func add(_ steps: [InferenceStep], behind x: Value) -> Value {
    steps.reduce(x) { add($1, behind: $0) }
  }

  private mutating func add(_ step: InferenceStep, behind x: Value) -> Value {
    switch step {
    case .convolution(let weight, let bias, let stride, let padding):
      let inputs = [maps(x), add(weight)] + (bias.map { [add($0)] } ?? [])
      return Value(
        name: add(
          "Conv", inputs, lists: [("kernel_shape", Array(weight.shape.suffix(2)))] + window(stride, padding)))
    case .linear(let weight, let bias):
      let rows = add("Flatten", [x.name], integers: [("axis", 1)])
      let inputs = [rows, add(weight)] + (bias.map { [add($0)] } ?? [])
      return Value(name: add("Gemm", inputs, integers: [("transB", 1)]), areRows: true)
    case .normalisation(let centre, let factor, let shift):
      let centred = add("Sub", [maps(x), addByChannel(centre)])
      return Value(name: add("Add", [add("Mul", [centred, addByChannel(factor)]), addByChannel(shift)]))
    case .activation(let activation): return Value(name: add(activation, behind: x.name), areRows: x.areRows)
    case .globalPool(.largest): return Value(name: add("GlobalMaxPool", [maps(x)]))
    case .globalPool(.mean): return Value(name: add("GlobalAveragePool", [maps(x)]))
    case .pool(let kind, let kernel, let stride, let padding):
      let lists = [("kernel_shape", [kernel, kernel])] + window(stride, padding)
      return Value(
        name: kind == .max
          ? add("MaxPool", [maps(x)], lists: lists)
          : add("AveragePool", [maps(x)], integers: [("count_include_pad", 1)], lists: lists))
    case .flatten: return Value(name: add("Flatten", [x.name], integers: [("axis", 1)]), areRows: true)
    case .scale(let factor): return Value(name: add("Mul", [x.name, constant(factor)]), areRows: x.areRows)
    case .sum(let first, let second):
      return Value(name: add("Add", [maps(add(first, behind: x)), maps(add(second, behind: x))]))
    }
  }

  private func window(_ stride: Int, _ padding: Int) -> [(String, [Int])] {
    [("strides", [stride, stride]), ("pads", [padding, padding, padding, padding])]
  }

  /// GELU and the leaky ReLU are written out: not every reader knows them as operators.
  private mutating func add(_ activation: Activation, behind x: String) -> String {
    switch activation {
    case .relu: return add("Relu", [x])
    case .leakyReLU(let slope): return add("Max", [x, add("Mul", [x, constant(slope)])])
    case .gelu:
      let error = add("Erf", [add("Mul", [x, constant(Float(0.5).squareRoot())])])
      return add("Mul", [add("Mul", [x, constant(0.5)]), add("Add", [error, constant(1)])])
    case .silu: return add("Mul", [x, add("Sigmoid", [x])])
    }
  }

  /// The name of `x` as maps, those of rows having one value each.
  private mutating func maps(_ x: Value) -> String {
    x.areRows ? add("Unsqueeze", [x.name, addAxes([2, 3])]) : x.name
  }

  /// A constant of one value a channel, for maps of [images, channels, rows, columns].
  mutating func addByChannel(_ tensor: StoredTensor) -> String { add(tensor, shape: [tensor.values.count, 1, 1]) }
}

/// A network from 8-bit pixels to probabilities as an ONNX file.
enum ONNXModel {
  /// The file: `pixels` [N, 3, size, size] to `log_probabilities` and `probabilities`, both [N, classes].
  static func bytes(_ network: Network, _ facts: ModelFacts) -> [UInt8] {
    var graph = ONNXGraph()
    let normalised = graph.addNormalisation(of: "pixels", facts)
    let logits = graph.add(network.inferenceSteps, behind: .init(name: normalised))
    // Global pooling leaves maps of one value, where no linear layer follows.
    let rows = graph.add("Flatten", [logits.name], integers: [("axis", 1)])
    let outputs = [("LogSoftmax", "log_probabilities"), ("Softmax", "probabilities")]
    for (operation, name) in outputs { _ = graph.add(operation, [rows], integers: [("axis", 1)], output: name) }
    return graph.model(
      name: facts.network,
      inputs: [.init(name: "pixels", type: .unsignedByte, shape: [3, facts.size, facts.size])],
      outputs: outputs.map { .init(name: $0.1, type: .float, shape: [facts.classes.count]) },
      metadata: facts.metadata.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
  }
}

extension ONNXGraph {
  /// (pixels/255 − mean)/std.
  fileprivate mutating func addNormalisation(of pixels: String, _ facts: ModelFacts) -> String {
    let values = add("Cast", [pixels], integers: [("to", Int(ElementType.float.rawValue))])
    let white = add(StoredTensor(name: "pixels.white", shape: [], values: [255]))
    let unit = add("Div", [values, white])
    let mean = addByChannel(StoredTensor(name: "pixels.mean", shape: [3], values: facts.statistics.mean))
    let std = addByChannel(StoredTensor(name: "pixels.std", shape: [3], values: facts.statistics.std))
    return add("Div", [add("Sub", [unit, mean]), std])
  }
}
