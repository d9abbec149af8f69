import Files
import Foundation

/// Decoded archives, kept so that the next start takes a moment: one file for each content and image size.
///
/// `magic | length of the header | hash of the header | header (JSON) | train labels and pixels, valid labels and
/// pixels`. The header carries the payload's hash, so that damage is noticed.
///
/// What was not used for the longest time is removed when all together take more than the limit.
struct DataCache: Sendable {
  let directory: String
  /// Bytes of all kept sets.
  var limit = 2 << 30

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

  /// Counts up when the format or what is decoded changes; sets of other versions are not used any more.
  private static let version = 2
  private static let magic = Array("cifarlab images\(version)".utf8)
  private static let ending = ".v\(version).images"
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
    let hash = try DataError.reading { () throws(FileProblem) in
      let file = try OpenFile(reading: path)
      var hash = ContentHash()
      while true {
        let bytes = try file.read(upTo: Self.chunk)
        if bytes.isEmpty { return hash }
        hash.add(bytes.span.bytes)
      }
    }
    return "\(hash.text)-\(size)"
  }

  private func file(_ key: String) -> String { "\(directory)/\(key)\(Self.ending)" }

  /// The set that was kept under `key`, said to come from `source`.
  func find(_ key: String, source: String) -> Answer {
    let path = file(key)
    guard FileKind(of: path) != nil else { return .nothing }
    do {
      let file = try OpenFile(reading: path)
      guard let set = try Self.read(file, source) else { return .damaged(path) }
      futimens(file.descriptor, nil)
      tidy(keeping: path)
      return .found(set)
    } catch {
      return .damaged(path)
    }
  }

  private static func read(_ file: OpenFile, _ source: String) throws -> DataSet? {
    let start = try file.read(upTo: magic.count + 8 + 32)
    guard start.count == magic.count + 40, start.starts(with: magic) else { return nil }
    let length = start[magic.count..<magic.count + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= headerLimit else { return nil }
    let json = try file.read(upTo: Int(length))
    guard json.count == length, hash([json]).utf8.elementsEqual(start[(magic.count + 8)...]) else { return nil }
    let header = try JSONDecoder().decode(Header.self, from: Data(json))
    let counts = [header.train, header.valid]
    guard (1...1024).contains(header.size), counts.allSatisfy((0...1 << 32).contains) else { return nil }
    let image = 3 * header.size * header.size
    var parts: [[UInt8]] = []
    for count in [header.train, header.train * image, header.valid, header.valid * image] {
      parts.append(try file.read(upTo: count))
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
    let payload = [set.train.labels, set.train.pixels, set.valid.labels, set.valid.pixels]
    let header = Header(
      name: set.name, classes: set.classes, size: set.size, train: set.train.count, valid: set.valid.count,
      notices: set.notices, statistics: set.statistics, fingerprint: set.fingerprint, payload: Self.hash(payload))
    let path = file(key)
    guard let json = try? [UInt8](JSONEncoder().encode(header)) else {
      throw DataError.access(.unwritable("its header cannot be encoded"), path: path)
    }
    let length = (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) }
    try DataError.writing { () throws(FileProblem) in
      try FileAccess.makeFolder(directory)
      try FileAccess.write([Self.magic + length + Array(Self.hash([json]).utf8), json] + payload, to: path)
    }
    tidy(keeping: path)
  }

  /// Removes what killed processes and other versions have left, and then, beyond the limit, what was not used for the
  /// longest time. What cannot be removed is somebody else's.
  private func tidy(keeping used: String) {
    FileAccess.removeLeftovers(in: directory, untouchedFor: 3600)
    var sets: [(path: String, bytes: Int, time: Int)] = []
    for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] {
      let path = "\(directory)/\(name)"
      var status = stat()
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      if name.hasSuffix(Self.ending) {
        sets.append((path, Int(status.st_size), status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec))
      } else if name.hasSuffix(".images") || name.hasSuffix(".new") {
        // Earlier versions wrote these.
        unlink(path)
      }
    }
    var total = sets.reduce(0) { $0 + $1.bytes }
    for set in sets.sorted(by: { $0.time < $1.time }) where total > limit && set.path != used {
      unlink(set.path)
      total -= set.bytes
    }
  }

  private static func hash(_ parts: [[UInt8]]) -> String {
    var hash = ContentHash()
    for part in parts { hash.add(part.span.bytes) }
    return hash.text
  }
}
