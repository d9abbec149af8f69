import CArchive
import Files
import Glibc

/// Bytes that come in pieces.
protocol ByteStream: AnyObject {
  /// Bytes of the file that were taken so far.
  var packedBytes: Int { get }
  /// The next piece, which is there until the call after; empty at the end.
  func next() throws(DataError) -> UnsafeRawBufferPointer
}

/// Memory for the pieces of a stream.
private final class Piece {
  let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
  deinit { memory.deallocate() }
}

/// A file as it is.
final class FileStream: ByteStream {
  private let file: OpenFile
  private let piece = Piece()
  private(set) var packedBytes = 0

  init(_ path: String) throws(DataError) {
    file = try DataError.reading { () throws(FileProblem) in try OpenFile(reading: path) }
  }

  func next() throws(DataError) -> UnsafeRawBufferPointer {
    let memory = piece.memory
    let count = try DataError.reading { () throws(FileProblem) in try file.read(into: memory) }
    packedBytes += count
    return UnsafeRawBufferPointer(rebasing: memory[..<count])
  }
}

/// Bytes in memory.
final class MemoryStream: ByteStream {
  private let bytes: [UInt8]
  private let piece = Piece()
  private(set) var packedBytes = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func next() throws(DataError) -> UnsafeRawBufferPointer {
    let count = min(piece.memory.count, bytes.count - packedBytes)
    piece.memory.copyBytes(from: bytes[packedBytes..<packedBytes + count])
    packedBytes += count
    return UnsafeRawBufferPointer(rebasing: piece.memory[..<count])
  }
}

/// What gzip has packed: any number of members, each checked by its CRC and length, which libarchive does not do.
final class GzipStream: ByteStream {
  private let source: any ByteStream
  private let path: String
  private let piece = Piece()
  private var state = z_stream()
  private var input = UnsafeRawBufferPointer(start: nil, count: 0)
  private var isInMember = false
  private var members = 0

  /// `path` is for messages.
  init(_ source: any ByteStream, path: String) {
    self.source = source
    self.path = path
    // 15 bits of window, and 16 for gzip's header and trailer.
    let status = inflateInit2_(&state, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { fatalError("zlib cannot be used: status \(status)") }
  }

  deinit { inflateEnd(&state) }

  var packedBytes: Int { source.packedBytes - input.count }

  func next() throws(DataError) -> UnsafeRawBufferPointer {
    while true {
      if input.isEmpty { input = try source.next() }
      if input.isEmpty {
        guard !isInMember, members > 0 else { throw damaged("it ends in the middle") }
        return input
      }
      if !isInMember { beginMember() }
      guard !input.isEmpty else { continue }
      let produced = try inflate()
      if produced > 0 { return UnsafeRawBufferPointer(rebasing: piece.memory[..<produced]) }
    }
  }

  /// Skips zeros between members, which pad a file to the length of a tape's block.
  private func beginMember() {
    if members > 0 {
      let end = input.firstIndex { $0 != 0 } ?? input.count
      input = UnsafeRawBufferPointer(rebasing: input[end...])
      guard !input.isEmpty else { return }
    }
    inflateReset(&state)
    isInMember = true
    members += 1
  }

  private func inflate() throws(DataError) -> Int {
    let base = input.baseAddress!.assumingMemoryBound(to: UInt8.self)
    state.next_in = UnsafeMutablePointer(mutating: base)
    state.avail_in = UInt32(input.count)
    state.next_out = piece.memory.baseAddress!.assumingMemoryBound(to: UInt8.self)
    state.avail_out = UInt32(piece.memory.count)
    let status = CArchive.inflate(&state, Z_NO_FLUSH)
    input = UnsafeRawBufferPointer(rebasing: input[(input.count - Int(state.avail_in))...])
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isInMember = false
    default: throw damaged(state.msg.map { String(cString: $0) } ?? "it cannot be unpacked")
    }
    return piece.memory.count - Int(state.avail_out)
  }

  private func damaged(_ reason: String) -> DataError {
    .archive(.damaged(format: Container.Packing.gzip.noun, byte: packedBytes, reason: reason), path: path)
  }

  /// All that `bytes`, one gzip file, have packed.
  static func unpack(_ bytes: [UInt8], name: String, limits: DataLimits) throws(DataError) -> [UInt8] {
    let stream = GzipStream(MemoryStream(bytes), path: name)
    var unpacked: [UInt8] = []
    while true {
      let piece = try stream.next()
      if piece.isEmpty { return unpacked }
      unpacked.append(contentsOf: piece)
      guard unpacked.count <= limits.entryBytes else {
        throw DataError.content(
          .tooLarge(what: "it unpacks to more than \(limits.entryBytes) bytes", limit: "\(limits.entryBytes) bytes"),
          file: name)
      }
    }
  }
}

/// What xz, bzip2 or zstd have packed, as libarchive unpacks it; its libraries check what the formats have to check.
final class FilteredStream: ByteStream {
  private let handle: OpaquePointer
  private let path: String
  private let packing: Container.Packing

  init(_ path: String, _ packing: Container.Packing) throws(DataError) {
    self.path = path
    self.packing = packing
    guard let handle = archive_read_new() else { fatalError("no memory for an archive's reader") }
    self.handle = handle
    archive_read_support_filter_xz(handle)
    archive_read_support_filter_bzip2(handle)
    archive_read_support_filter_zstd(handle)
    archive_read_support_format_raw(handle)
    var entry: OpaquePointer?
    guard archive_read_open_filename(handle, path, 1 << 18) == ARCHIVE_OK,
      archive_read_next_header(handle, &entry) == ARCHIVE_OK
    else { throw damaged() }
  }

  deinit { archive_read_free(handle) }

  var packedBytes: Int { max(0, Int(clamping: archive_filter_bytes(handle, -1))) }

  func next() throws(DataError) -> UnsafeRawBufferPointer {
    var piece: UnsafeRawPointer?
    var count = 0
    var offset: la_int64_t = 0
    switch archive_read_data_block(handle, &piece, &count, &offset) {
    case ARCHIVE_OK: return UnsafeRawBufferPointer(start: piece, count: count)
    case ARCHIVE_EOF: return UnsafeRawBufferPointer(start: nil, count: 0)
    default: throw damaged()
    }
  }

  private func damaged() -> DataError {
    let reason = archive_error_string(handle).map { String(cString: $0) } ?? "it cannot be unpacked"
    return .archive(.damaged(format: packing.noun, byte: packedBytes, reason: reason), path: path)
  }
}
