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
    (#"{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,8]}}"#, "needs 2 × 2 bytes"),
    (#"{"a":{"dtype":"I64","shape":[1],"data_offsets":[8,0]}}"#, "no [begin, end]"),
    (#"{"a":{"dtype":"I64","shape":[9],"data_offsets":[0,72]}}"#, "but the file has"),
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

  @Test func otherFloatsBecomeSuchOf32Bits() throws {
    let header = #"""
      {"half":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},"brain":{"dtype":"BF16","shape":[2],"data_offsets":[6,10]},
      "double":{"dtype":"F64","shape":[2],"data_offsets":[10,26]},"count":{"dtype":"I64","shape":[],"data_offsets":[26,34]}}
      """#
    var data = ByteWriter()
    for bits: UInt16 in [0x3C00, 0x8001, 0x7C00, 0x3FC0, 0xC2F7] { data.append(bits) }
    for value in [0.1, -.infinity] { data.append(value.bitPattern) }
    data.append(7 as UInt64)
    let read = try Safetensors(bytes: file(header, data.bytes))
    #expect(read["half"]?.values == [1, -0x1p-24, .infinity])
    #expect(read["brain"]?.values == [1.5, -123.5])
    #expect(read["double"]?.values == [Float(0.1), -.infinity])
    #expect(read["count"] == nil && read.others == ["count": "I64"])
  }

  @Test func aValueBeyondFloatsIsRefused() {
    var data = ByteWriter()
    data.append(1e39.bitPattern)
    let bytes = file(#"{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#, data.bytes)
    let error = #expect(throws: SafetensorsError.self) { try Safetensors(bytes: bytes) }
    #expect(error == .entry("a", "its value 1e+39 is beyond the range of 32-bit floats"))
  }

  private static let archive = Array("PK\u{3}\u{4}".utf8) + [UInt8](repeating: 8, count: 26)

  @Test(
    arguments: [
      (archive + Array("archive/data.pkl".utf8), ForeignFormat.torchArchive), (archive + Array("a.png".utf8), .zip),
      ([0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9], .pickle), (Array("GGUF".utf8) + [3, 0, 0, 0, 1], .gguf),
      ([0x89] + Array("HDF\r\n".utf8) + [0x1A, 10, 0], .hdf5), ([0x93] + Array("NUMPY".utf8) + [1, 0, 118], .numpy),
    ] as [([UInt8], ForeignFormat)]) func anotherFormatIsNamedWithWhatToDo(_ bytes: [UInt8], _ format: ForeignFormat)
  {
    let error = #expect(throws: SafetensorsError.self) { try Safetensors(bytes: bytes) }
    #expect(error == .otherFormat(format))
    #expect(error?.description.contains("save_file(") == true)
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
