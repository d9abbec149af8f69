import Files
import Foundation
import ImageData
import Kernels
import Networks
import Pinning
import RunSamples
import Testing
import Training

@testable import Experiments
@testable import Exports

/// The bytes that the writers made when `Tests/Fixtures/check_exports.py` found them right.
@Suite struct ModelExportTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Recorded"

  /// Weights follow from the seed, statistics are set here: the same bytes on every machine.
  private static func model(_ name: String, _ widths: [Int], classes: [String] = ["a", "b", "c"]) throws -> Model {
    let network = try Network(
      Architectures.named(name), widths: widths, image: MapShape(3, 16, 16), classes: classes.count, batchSize: 16,
      seed: 4, pool: WorkerPool(threads: 1))
    let places = network.namedBuffers.filter { !$0.isOfOtherKind }.flatMap(\.range)
    for (index, place) in places.enumerated() { network.buffers.all[place] = Float(1 + index % 3) / 4 }
    return Model(
      network,
      ModelFacts(
        network: name, widths: widths, classes: classes, size: 16, statistics: .article, batchStatistics: .last,
        accuracy: 0.5))
  }

  private static func onnx(_ model: Model) -> [UInt8] { ONNXModel.bytes(model.network, model.facts) }

  private static func python(_ model: Model) -> String {
    TorchSource(model.facts, model.network.layers.map(\.spec)).text(weights: "model.safetensors")
  }

  private static let examples: [(name: String, widths: [Int])] = [
    ("SimpleNet", [768, 2, 3]), ("ConvNet", [3, 2, 3]), ("ConvNet2", [3, 2, 3]), ("ConvBnNet", [2, 3]),
    ("Resnet2", [2, 3]), ("BatchNormNet", [2, 3]),
  ]

  @Test(arguments: examples)
  func graphsAreAsRecorded(_ name: String, _ widths: [Int]) throws {
    let now = Data(Self.onnx(try Self.model(name, widths))).base64EncodedString(options: .lineLength76Characters) + "\n"
    #expect(try Recorded.text("\(Self.folder)/\(name).onnx.base64", now: now) == now)
  }

  @Test(arguments: examples)
  func classesOfPyTorchAreAsRecorded(_ name: String, _ widths: [Int]) throws {
    let now = Self.python(try Self.model(name, widths))
    #expect(try Recorded.text("\(Self.folder)/\(name).py.txt", now: now) == now)
  }

  @Test func namesOfClassesAreLiteralsAndNothingElse() throws {
    let classes = ["\"); import os #", "../../x", "line\nbreak\u{1B}[31m", "Käse \u{1F9C0}", "\\"]
    let source = Self.python(try Self.model("ConvBnNet", [2, 3], classes: classes))
    #expect(source.utf8.allSatisfy { $0 == 10 || (32...126).contains($0) })
    #expect(
      source.contains(
        #"classes = ["\"); import os #", "../../x", "line\x0abreak\x1b[31m", "K\xe4se \U0001f9c0", "\\"]"#))
  }

  @Test func aDeadChannelGivesItsShift() throws {
    let model = try Self.model("ConvBnNet", [2, 3])
    let stds = try #require(model.network.namedBuffers.first { $0.name.hasSuffix(".stds") })
    model.network.buffers.all[stds.range.lowerBound] = 0
    let factors = model.network.inferenceSteps.compactMap { step in
      if case .normalisation(_, let factor, _) = step { factor.values } else { nil }
    }
    #expect(factors.joined().first == 0)
    #expect(factors.joined().allSatisfy { $0.isFinite })
  }

  @Test func aNetworkWithoutStatisticsIsNotExported() throws {
    let run = try TinyRuns.run(TinyRuns.recipe("0.1, 1"))
    let problem = ModelProblem.noStatistics(layers: ["layers.0", "layers.1"])
    #expect(throws: problem) { try RunExport.write(run.model(), as: [.onnx], to: "/nowhere/at-all") }
  }

  @Test func formsAreWrittenWithWhatTheyNeed() throws {
    try TinyRuns.inFolder { here in
      let model = try TinyRuns.trained().model()
      let forms: [(Set<RunExport.Form>, [String])] = [
        ([.model], ["model.safetensors"]), ([.onnx], ["model.onnx"]), ([.torch], ["model.safetensors", "model.py"]),
      ]
      for (forms, names) in forms { #expect(try RunExport.write(model, as: forms, to: here.root + "/out") == names) }
    }
  }

  @Test(arguments: ["in", "forward", "train", "2nd", "_modules", "größe", "a-b", ""])
  func whatPythonDoesNotTakeIsNoAttribute(_ name: String) { #expect(!PythonNames.canBeAttribute(name)) }

  @Test(arguments: ["conv1", "layers", "stem_a"])
  func ordinaryNamesAreAttributes(_ name: String) { #expect(PythonNames.canBeAttribute(name)) }
}
