import CArchive

/// The containers that are read, by their first bytes.
enum Container: Equatable {
  /// Plain, or packed by one of the others.
  case tar(Packing)
  case zip
  case sevenZip

  enum Packing: String {
    case none, gzip, xz, bzip2, zstd

    var noun: String { "\(rawValue) file" }
  }

  var noun: String {
    switch self {
    case .tar(.none): "tar archive"
    case .tar(let packing): packing.noun
    case .zip: "zip archive"
    case .sevenZip: "7z archive"
    }
  }

  init(_ start: [UInt8]) {
    let packings: [([UInt8], Packing)] = [
      ([0x1f, 0x8b], .gzip), ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], .xz), (Array("BZh".utf8), .bzip2),
      ([0x28, 0xb5, 0x2f, 0xfd], .zstd),
    ]
    if start.starts(with: "PK\u{3}\u{4}".utf8) || start.starts(with: "PK\u{5}\u{6}".utf8) {
      self = .zip
    } else if start.starts(with: Array("7z".utf8) + [0xbc, 0xaf, 0x27, 0x1c]) {
      self = .sevenZip
    } else {
      self = .tar(packings.first { start.starts(with: $0.0) }?.1 ?? .none)
    }
  }
}

/// Where libarchive gets the bytes of a tar from.
final class TarSource {
  let stream: any ByteStream
  /// Why the stream ended early; libarchive only learns that it did.
  private(set) var failure: DataError?
  private(set) var zerosAtEnd = 0

  init(_ stream: any ByteStream) { self.stream = stream }

  func next(_ target: UnsafeMutablePointer<UnsafeRawPointer?>) -> la_ssize_t {
    do throws(DataError) {
      let piece = try stream.next()
      note(piece)
      target.pointee = piece.baseAddress
      return piece.count
    } catch {
      failure = error
      return -1
    }
  }

  private func note(_ piece: UnsafeRawBufferPointer) {
    let zeros = piece.reversed().prefix { $0 == 0 }.count
    zerosAtEnd = zeros == piece.count ? zerosAtEnd + zeros : zeros
  }

  /// Reads to the end, and so checks what is packed.
  func drain() throws(DataError) {
    while true {
      let piece = try stream.next()
      if piece.isEmpty { return }
      note(piece)
    }
  }
}
