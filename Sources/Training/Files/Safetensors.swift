import Files

/// Why bytes are not the safetensors file that was expected.
package enum SafetensorsError: UserFacingError, Equatable {
  /// Byte offset, and what is wrong there.
  case damaged(byte: Int, String)
  /// The entry's name, and what is wrong with it.
  case entry(String, String)
  case otherFormat(ForeignFormat)

  package var exitCode: ExitCode { .fileProblem }
  package var problem: String {
    switch self {
    case .damaged(let byte, let reason): "not a safetensors file: byte \(byte): \(reason)"
    case .entry(let name, let reason): "entry '\(name)': \(reason)"
    case .otherFormat(let format): "not a safetensors file, but \(format.rawValue)"
    }
  }
  package var remedy: String? {
    guard case .otherFormat = self else { return nil }
    return
      "in Python, safetensors.torch.save_file(model.state_dict(), \"weights.safetensors\") writes what is read here"
  }
}

/// Named tensors and strings in Hugging Face's safetensors format: a length, a JSON header, the raw values.
package struct Safetensors: Sendable, Equatable {
  /// The format's own limit for its header.
  package static let headerLimit = 100_000_000

  /// A tensor of 32-bit floats, whatever they are in a file.
  package struct Tensor: Sendable, Equatable {
    package var name: String
    package var shape: [Int]
    package var values: [Float]

    /// Traps unless `shape` has as many values.
    package init(name: String, shape: [Int], values: [Float]) {
      precondition(shape.reduce(1, *) == values.count, "'\(name)' has \(values.count) values, not \(shape)")
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// In the order in which their values stand in the file.
  package var tensors: [Tensor]
  package var metadata: [String: String]
  /// Names and dtypes of the tensors that are not floating-point, and are not read.
  package var others: [String: String] = [:]

  package init(tensors: [Tensor], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  package subscript(name: String) -> Tensor? { tensors.first { $0.name == name } }
}

// MARK: - Writing

extension Safetensors {
  /// The file: the header padded with spaces to a multiple of 8, then the values without gaps.
  package var bytes: [UInt8] {
    var offset = 0
    var entries: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map {
        "\(JSON.string($0.key).line):\(JSON.string($0.value).line)"
      }
      entries.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    for tensor in tensors {
      let end = offset + 4 * tensor.values.count
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      entries.append(
        "\(JSON.string(tensor.name).line):{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    var header = Array("{\(entries.joined(separator: ","))}".utf8)
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    var writer = ByteWriter(capacity: 8 + header.count + offset)
    writer.append(UInt64(header.count))
    writer.append(header)
    for tensor in tensors { writer.append(tensor.values) }
    return writer.bytes
  }
}
