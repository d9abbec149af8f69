import Experiments
import Networks

extension ONNXGraph {
  /// The nodes of `steps` behind `x`; returns the name of what they put out.
  mutating func add(_ steps: [InferenceStep], behind x: String) -> String {
    steps.reduce(x) { add($1, behind: $0) }
  }

  private mutating func add(_ step: InferenceStep, behind x: String) -> String {
    switch step {
    case .convolution(let weight, let bias, let stride, let padding):
      let inputs = [x, add(weight)] + (bias.map { [add($0)] } ?? [])
      return add(
        "Conv", inputs,
        lists: [
          ("kernel_shape", Array(weight.shape.suffix(2))), ("strides", [stride, stride]),
          ("pads", [padding, padding, padding, padding]),
        ])
    case .linear(let weight, let bias):
      let rows = add("Flatten", [x], integers: [("axis", 1)])
      return add("Gemm", [rows, add(weight)] + (bias.map { [add($0)] } ?? []), integers: [("transB", 1)])
    case .normalisation(let centre, let factor, let shift):
      let centred = add("Sub", [x, addByChannel(centre)])
      return add("Add", [add("Mul", [centred, addByChannel(factor)]), addByChannel(shift)])
    case .relu: return add("Relu", [x])
    case .globalMaxPool: return add("GlobalMaxPool", [x])
    case .sum(let first, let second): return add("Add", [add(first, behind: x), add(second, behind: x)])
    }
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
    let logits = graph.add(network.inferenceSteps, behind: normalised)
    // Global pooling leaves maps of one value, where no linear layer follows.
    let rows = graph.add("Flatten", [logits], integers: [("axis", 1)])
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
