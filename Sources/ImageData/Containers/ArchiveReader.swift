import CArchive
import Files
import Glibc

/// libarchive behind checks: entry by entry, every byte that a checksum covers.
final class ArchiveReader {
  /// What stands in front of an entry's content.
  struct Header {
    enum Kind { case file, folder, link, device }
    let kind: Kind
    /// As it is stored, or nil where that leads outside.
    let path: EntryPath?
    /// For messages.
    let name: String
    /// As the archive says, where it says.
    let size: Int?
  }

  private let handle: OpaquePointer
  /// For messages.
  private let path: String
  private let container: Container
  private let limits: DataLimits
  /// The file's first bytes.
  private let start: [UInt8]
  private let source: TarSource?
  /// The archive, where it is in memory.
  private let memory: UnsafeMutableRawBufferPointer?
  private let locale: locale_t?
  private var entries = 0
  private var total = 0

  /// Opens an archive; what libarchive does not know is no data set.
  init(_ file: ArchiveFile, limits: DataLimits) throws(DataError) {
    path = file.path
    self.limits = limits
    switch file {
    case .path(let path):
      start = try DataError.reading { () throws(FileProblem) in
        try OpenFile(reading: path).read(upTo: FileFormat.startBytes)
      }
      memory = nil
      container = Container(start)
    case .bytes(let bytes, _):
      start = Array(bytes.prefix(FileFormat.startBytes))
      container = Container(start)
      if case .tar = container { throw DataError.archive(.unknown, path: path) }
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
      copy.copyBytes(from: bytes)
      memory = copy
    }
    guard let handle = archive_read_new() else { fatalError("no memory for an archive's reader") }
    self.handle = handle
    // The names in some archives are converted to the characters of the locale: those of all languages, whatever the
    // process runs in.
    locale = newlocale(1 << LC_CTYPE, "C.UTF-8", nil)
    var status = ARCHIVE_OK
    switch container {
    case .tar(let packing):
      let stream: any ByteStream =
        switch packing {
        case .none: try FileStream(path)
        case .gzip: GzipStream(try FileStream(path), path: path)
        case .xz, .bzip2, .zstd: try FilteredStream(path, packing)
        }
      let source = TarSource(stream)
      self.source = source
      archive_read_support_format_tar(handle)
      // Without this, what follows the first end mark would go unread, and its checksums unchecked.
      archive_read_set_option(handle, "tar", "read_concatenated_archives", "1")
      status = archive_read_open(
        handle, Unmanaged.passUnretained(source).toOpaque(), nil,
        { _, context, target in Unmanaged<TarSource>.fromOpaque(context!).takeUnretainedValue().next(target!) }, nil)
    case .zip, .sevenZip:
      source = nil
      if container == .zip {
        archive_read_support_format_zip_seekable(handle)
      } else {
        archive_read_support_format_7zip(handle)
      }
      status =
        memory.map { archive_read_open_memory(handle, $0.baseAddress, $0.count) }
        ?? archive_read_open_filename(handle, path, 1 << 18)
    }
    guard status == ARCHIVE_OK else { throw notOpened() }
  }

  deinit {
    archive_read_free(handle)
    memory?.deallocate()
    if let locale { freelocale(locale) }
  }

  private var message: String {
    archive_error_string(handle).map { String(cString: $0) } ?? "it is no archive"
  }

  private var packedBytes: Int { source?.stream.packedBytes ?? max(0, Int(clamping: archive_filter_bytes(handle, -1))) }

  /// The next entry's header, or nil at the end.
  func next() throws(DataError) -> Header? {
    let before = locale.map { uselocale($0) }
    defer { if let before { uselocale(before) } }
    var entry: OpaquePointer?
    let status = archive_read_next_header(handle, &entry)
    if let failure = source?.failure { throw failure }
    if status == ARCHIVE_EOF {
      try checkEnd()
      guard entries > 0 else { throw DataError.archive(.empty(format: container.noun), path: path) }
      return nil
    }
    guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else {
      if archive_read_has_encrypted_entries(handle) > 0 { throw DataError.archive(.encrypted, path: path) }
      throw entries == 0 ? notOpened() : damaged("after \(entries) entries: \(message)")
    }
    entries += 1
    guard entries <= limits.entries else {
      throw bomb("\(entries)", "more than \(limits.entries) entries")
    }
    guard archive_entry_is_encrypted(entry) == 0 else { throw DataError.archive(.encrypted, path: path) }
    guard let stored = archive_entry_pathname(entry), stored[0] != 0 else {
      throw DataError.archive(.nameless(entry: entries), path: path)
    }
    let bytes = Array(UnsafeRawBufferPointer(start: stored, count: strlen(stored)))
    let size = archive_entry_size_is_set(entry) != 0 ? Int(clamping: archive_entry_size(entry)) : nil
    let header = Header(
      kind: Self.kind(entry), path: EntryPath(archived: bytes), name: EntryName(bytes: bytes).text, size: size)
    return header
  }

  private static func kind(_ entry: OpaquePointer) -> Header.Kind {
    if archive_entry_hardlink(entry) != nil { return .link }
    return switch archive_entry_filetype(entry) {
    case 0o100000: .file
    case 0o040000: .folder
    case 0o120000: .link
    default: .device
    }
  }

  /// The first bytes of the entry whose header came last; fewer only where it has no more.
  func start(of header: Header) throws(DataError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: min(header.size ?? .max, FileFormat.startBytes))
    bytes.removeLast(bytes.count - (try fill(&bytes, from: 0, header)))
    return bytes
  }

  /// All bytes of the entry, whose first are `start`.
  func content(of header: Header, after start: [UInt8]) throws(DataError) -> [UInt8] {
    guard header.size ?? 0 <= limits.entryBytes else { throw tooLarge(header) }
    // What a header says is believed once it comes.
    var bytes = start
    var filled = start.count
    repeat {
      let room = min(header.size ?? .max, max(1 << 16, min(2 * filled, filled + (1 << 24)))) - filled
      bytes.append(contentsOf: repeatElement(0, count: max(room, 0)))
      filled += try fill(&bytes, from: filled, header)
      guard filled <= limits.entryBytes else { throw tooLarge(header) }
    } while filled == bytes.count && filled < header.size ?? .max
    bytes.removeLast(bytes.count - filled)
    guard filled >= header.size ?? 0 else {
      throw damaged("\(header.name) ends at byte \(filled) of \(header.size ?? 0)")
    }
    try skip(header)
    return bytes
  }

  /// Reads the rest of the entry, and so checks it.
  func skip(_ header: Header) throws(DataError) {
    var piece: UnsafeRawPointer?
    var count = 0
    var offset: la_int64_t = 0
    while true {
      let status = archive_read_data_block(handle, &piece, &count, &offset)
      if let failure = source?.failure { throw failure }
      if status == ARCHIVE_EOF { return }
      guard status == ARCHIVE_OK else { throw damaged("\(header.name): \(message)") }
      try add(count, header)
    }
  }

  private func fill(_ bytes: inout [UInt8], from start: Int, _ header: Header) throws(DataError) -> Int {
    var filled = start
    while filled < bytes.count {
      let got = bytes.withUnsafeMutableBytes {
        archive_read_data(handle, $0.baseAddress! + filled, $0.count - filled)
      }
      if let failure = source?.failure { throw failure }
      guard got >= 0 else { throw damaged("\(header.name): \(message)") }
      if got == 0 { break }
      filled += got
      try add(got, header)
    }
    return filled - start
  }

  /// A tar ends with two blocks of zeros: without them, entries may be missing.
  private func checkEnd() throws(DataError) {
    guard let source else { return }
    try source.drain()
    guard source.zerosAtEnd >= 1024 else { throw damaged("it ends without its end mark, after \(entries) entries") }
  }

  /// Why nothing at all could be read.
  private func notOpened() -> DataError {
    if let failure = source?.failure { return failure }
    switch container {
    // The mark that stands behind the last entry.
    case .zip where start.starts(with: "PK\u{5}\u{6}".utf8): return .archive(.empty(format: container.noun), path: path)
    case .zip, .sevenZip: return damaged(message)
    case .tar(.none): break
    case .tar(let packing):
      // What is damaged may look like anything: the checksums at its end tell.
      do throws(DataError) { try source?.drain() } catch { return error }
      return .archive(.noFiles(format: packing.noun), path: path)
    }
    let name = EntryName(bytes: Array(path.utf8))
    switch FileFormat(start, name: name) {
    case .picture, .brokenPicture: return .access(.singlePicture, path: path)
    case .foreign(let noun): return .archive(.unsupported(format: noun), path: path)
    case .other: return .archive(.unknown, path: path)
    }
  }

  private func damaged(_ reason: String) -> DataError {
    .archive(.damaged(format: container.noun, byte: packedBytes, reason: reason), path: path)
  }

  private func bomb(_ entry: String, _ reason: String) -> DataError {
    .archive(.bomb(entry: entry, reason: reason), path: path)
  }

  private func tooLarge(_ header: Header) -> DataError {
    bomb(header.name, "more than \(limits.entryBytes) bytes in one entry")
  }

  private func add(_ bytes: Int, _ header: Header) throws(DataError) {
    total += bytes
    guard total <= limits.totalBytes else { throw bomb(header.name, "more than \(limits.totalBytes) bytes in all") }
    guard total <= limits.freeBytes || total / limits.ratio <= packedBytes else {
      throw bomb(header.name, "\(packedBytes) bytes unpack to \(total) and more")
    }
  }
}
