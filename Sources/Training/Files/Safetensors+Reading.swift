import Files

extension Safetensors {
  /// Reads a whole file's bytes. Floating-point values of 16 and 64 bits are converted to 32 bits; of tensors of other
  /// dtypes only the dtype is kept.
  package init(bytes: [UInt8]) throws(SafetensorsError) {
    var reader = ByteReader(bytes)
    guard let length = reader.readUInt64() else {
      throw .damaged(byte: 0, "\(bytes.count) bytes are too few for the header's length")
    }
    guard length <= UInt64(Safetensors.headerLimit) else {
      if let format = ForeignFormat(bytes) { throw .otherFormat(format) }
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
    self.init(tensors: [], metadata: table.metadata)
    var expected = 0
    let start = 8 + Int(length)
    for (name, entry) in table.entries.sorted(by: { ($0.value.begin, $0.key) < ($1.value.begin, $1.key) }) {
      try entry.checkOffsets(name)
      guard entry.begin == expected else {
        throw .entry(name, "its values begin at \(entry.begin), where \(expected) is expected")
      }
      guard let values = reader.read(entry.end - entry.begin) else {
        throw .entry(name, "its values end at byte \(start + entry.end), but the file has \(bytes.count)")
      }
      expected = entry.end
      if let type = FloatType(rawValue: entry.dtype) {
        try entry.checkCount(name, width: type.width)
        tensors.append(Tensor(name: name, shape: entry.shape, values: try type.floats(values, of: name)))
      } else {
        others[name] = entry.dtype
      }
    }
    guard reader.isAtEnd else {
      throw .damaged(byte: start + expected, "\(bytes.count - start - expected) bytes belong to no tensor")
    }
  }
}

/// The dtypes that are read.
private enum FloatType: String {
  case half = "F16"
  case brain = "BF16"
  case single = "F32"
  case double = "F64"

  /// Bytes per value.
  var width: Int {
    switch self {
    case .half, .brain: 2
    case .single: 4
    case .double: 8
    }
  }

  /// Converts little-endian bytes.
  func floats(_ bytes: ArraySlice<UInt8>, of name: String) throws(SafetensorsError) -> [Float] {
    var reader = ByteReader(Array(bytes))
    let count = bytes.count / width
    var floats: [Float] = []
    floats.reserveCapacity(count)
    switch self {
    case .half: for _ in 0..<count { floats.append(Float(Float16(bitPattern: reader.readUInt16()!))) }
    case .brain: for _ in 0..<count { floats.append(Float(bitPattern: UInt32(reader.readUInt16()!) << 16)) }
    case .single: return reader.readFloats(count)!
    case .double:
      for _ in 0..<count {
        let value = Double(bitPattern: reader.readUInt64()!)
        let rounded = Float(value)
        guard rounded.isFinite || !value.isFinite else {
          throw .entry(name, "its value \(value) is beyond the range of 32-bit floats")
        }
        floats.append(rounded)
      }
    }
    return floats
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

  func checkOffsets(_ name: String) throws(SafetensorsError) {
    guard offsets.count == 2, begin >= 0, end >= begin else {
      throw .entry(name, "its data_offsets \(offsets) are no [begin, end]")
    }
  }

  /// Checks that the shape has as many values of `width` bytes as lie between the offsets.
  func checkCount(_ name: String, width: Int) throws(SafetensorsError) {
    var count = 1
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflow else { throw .entry(name, "its shape \(shape) is impossible") }
      count = product
    }
    guard (end - begin) / width == count, (end - begin) % width == 0 else {
      throw .entry(name, "its shape \(shape) needs \(width) × \(count) bytes, but it has \(end - begin)")
    }
  }
}
