import Files
import Networks
import Testing

@testable import Training

@Suite struct SafetensorsTests {
  static let example = Safetensors(
    tensors: [
      .init(name: "layers.0.weight", shape: [2, 3], values: [1, -2, 0.5, .infinity, .leastNonzeroMagnitude, -0.0]),
      .init(name: "é\"\\\n", shape: [], values: [7]),
      .init(name: "none", shape: [0, 4], values: []),
    ], metadata: ["format": "pt", "note": "tab\there"])

  private func file(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
    var writer = ByteWriter()
    writer.append(UInt64(header.utf8.count))
    writer.append(header.utf8)
    writer.append(data)
    return writer.bytes
  }

  @Test func whatIsWrittenReadsBackToTheSameBits() throws {
    let bytes = Self.example.bytes
    let read = try Safetensors(bytes: bytes)
    #expect(read.metadata == Self.example.metadata)
    #expect(Set(read.tensors.map(\.name)) == Set(Self.example.tensors.map(\.name)))
    for tensor in Self.example.tensors {
      #expect(read[tensor.name]?.shape == tensor.shape)
      #expect(read[tensor.name]?.values.map(\.bitPattern) == tensor.values.map(\.bitPattern))
    }
  }

  @Test func theHeaderStartsWithABraceAndEndsAtAMultipleOf8() {
    let bytes = Self.example.bytes
    let length = Int(bytes[0]) + Int(bytes[1]) << 8
    #expect(bytes[2..<8].allSatisfy { $0 == 0 })
    #expect(length % 8 == 0)
    #expect(bytes[8] == UInt8(ascii: "{"))
    #expect(bytes.count == 8 + length + 4 * 7)
  }

  @Test(arguments: [
    (#"{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}"#, "dtype is F16"),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, "needs 4 × 2 bytes"),
    (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, "impossible"),
    (#"{"a":{"dtype":"F32","shape":[9223372036854775807,9],"data_offsets":[0,4]}}"#, "impossible"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, "no [begin, end]"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#, "no [begin, end]"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, "begin at 4"),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
      "begin at 0"
    ),
    (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}"#, "but the file has"),
    (#"{}"#, "belong to no tensor"),
    (#"[]"#, "does not start with {"),
    (#"{"a":1}"#, "no table"),
    (#"{"__metadata__":{"a":1}}"#, "no table"),
    (#"{"a""#, "no table"),
  ]) func aDamagedFileIsRefusedWithItsReason(header: String, reason: String) {
    let error = #expect(throws: SafetensorsError.self) {
      try Safetensors(bytes: file(header, [UInt8](repeating: 0, count: 8)))
    }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }

  @Test func lengthsBeyondFileAndFormatAreRefused() {
    #expect(throws: SafetensorsError.self) { try Safetensors(bytes: [1, 2, 3]) }
    #expect(throws: SafetensorsError.self) { try Safetensors(bytes: [UInt8](repeating: 255, count: 16)) }
    #expect(throws: SafetensorsError.self) { try Safetensors(bytes: [100, 0, 0, 0, 0, 0, 0, 0, 123]) }
  }

  @Test func aNetworksWeightsAndStatisticsGoBothWays() throws {
    let trained = try TinyData.network()
    try TinyData.learner("0.05, 1", network: trained).run()
    let other = try TinyData.network(seed: 99)
    try other.load(Safetensors(bytes: trained.weights.bytes), needsStatistics: true)
    #expect(other.weights == trained.weights)
    #expect(trained.weights.tensors.map(\.name).suffix(4).first == "layers.0.means")
    #expect(trained.weights["layers.1.stds"]?.shape == [8, 1, 1])
  }

  @Test func loadingSaysWhatIsMissingUnexpectedOrOfAnotherShapeAndTakesNothing() throws {
    let network = try TinyData.network()
    let before = network.weights
    var file = network.weights
    file.tensors.removeAll { $0.name == "out.bias" }
    file.tensors.append(.init(name: "out.extra", shape: [1], values: [0]))
    file.tensors[0] = .init(name: file.tensors[0].name, shape: [1], values: [0])
    let error = #expect(throws: WeightsError.self) { try network.load(file, needsStatistics: false) }
    #expect(error?.missing == ["out.bias"])
    #expect(error?.unexpected == ["out.extra"])
    #expect(error?.shapes.count == 1)
    #expect(network.weights == before)
  }

  @Test func statisticsMayBeMissingForTrainingButNotForEvaluation() throws {
    let network = try TinyData.network()
    let file = network.weights
    #expect(file["layers.0.means"] == nil)
    try network.load(file, needsStatistics: false)
    let error = #expect(throws: WeightsError.self) { try network.load(file, needsStatistics: true) }
    #expect(error?.missing == ["layers.0.means", "layers.0.stds", "layers.1.means", "layers.1.stds"])
  }
}
