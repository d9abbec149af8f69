import Networks
import Testing

@testable import Training

/// Weights as PyTorch's modules and their wrappers name them.
@Suite struct PyTorchWeightsTests {
  private func wrapped(_ network: Network, _ prefix: String) -> Safetensors {
    var file = network.weights
    for index in file.tensors.indices { file.tensors[index].name = prefix + file.tensors[index].name }
    return file
  }

  @Test(arguments: ["module.", "_orig_mod.", "model.", "module._orig_mod.", "_orig_mod.module.model."])
  func whatWrappersPutBeforeTheNamesIsTakenOff(_ prefix: String) throws {
    let network = try TinyData.network(seed: 1)
    let other = try TinyData.network(seed: 2)
    let taken = try network.load(wrapped(other, prefix), needsStatistics: false)
    #expect(taken == prefix)
    #expect(network.weights == other.weights)
    #expect(try network.load(other.weights, needsStatistics: false).isEmpty)
  }

  @Test func anotherPrefixIsNotTakenOff() throws {
    let network = try TinyData.network()
    let error = #expect(throws: WeightsError.self) {
      try network.load(wrapped(network, "net."), needsStatistics: false)
    }
    #expect(error?.missing.count == network.parameters.count)
  }

  @Test func countsOfStepsArePassedOverAndOtherTensorsAreUnexpected() throws {
    let network = try TinyData.network()
    var file = wrapped(network, "module.")
    file.others = ["module.layers.0.num_batches_tracked": "I64", "num_batches_tracked": "I64"]
    file.tensors.append(.init(name: "module.layers.1.num_batches_tracked", shape: [], values: [3]))
    #expect(try network.load(file, needsStatistics: false) == "module.")
    file.others["n_averaged"] = "I64"
    file.others["module.layers.0.steps"] = "I32"
    let error = #expect(throws: WeightsError.self) { try network.load(file, needsStatistics: false) }
    #expect(error == WeightsError(unexpected: ["layers.0.steps", "n_averaged"]))
  }

  @Test func aNameThatIsThereTwiceIsNotTakenForTheOther() throws {
    let network = try TinyData.network()
    var file = wrapped(network, "module.")
    file.tensors.append(.init(name: "extra", shape: [1], values: [0]))
    file.tensors.append(.init(name: "module.extra", shape: [1], values: [1]))
    let error = #expect(throws: WeightsError.self) { try network.load(file, needsStatistics: false) }
    #expect(error?.unexpected == ["extra", "module.extra"])
  }

  @Test func aParameterOfWholeNumbersIsOfAnotherType() throws {
    let network = try TinyData.network()
    var file = network.weights
    file.tensors.removeAll { $0.name == "out.bias" }
    file.others["out.bias"] = "I64"
    let error = #expect(throws: WeightsError.self) { try network.load(file, needsStatistics: false) }
    #expect(error == WeightsError(types: ["out.bias is I64"]))
    #expect(error?.description.contains("other type: out.bias is I64") == true)
  }
}
