import Files

/// Why bytes are not the safetensors file that was expected.
package enum SafetensorsError: UserFacingError, Equatable {
  /// Byte offset, and what is wrong there.
  case damaged(byte: Int, String)
  /// The entry's name, and what is wrong with it.
  case entry(String, String)

  package var exitCode: ExitCode { .fileProblem }
  package var problem: String {
    switch self {
    case .damaged(let byte, let reason): "not a safetensors file: byte \(byte): \(reason)"
    case .entry(let name, let reason): "entry '\(name)': \(reason)"
    }
  }
}

/// Named tensors and strings in Hugging Face's safetensors format: a length, a JSON header, the raw values.
package struct Safetensors: Sendable, Equatable {
  /// The format's own limit for its header.
  package static let headerLimit = 100_000_000

  /// A tensor of 32-bit floats.
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

  /// In the order of their values in the file.
  package var tensors: [Tensor]
  package var metadata: [String: String]

  /// A file's content.
  package init(tensors: [Tensor], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The tensor of that name.
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

// MARK: - Reading

extension Safetensors {
  /// Reads a whole file's bytes; only values of dtype F32 are taken.
  package init(bytes: [UInt8]) throws(SafetensorsError) {
    var reader = ByteReader(bytes)
    guard let length = reader.readUInt64() else {
      throw .damaged(byte: 0, "\(bytes.count) bytes are too few for the header's length")
    }
    guard length <= UInt64(Safetensors.headerLimit) else {
      throw .damaged(byte: 0, "a header of \(length) bytes is above the limit of \(Safetensors.headerLimit)")
    }
    guard let header = reader.read(Int(length)) else {
      throw .damaged(byte: 8, "the header should have \(length) bytes, but the file ends after \(bytes.count - 8)")
    }
    guard header.first == UInt8(ascii: "{") else { throw .damaged(byte: 8, "the header does not start with {") }
    let table: Header
    do {
      table = try JSON.decode(Header.self, from: header)
    } catch {
      throw .damaged(byte: 8, "the header is no table of tensors")
    }
    metadata = table.metadata
    tensors = []
    var expected = 0
    let start = 8 + Int(length)
    for (name, entry) in table.entries.sorted(by: { ($0.value.begin, $0.key) < ($1.value.begin, $1.key) }) {
      let count = try entry.checkedCount(name)
      guard entry.begin == expected else {
        throw .entry(name, "its values begin at \(entry.begin), where \(expected) is expected")
      }
      guard let values = reader.readFloats(count) else {
        throw .entry(name, "its values end at byte \(start + entry.end), but the file has \(bytes.count)")
      }
      expected = entry.end
      tensors.append(Tensor(name: name, shape: entry.shape, values: values))
    }
    guard reader.isAtEnd else {
      throw .damaged(byte: start + expected, "\(bytes.count - start - expected) bytes belong to no tensor")
    }
  }

  private struct Header: Decodable {
    var metadata: [String: String] = [:]
    var entries: [String: Entry] = [:]

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: AnyKey.self)
      for key in container.allKeys {
        if key.stringValue == "__metadata__" {
          metadata = try container.decode([String: String].self, forKey: key)
        } else {
          entries[key.stringValue] = try container.decode(Entry.self, forKey: key)
        }
      }
    }
  }

  private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private struct Entry: Decodable {
    var dtype: String
    var shape: [Int]
    var offsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }

    var begin: Int { offsets.first ?? 0 }
    var end: Int { offsets.last ?? 0 }

    /// The number of values, if dtype, shape and offsets agree.
    func checkedCount(_ name: String) throws(SafetensorsError) -> Int {
      guard dtype == "F32" else { throw .entry(name, "its dtype is \(dtype); save it as F32 (float32)") }
      guard offsets.count == 2, begin >= 0, end >= begin else {
        throw .entry(name, "its data_offsets \(offsets) are no [begin, end]")
      }
      var count = 1
      for size in shape {
        let (product, overflow) = count.multipliedReportingOverflow(by: size)
        guard size >= 0, !overflow else { throw .entry(name, "its shape \(shape) is impossible") }
        count = product
      }
      guard (end - begin) / 4 == count, (end - begin) % 4 == 0 else {
        throw .entry(name, "its shape \(shape) needs 4 × \(count) bytes, but it has \(end - begin)")
      }
      return count
    }
  }
}
