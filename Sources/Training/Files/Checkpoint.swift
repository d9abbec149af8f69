import Files
import Networks

/// A learner's state as a safetensors file. A tensor is called by its part and its own name, as in
/// `weights/conv1.bias`; everything else is JSON in the metadata, with a checksum over the whole.
///
/// No part's name contains a slash, so parameter names cannot collide with parts.
package struct Checkpoint: Sendable, Equatable {
  /// The metadata's entry `format`.
  private static let format = "cifarlab checkpoint 3"
  /// The previous format: weights had no part, and the other parts ended with a dot. SGD was the only optimiser.
  private static let formatWithDots = "cifarlab checkpoint 2"

  private static let weightsPart = "weights"
  private static let goodPart = "good"
  /// Where a run keeps an average of its weights.
  private static let averagePart = "average"
  private static func part(ofSlot name: String) -> String { "optimizer." + name }

  /// The optimiser's entry in the metadata.
  private struct OptimizerNote: Codable {
    let slots: [String]
    let stepsSinceReset: Int
  }

  package var state: LearnerState
  /// Further entries of the writer's own.
  package var notes: [String: String]

  package init(_ state: LearnerState, notes: [String: String] = [:]) {
    self.state = state
    self.notes = notes
  }

  /// The file's bytes; `network` names the parameters.
  package func bytes(for network: Network) throws -> [UInt8] {
    var tensors: [Safetensors.Tensor] = []
    let slots = state.optimizer.slots.sorted { $0.key < $1.key }
    let average = state.average.map { [(Self.averagePart, $0)] } ?? []
    let parts =
      [(Self.weightsPart, state.values)] + slots.map { (Self.part(ofSlot: $0.key), $0.value) }
      + [(Self.goodPart, state.good.values)] + average.map { ($0.0, $0.1.values) }
    for (part, values) in parts { tensors += network.valueTensors(values, prefix: part + "/") }
    let kept = [(Self.weightsPart, state.buffers), (Self.goodPart, state.good.buffers)]
    for (part, buffers) in kept + average.map({ ($0.0, $0.1.buffers) }) {
      tensors += network.bufferTensors(buffers, prefix: part + "/")
    }
    func json(_ value: some Encodable) throws -> String {
      String(decoding: try JSON.bytes(of: value, allowsNotFinite: true), as: UTF8.self)
    }
    let note = OptimizerNote(slots: slots.map(\.key), stepsSinceReset: state.optimizer.stepsSinceReset)
    var file = Safetensors(tensors: tensors)
    file.metadata = [
      "format": Checkpoint.format, "optimizer": try json(note), "progress": try json(state.progress),
      "notes": try json(notes),
    ]
    file.metadata["crc32c"] = Checkpoint.checksum(file)
    return file.bytes
  }

  /// Reads a file's bytes for `network`, which must have the parameters of the one that wrote them.
  package init(bytes: [UInt8], for network: Network) throws {
    let file = try Safetensors(bytes: bytes)
    let format = file.metadata["format"]
    guard format == Checkpoint.format || format == Checkpoint.formatWithDots else {
      throw SafetensorsError.damaged(byte: 8, "the metadata do not say '\(Checkpoint.format)'")
    }
    guard file.metadata["crc32c"] == Checkpoint.checksum(file) else {
      throw SafetensorsError.damaged(byte: 8, "the checksum is not that of the values")
    }
    func decode<Value: Decodable>(_ key: String, as type: Value.Type) throws -> Value {
      do {
        return try JSON.decode(type, from: (file.metadata[key] ?? "").utf8, allowsNotFinite: true)
      } catch {
        throw SafetensorsError.damaged(byte: 8, "the metadata's '\(key)' cannot be read")
      }
    }
    let progress = try decode("progress", as: LearnerProgress.self)
    let note =
      format == Checkpoint.formatWithDots
      ? OptimizerNote(slots: SGD.slotNames, stepsSinceReset: progress.stepsSinceReset)
      : try decode("optimizer", as: OptimizerNote.self)
    let tensors = format == Checkpoint.formatWithDots ? file.tensors.map(Self.named) : file.tensors
    let parts = try Self.parts(
      tensors, names: [Self.weightsPart, Self.goodPart, Self.averagePart] + note.slots.map(Self.part(ofSlot:)))
    func read(_ part: String) throws -> WeightsState {
      try network.state(from: Safetensors(tensors: parts[part] ?? []), needsStatistics: false)
    }
    let weights = try read(Self.weightsPart)
    var slots: [String: [Float]] = [:]
    for name in note.slots { slots[name] = try read(Self.part(ofSlot: name)).values }
    state = LearnerState(
      progress: progress, values: weights.values,
      optimizer: OptimizerState(slots: slots, stepsSinceReset: note.stepsSinceReset), buffers: weights.buffers,
      good: try read(Self.goodPart), average: parts[Self.averagePart] == nil ? nil : try read(Self.averagePart))
    notes = try decode("notes", as: [String: String].self)
  }

  /// The tensors of each part, under their own names.
  private static func parts(
    _ tensors: [Safetensors.Tensor], names: [String]
  ) throws(SafetensorsError) -> [String: [Safetensors.Tensor]] {
    var parts: [String: [Safetensors.Tensor]] = [:]
    for var tensor in tensors {
      let words = tensor.name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard words.count == 2, names.contains(words[0]) else { throw .entry(tensor.name, "it is of no part") }
      tensor.name = words[1]
      parts[words[0], default: []].append(tensor)
    }
    return parts
  }

  /// A tensor of the previous format under its current name. No network of that time had a parameter whose name began
  /// like a part's.
  private static func named(_ tensor: Safetensors.Tensor) -> Safetensors.Tensor {
    var tensor = tensor
    for (old, part) in [("momentum.", part(ofSlot: "momentum")), ("good.", goodPart)] where tensor.name.hasPrefix(old) {
      tensor.name = "\(part)/\(tensor.name.dropFirst(old.count))"
      return tensor
    }
    tensor.name = "\(weightsPart)/\(tensor.name)"
    return tensor
  }

  static func checksum(_ file: Safetensors) -> String {
    var writer = ByteWriter()
    for key in ["format", "optimizer", "progress", "notes"] { writer.append((file.metadata[key] ?? "").utf8) }
    for tensor in file.tensors {
      writer.append(tensor.name.utf8)
      writer.append(tensor.values)
    }
    return String(CRC32C.checksum(writer.bytes), radix: 16)
  }
}
