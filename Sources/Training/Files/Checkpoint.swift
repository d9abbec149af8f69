import Files
import Foundation
import Networks

/// A learner's state as a safetensors file: weights and statistics under their names, momentum as `momentum.<name>`,
/// what a divergence goes back to as `good.<name>`, the rest as JSON in the metadata, and a checksum over all of it.
package struct Checkpoint: Sendable, Equatable {
  /// What stands in the metadata under `format`.
  private static let format = "cifarlab checkpoint 2"

  package var state: LearnerState
  /// What else the writer wants to find again.
  package var notes: [String: String]

  /// A checkpoint of `state`.
  package init(_ state: LearnerState, notes: [String: String] = [:]) {
    self.state = state
    self.notes = notes
  }

  /// The file's bytes; `network` names the parameters.
  package func bytes(for network: Network) throws -> [UInt8] {
    var tensors: [Safetensors.Tensor] = []
    for (prefix, values) in [("", state.values), ("momentum.", state.momentum), ("good.", state.good.values)] {
      for parameter in network.parameters {
        tensors.append(
          .init(name: prefix + parameter.name, shape: parameter.shape, values: Array(values[parameter.range])))
      }
    }
    for (prefix, statistics) in [("", state.statistics), ("good.", state.good.statistics)] {
      for entry in statistics {
        let shape = [entry.means.count, 1, 1]
        tensors.append(.init(name: prefix + entry.name + ".means", shape: shape, values: entry.means))
        tensors.append(.init(name: prefix + entry.name + ".stds", shape: shape, values: entry.stds))
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    var file = Safetensors(tensors: tensors)
    file.metadata = [
      "format": Checkpoint.format,
      "progress": String(decoding: try encoder.encode(state.progress), as: UTF8.self),
      "notes": String(decoding: try encoder.encode(notes), as: UTF8.self),
    ]
    file.metadata["crc32c"] = Checkpoint.checksum(file)
    return file.bytes
  }

  /// Reads a file's bytes for `network`, which must be the one that wrote them.
  package init(bytes: [UInt8], for network: Network) throws {
    let file = try Safetensors(bytes: bytes)
    guard file.metadata["format"] == Checkpoint.format else {
      throw SafetensorsError.damaged(byte: 8, "the metadata do not say '\(Checkpoint.format)'")
    }
    guard file.metadata["crc32c"] == Checkpoint.checksum(file) else {
      throw SafetensorsError.damaged(byte: 8, "the checksum is not that of the values")
    }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    func decode<Value: Decodable>(_ key: String, as type: Value.Type) throws -> Value {
      do {
        return try decoder.decode(type, from: Data((file.metadata[key] ?? "").utf8))
      } catch {
        throw SafetensorsError.damaged(byte: 8, "the metadata's '\(key)' cannot be read")
      }
    }
    var parts: [String: Safetensors] = [
      "": .init(tensors: []), "momentum.": .init(tensors: []), "good.": .init(tensors: []),
    ]
    for tensor in file.tensors {
      let prefix = parts.keys.first { !$0.isEmpty && tensor.name.hasPrefix($0) } ?? ""
      var named = tensor
      named.name.removeFirst(prefix.count)
      parts[prefix]?.tensors.append(named)
    }
    func read(_ prefix: String) throws -> WeightsState {
      let (values, statistics) = try network.values(from: parts[prefix]!, needsStatistics: false)
      return WeightsState(values: values, statistics: statistics)
    }
    let (weights, momentum) = (try read(""), try read("momentum."))
    let progress = try decode("progress", as: LearnerProgress.self)
    state = LearnerState(
      progress: progress, values: weights.values, momentum: momentum.values, statistics: weights.statistics,
      good: try read("good."))
    notes = try decode("notes", as: [String: String].self)
  }

  static func checksum(_ file: Safetensors) -> String {
    var writer = ByteWriter()
    for key in ["format", "progress", "notes"] { writer.append((file.metadata[key] ?? "").utf8) }
    for tensor in file.tensors {
      writer.append(tensor.name.utf8)
      writer.append(tensor.values)
    }
    return String(CRC32C.checksum(writer.bytes), radix: 16)
  }
}
