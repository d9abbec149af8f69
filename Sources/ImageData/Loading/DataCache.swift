import Files
import Foundation

/// Decoded archives, kept so that the next start takes a moment: one file for each content and image size.
///
/// `magic | length of the header | hash of the header | header (JSON) | parts`; the parts are train, valid and, where
/// there is one, test: each its labels, its pixels, and for each image the digest of its file, the sides of the picture in
/// it, and its path, if it has one.
/// The header carries the parts' hash, so that damage is noticed.
///
/// What was not used for the longest time is removed when all together take more than the limit.
struct DataCache: Sendable {
  let directory: String
  /// Bytes of all kept sets.
  var limit = 2 << 30

  private struct Header: Codable {
    /// What stands of one part of the set.
    struct Part: Codable {
      let images: Int
      /// Bytes of digests and sides, none where images have no files of their own.
      let files: Int
      /// Bytes of the paths, each with a zero after it.
      let paths: Int
    }

    let name: String
    let classes: [String]
    let size: Int
    let parts: [Part]
    let notices: [String]
    let split: SplitShares
    let isCIFAR10: Bool
    let statistics: ChannelStatistics
    let fingerprint: String
    let payload: String
    let notSquare: Int
  }

  /// Counts up when the format or what is decoded changes; sets of other versions are not used any more.
  private static let version = 4
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
  func key(ofFile path: String, _ options: ReadOptions) throws(DataError) -> String {
    let hash = try DataError.reading { () throws(FileProblem) in
      let file = try OpenFile(reading: path)
      var hash = ContentHash()
      while true {
        let bytes = try file.read(upTo: Self.chunk)
        if bytes.isEmpty { return hash }
        hash.add(bytes.span.bytes)
      }
    }
    return "\(hash.text)-\(options.cacheKey)"
  }

  private func file(_ key: String) -> String { "\(directory)/\(key)\(Self.ending)" }

  /// The set that was kept under `key`, said to come from `source`.
  func find(_ key: String, _ options: ReadOptions, source: String) -> Answer {
    let path = file(key)
    guard FileKind(of: path) != nil else { return .nothing }
    do {
      let file = try OpenFile(reading: path)
      guard let set = try Self.read(file, options, source) else { return .damaged(path) }
      futimens(file.descriptor, nil)
      tidy(keeping: path)
      return .found(set)
    } catch {
      return .damaged(path)
    }
  }

  private static func read(_ file: OpenFile, _ options: ReadOptions, _ source: String) throws -> DataSet? {
    let start = try file.read(upTo: magic.count + 8 + 32)
    guard start.count == magic.count + 40, start.starts(with: magic) else { return nil }
    let length = start[magic.count..<magic.count + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= headerLimit else { return nil }
    let json = try file.read(upTo: Int(length))
    guard json.count == length, hash([json]).utf8.elementsEqual(start[(magic.count + 8)...]) else { return nil }
    let header = try JSONDecoder().decode(Header.self, from: Data(json))
    guard header.size == options.size, (2...3).contains(header.parts.count) else { return nil }
    var payload: [[UInt8]] = []
    for part in header.parts {
      guard (0...1 << 32).contains(part.images) else { return nil }
      for count in [part.images, 3 * header.size * header.size * part.images, part.files, part.paths] {
        guard (0...1 << 40).contains(count) else { return nil }
        payload.append(try file.read(upTo: count))
        guard payload.last?.count == count else { return nil }
      }
    }
    guard hash(payload) == header.payload else { return nil }
    var sets: [ImageSet] = []
    for start in stride(from: 0, to: payload.count, by: 4) {
      guard let files = files(payload[start + 2], paths: payload[start + 3]),
        files.isEmpty || files.count == payload[start].count
      else { return nil }
      sets.append(
        ImageSet(size: header.size, pixels: payload[start + 1], labels: payload[start], files: files))
    }
    var set = DataSet(
      name: header.name, source: source, classes: header.classes, train: sets[0], valid: sets[1],
      test: sets.count > 2 ? sets[2] : nil, notices: header.notices, split: header.split, isCIFAR10: header.isCIFAR10,
      statistics: header.statistics, fingerprint: header.fingerprint)
    set.pictures = options.pictures
    set.notSquare = header.notSquare
    return set
  }

  /// Bytes of a digest, and of one with two sides behind it.
  private static let digestBytes = 16
  private static let fileBytes = digestBytes + 4 + 4

  private static func files(_ known: [UInt8], paths: [UInt8]) -> [ImageFile]? {
    let paths = paths.split(separator: 0, omittingEmptySubsequences: false).dropLast()
    guard known.count == fileBytes * paths.count else { return nil }
    var files: [ImageFile] = []
    files.reserveCapacity(paths.count)
    for (index, path) in paths.enumerated() {
      guard let path = EntryPath(archived: Array(path)) else { return nil }
      let file = known[fileBytes * index..<fileBytes * (index + 1)]
      func number(_ range: Range<Int>) -> UInt128 {
        file.dropFirst(range.lowerBound).prefix(range.count).reduce(0) { $0 << 8 | UInt128($1) }
      }
      let sides = PictureSides(
        width: Int(number(digestBytes..<digestBytes + 4)), height: Int(number(digestBytes + 4..<fileBytes)))
      files.append(ImageFile(path: path, digest: number(0..<digestBytes), sides: sides))
    }
    return files
  }

  func keep(_ set: DataSet, _ key: String) throws(DataError) {
    var parts: [Header.Part] = []
    var payload: [[UInt8]] = []
    for images in [set.train, set.valid, set.test].compactMap(\.self) {
      var (known, paths): ([UInt8], [UInt8]) = ([], [])
      for file in images.files {
        known += Self.bigEndian(file.digest)
        known +=
          Self.bigEndian(UInt32(clamping: file.sides.width)) + Self.bigEndian(UInt32(clamping: file.sides.height))
        paths += file.path.bytes + [0]
      }
      parts.append(Header.Part(images: images.count, files: known.count, paths: paths.count))
      payload += [images.labels, images.pixels, known, paths]
    }
    let header = Header(
      name: set.name, classes: set.classes, size: set.size, parts: parts, notices: set.notices, split: set.split,
      isCIFAR10: set.isCIFAR10, statistics: set.statistics, fingerprint: set.fingerprint, payload: Self.hash(payload),
      notSquare: set.notSquare)
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

  private static func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    stride(from: number.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  private static func hash(_ parts: [[UInt8]]) -> String {
    var hash = ContentHash()
    for part in parts { hash.add(part.span.bytes) }
    return hash.text
  }
}
