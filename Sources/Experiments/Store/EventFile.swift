import Files
import Training

/// TensorBoard's event file: records of length, masked CRC-32C of the length, protocol-buffer Event, masked CRC-32C of
/// the Event.
package enum EventFile {
  /// The first record, with the file's version.
  package static func start(wallTime: Double) -> [UInt8] {
    record(ProtocolBuffer.double(1, wallTime) + ProtocolBuffer.string(3, "brain.Event:2"))
  }

  /// A record with scalars of one step.
  package static func scalars(_ values: [(tag: String, value: Double)], step: Int, wallTime: Double) -> [UInt8] {
    typealias Field = ProtocolBuffer
    let summary = values.flatMap { Field.message(1, Field.string(1, $0.tag) + Field.float(2, Float($0.value))) }
    return record(
      Field.double(1, wallTime) + Field.integer(2, UInt64(max(step, 0))) + Field.message(5, summary))
  }

  /// TensorBoard recognises a file by `tfevents` and the time.
  package static func name(created: Double, host: String) -> String {
    let digits = "\(Int(created))"
    let padded = String(repeating: "0", count: max(0, 10 - digits.count)) + digits
    let plainHost = host.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-.".contains($0)) ? $0 : "_" }
    return "events.out.tfevents.\(padded).\(String(plainHost))"
  }

  /// Length of the complete records at the beginning, in bytes.
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
}
