import Files
import Training

/// TensorBoard's event file: records of a length, its masked CRC-32C, a protocol-buffer Event, and that one's CRC.
package enum EventFile {
  /// The first record, which says what follows.
  package static func start(wallTime: Double) -> [UInt8] {
    record(double(1, wallTime) + string(3, "brain.Event:2"))
  }

  /// Values of one step.
  package static func scalars(_ values: [(tag: String, value: Double)], step: Int, wallTime: Double) -> [UInt8] {
    let summary = values.flatMap { message(1, string(1, $0.tag) + float(2, Float($0.value))) }
    return record(double(1, wallTime) + varint(2, UInt64(max(step, 0))) + message(5, summary))
  }

  /// What a file with this content is called: TensorBoard looks for `tfevents` and the time.
  package static func name(created: Double, host: String) -> String {
    let digits = "\(Int(created))"
    let padded = String(repeating: "0", count: max(0, 10 - digits.count)) + digits
    let plainHost = host.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-.".contains($0)) ? $0 : "_" }
    return "events.out.tfevents.\(padded).\(String(plainHost))"
  }

  /// How many of the first bytes are whole records behind the one that begins a file.
  package static func wholeLength(_ bytes: [UInt8]) -> Int {
    var reader = ByteReader(bytes)
    var end = 0
    while let length = reader.readUInt64().flatMap(Int.init(exactly:)), reader.readUInt32() != nil,
      reader.read(length) != nil, reader.readUInt32() != nil
    {
      end += 16 + length
    }
    return end
  }

  private static func record(_ event: [UInt8]) -> [UInt8] {
    var length = ByteWriter()
    length.append(UInt64(event.count))
    var writer = length
    writer.append(CRC32C.masked(length.bytes))
    writer.append(event)
    writer.append(CRC32C.masked(event))
    return writer.bytes
  }

  private static func varint(_ value: UInt64) -> [UInt8] {
    var rest = value
    var bytes: [UInt8] = []
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  private static func varint(_ field: UInt64, _ value: UInt64) -> [UInt8] { varint(field << 3) + varint(value) }

  private static func double(_ field: UInt64, _ value: Double) -> [UInt8] {
    var writer = ByteWriter()
    writer.append(value.bitPattern)
    return varint(field << 3 | 1) + writer.bytes
  }

  private static func float(_ field: UInt64, _ value: Float) -> [UInt8] {
    var writer = ByteWriter()
    writer.append(value.bitPattern)
    return varint(field << 3 | 5) + writer.bytes
  }

  private static func message(_ field: UInt64, _ bytes: [UInt8]) -> [UInt8] {
    varint(field << 3 | 2) + varint(UInt64(bytes.count)) + bytes
  }

  private static func string(_ field: UInt64, _ text: String) -> [UInt8] { message(field, Array(text.utf8)) }
}
