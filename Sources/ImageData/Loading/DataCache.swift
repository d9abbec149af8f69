import Foundation

/// Decoded archives, kept so that the next start takes a moment: one file for each content and image size.
///
/// `magic | length of the header | hash of the header | header (JSON) | train labels and pixels, valid labels and
/// pixels`. The header carries the payload's hash, so that damage is noticed.
struct DataCache: Sendable {
  let directory: String

  private struct Header: Codable {
    let name: String
    let classes: [String]
    let size: Int
    let train: Int
    let valid: Int
    let notices: [String]
    let statistics: ChannelStatistics
    let fingerprint: String
    let payload: String
  }

  /// Counts up when the format or what is decoded changes.
  private static let magic = Array("cifarlab images1".utf8)
  private static let headerLimit = 1 << 24
  private static let chunk = 8 << 20

  /// What the cache says to a key.
  enum Answer {
    case found(DataSet)
    case nothing
    case damaged(String)
  }

  /// The name for a file's content: its hash, read at the disk's speed.
  func key(ofFile path: String, size: Int) throws(DataError) -> String {
    let descriptor = try FileBytes.open(path)
    defer { FileBytes.close(descriptor) }
    var hash = ContentHash()
    while true {
      let bytes = try FileBytes.take(Self.chunk, from: descriptor, path)
      if bytes.isEmpty { break }
      hash.add(bytes.span.bytes)
    }
    return "\(hash.text)-\(size)"
  }

  private func file(_ key: String) -> String { "\(directory)/\(key).images" }

  /// The set that was kept under `key`, said to come from `source`.
  func find(_ key: String, source: String) -> Answer {
    let path = file(key)
    guard FileBytes.status(path) != nil else { return .nothing }
    do {
      let descriptor = try FileBytes.open(path)
      defer { FileBytes.close(descriptor) }
      guard let set = try Self.read(descriptor, path, source) else { return .damaged(path) }
      return .found(set)
    } catch {
      return .damaged(path)
    }
  }

  private static func read(_ descriptor: Int32, _ path: String, _ source: String) throws -> DataSet? {
    let start = try FileBytes.take(magic.count + 8 + 32, from: descriptor, path)
    guard start.count == magic.count + 40, start.starts(with: magic) else { return nil }
    let length = start[magic.count..<magic.count + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= headerLimit else { return nil }
    let json = try FileBytes.take(Int(length), from: descriptor, path)
    guard json.count == length, hash([json]).utf8.elementsEqual(start[(magic.count + 8)...]) else { return nil }
    let header = try JSONDecoder().decode(Header.self, from: Data(json))
    let counts = [header.train, header.valid]
    guard (1...1024).contains(header.size), counts.allSatisfy((0...1 << 32).contains) else { return nil }
    let image = 3 * header.size * header.size
    var parts: [[UInt8]] = []
    for count in [header.train, header.train * image, header.valid, header.valid * image] {
      parts.append(try FileBytes.take(count, from: descriptor, path))
      guard parts.last?.count == count else { return nil }
    }
    guard hash(parts) == header.payload else { return nil }
    return DataSet(
      name: header.name, source: source, classes: header.classes,
      train: ImageSet(size: header.size, pixels: parts[1], labels: parts[0]),
      valid: ImageSet(size: header.size, pixels: parts[3], labels: parts[2]), notices: header.notices,
      statistics: header.statistics, fingerprint: header.fingerprint)
  }

  /// Keeps a set under `key`.
  func keep(_ set: DataSet, _ key: String) throws(DataError) {
    do {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    } catch {
      throw DataError.unwritable(path: directory, reason: error.localizedDescription)
    }
    let payload = [set.train.labels, set.train.pixels, set.valid.labels, set.valid.pixels]
    let header = Header(
      name: set.name, classes: set.classes, size: set.size, train: set.train.count, valid: set.valid.count,
      notices: set.notices, statistics: set.statistics, fingerprint: set.fingerprint, payload: Self.hash(payload))
    guard let json = try? [UInt8](JSONEncoder().encode(header)) else {
      throw DataError.unwritable(path: file(key), reason: "its header cannot be encoded")
    }
    let length = (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) }
    try FileBytes.write([Self.magic + length + Array(Self.hash([json]).utf8), json] + payload, to: file(key))
  }

  private static func hash(_ parts: [[UInt8]]) -> String {
    var hash = ContentHash()
    for part in parts { hash.add(part.span.bytes) }
    return hash.text
  }
}
