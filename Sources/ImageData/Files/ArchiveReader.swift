import CArchive

/// libarchive behind checks: the one place that calls it.
final class ArchiveReader {
  /// What stands in front of an entry's content.
  struct Header {
    enum Kind { case file, folder, other }
    let kind: Kind
    let path: String
    /// As the archive says, where it says.
    let size: Int?
  }

  private let handle: OpaquePointer
  /// For messages.
  private let path: String
  private let isInMemory: Bool
  private let limits: DataLimits
  private var entries = 0
  private var total = 0
  /// The size of the entry before, which has been unpacked by the time the next one comes, wanted or not.
  private var before = 0

  /// Opens an archive; one that libarchive does not know is no data set.
  init(_ path: String, limits: DataLimits) throws(DataError) {
    handle = Self.makeHandle()
    self.path = path
    isInMemory = false
    self.limits = limits
    archive_read_support_format_tar(handle)
    archive_read_support_format_zip(handle)
    guard archive_read_open_filename(handle, path, 1 << 18) == ARCHIVE_OK else {
      throw noArchive()
    }
  }

  /// One packed file in memory.
  private init(_ bytes: UnsafeRawBufferPointer, name: String, limits: DataLimits) throws(DataError) {
    handle = Self.makeHandle()
    path = name
    isInMemory = true
    self.limits = limits
    archive_read_support_format_raw(handle)
    guard archive_read_open_memory(handle, bytes.baseAddress, bytes.count) == ARCHIVE_OK else {
      throw DataError.malformed(file: name, byte: 0, reason: message)
    }
  }

  deinit { archive_read_free(handle) }

  private static func makeHandle() -> OpaquePointer {
    guard let handle = archive_read_new() else { fatalError("no memory for an archive's reader") }
    archive_read_support_filter_gzip(handle)
    archive_read_support_filter_xz(handle)
    archive_read_support_filter_bzip2(handle)
    return handle
  }

  /// The content of one gzip file.
  static func unpack(_ bytes: [UInt8], name: String, limits: DataLimits) throws(DataError) -> [UInt8] {
    let result = bytes.withUnsafeBytes { buffer -> Result<[UInt8], DataError> in
      do throws(DataError) {
        let reader = try ArchiveReader(buffer, name: name, limits: limits)
        guard let header = try reader.next() else { return .success([]) }
        return .success(try reader.content(of: header))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private var message: String {
    archive_error_string(handle).map { String(cString: $0) } ?? "it is no archive"
  }

  /// The next entry's header, or nil at the end.
  func next() throws(DataError) -> Header? {
    var entry: OpaquePointer?
    let status = archive_read_next_header(handle, &entry)
    if status == ARCHIVE_EOF { return nil }
    guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else {
      if entries == 0 { throw noArchive() }
      throw broken("after \(entries) entries: \(message)")
    }
    entries += 1
    guard entries <= limits.entries else {
      throw DataError.archiveBomb(path: path, entry: "\(entries)", reason: "more than \(limits.entries) entries")
    }
    let name = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)
    let size = archive_entry_size_is_set(entry) != 0 ? Int(clamping: archive_entry_size(entry)) : nil
    let isLink = archive_entry_hardlink(entry) != nil
    let kind: Header.Kind =
      switch archive_entry_filetype(entry) {
      case 0o100000 where !isLink: .file
      case 0o040000: .folder
      default: .other
      }
    let header = Header(kind: kind, path: name.map { String(cString: $0) } ?? "", size: size)
    try count(before, header.path)
    before = size ?? 0
    guard before <= limits.entryBytes else { throw tooLarge(header.path) }
    return header
  }

  /// The bytes of the entry whose header came last.
  func content(of header: Header) throws(DataError) -> [UInt8] {
    // What a header says is believed once it comes.
    var bytes = [UInt8](repeating: 0, count: min(header.size ?? 1 << 16, 1 << 24))
    var filled = 0
    while filled < header.size ?? .max {
      if filled == bytes.count {
        bytes.append(contentsOf: repeatElement(0, count: min(bytes.count, (header.size ?? .max) - filled)))
      }
      let got = bytes.withUnsafeMutableBytes {
        archive_read_data(handle, $0.baseAddress! + filled, $0.count - filled)
      }
      guard got >= 0 else { throw broken("\(header.path): \(message)") }
      if got == 0 { break }
      filled += got
      if header.size == nil { try count(got, header.path) }
      guard filled <= limits.entryBytes else { throw tooLarge(header.path) }
    }
    if let size = header.size, filled < size {
      throw DataError.truncated(file: "\(path), entry \(header.path)", bytes: filled, expected: size)
    }
    bytes.removeLast(bytes.count - filled)
    return bytes
  }

  /// Packed data that break off at once are a damaged archive; anything else that is not known is something else.
  private func noArchive() -> DataError {
    if isInMemory { return broken(message) }
    guard let descriptor = try? FileBytes.open(path) else { return .noPermission(path: path) }
    defer { FileBytes.close(descriptor) }
    let start = (try? FileBytes.take(6, from: descriptor, path)) ?? []
    let packed: [[UInt8]] = [[0x1f, 0x8b], [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], Array("BZh".utf8), Array("PK".utf8)]
    return packed.contains(where: start.starts) ? broken(message) : .notRecognised(path: path, found: message)
  }

  private func broken(_ reason: String) -> DataError {
    .malformed(file: path, byte: max(0, Int(clamping: archive_filter_bytes(handle, -1))), reason: reason)
  }

  private func tooLarge(_ entry: String) -> DataError {
    .archiveBomb(path: path, entry: entry, reason: "more than \(limits.entryBytes) bytes in one entry")
  }

  private func count(_ bytes: Int, _ entry: String) throws(DataError) {
    total = total.addingReportingOverflow(bytes).partialValue
    guard total >= 0, total <= limits.totalBytes else {
      throw DataError.archiveBomb(path: path, entry: entry, reason: "more than \(limits.totalBytes) bytes in all")
    }
    let packed = Int(clamping: archive_filter_bytes(handle, -1))
    guard total <= limits.freeBytes || total / limits.ratio <= packed else {
      throw DataError.archiveBomb(
        path: path, entry: entry, reason: "\(packed) bytes unpack to \(total) and more")
    }
  }
}
