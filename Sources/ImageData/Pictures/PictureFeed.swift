import Files
import Foundation
import Synchronization

/// A picture that somebody wants to know something about.
package struct NamedPicture: Sendable {
  /// The path within its folder or archive, for display.
  package let name: String
  /// The file's bytes.
  package let file: [UInt8]
  /// `[channel][row][column]` at the size that was asked for, or why there is none.
  package let pixels: Result<[UInt8], ImageCodec.Failure>
}

/// Hands out pictures one group after the other, in the order of their files. They are decoded on all cores while the
/// files behind them are still being read, and only a few groups are in memory at a time.
package struct PictureFeed {
  private let options: ReadOptions
  private let limits: DataLimits

  /// Pictures of `size` pixels a side.
  package init(size: Int, pictures: PictureReading = PictureReading(), limits: DataLimits = DataLimits()) {
    options = ReadOptions(size: size, pictures: pictures)
    self.limits = limits
  }

  /// The pictures of a picture's own file, of a folder with all that stands in it, or of an archive. Returns what was
  /// met and is no picture. After an error of `body` nothing more is handed out.
  package func read(_ path: String, _ body: @escaping ([NamedPicture]) throws -> Void) throws -> [String] {
    var receiver = FeedReceiver(self, body)
    switch FileKind(of: path) {
    case .folder: try FolderSource(path: path, limits: limits).read(into: &receiver)
    case .regular where try isArchive(path): try ArchiveSource(file: .path(path), limits: limits).read(into: &receiver)
    case .regular: try body([picture(try FileAccess.read(path, limit: limits.entryBytes), name: path)])
    case .other: throw DataError.access(.notRegular, path: path)
    case nil: throw DataError.access(errno == EACCES ? .noPermission : .notFound, path: path)
    }
    try receiver.finish()
    return receiver.unread.sentences
  }

  /// A picture from its file's bytes.
  package func picture(_ file: [UInt8], name: String) -> NamedPicture {
    NamedPicture(name: name, file: file, pixels: Result { () throws(ImageCodec.Failure) in try decoded(file, name) })
  }

  /// A picture from a pipe, or why there is none.
  package func picture(_ frame: PictureStream.Frame, name: String) -> NamedPicture {
    switch frame {
    case .success(let file): picture(file, name: name)
    case .failure(let failure): NamedPicture(name: name, file: [], pixels: .failure(failure))
    }
  }

  private func decoded(_ file: [UInt8], _ name: String) throws(ImageCodec.Failure) -> [UInt8] {
    switch FileFormat(file, name: EntryName(bytes: Array(name.utf8))) {
    case .picture, .brokenPicture: return try ImageCodec.decode(file, options: options, limits: limits).pixels
    case .foreign(let noun): throw .broken("\(noun): this format is not read")
    case .other: throw .broken("no picture")
    }
  }

  private func isArchive(_ path: String) throws(FileProblem) -> Bool {
    let start = try OpenFile(reading: path).read(upTo: FileFormat.startBytes)
    switch FileFormat(start, name: EntryName(bytes: Array(path.utf8))) {
    case .picture, .brokenPicture: return false
    case .foreign, .other: return Container(start) != .tar(.none) || path.lowercased().hasSuffix(".tar")
    }
  }
}

/// Gathers files into groups, has them decoded, and hands them out when it is their turn.
private struct FeedReceiver: EntryReceiver {
  private let feed: PictureFeed
  private let body: ([NamedPicture]) throws -> Void
  private var files: [(name: String, bytes: [UInt8])] = []
  private var bytes = 0
  private var underWay: [Decoding] = []
  private var failure: (any Error)?
  private(set) var unread = Unread()

  /// Groups that are decoded at the same time.
  private static let width = ProcessInfo.processInfo.activeProcessorCount + 1

  init(_ feed: PictureFeed, _ body: @escaping ([NamedPicture]) throws -> Void) {
    self.feed = feed
    self.body = body
  }

  mutating func note(_ kind: UnreadKind, _ path: EntryPath) { unread.note(kind, path.text) }
  mutating func noteOutside(_ path: String) { unread.note(.outside, path) }
  mutating func takeFolder(_ path: EntryPath) {}

  mutating func wants(_ path: EntryPath, start: [UInt8]) -> Bool {
    guard failure == nil else { return false }
    switch FileFormat(start, name: path.name ?? EntryName(bytes: [])) {
    case .picture, .brokenPicture: return true
    case .foreign(let noun): unread.note(.format(noun), path.text)
    case .other: unread.note(.otherFile, path.text)
    }
    return false
  }

  mutating func take(_ entry: Entry) {
    files.append((entry.path.text, entry.bytes))
    bytes += entry.bytes.count
    if files.count >= DecodeQueue.groupCount || bytes >= DecodeQueue.groupBytes { decode() }
  }

  /// Hands out what is left.
  mutating func finish() throws {
    decode()
    while !underWay.isEmpty { handOut() }
    if let failure { throw failure }
  }

  private mutating func decode() {
    guard !files.isEmpty else { return }
    underWay.append(Decoding(files, feed))
    files = []
    bytes = 0
    if underWay.count > Self.width { handOut() }
  }

  private mutating func handOut() {
    let pictures = underWay.removeFirst().pictures
    guard failure == nil else { return }
    do { try body(pictures) } catch { failure = error }
  }
}

/// One group of files that is decoded on another thread.
private final class Decoding: Sendable {
  private let result = Mutex<[NamedPicture]>([])
  private let work = DispatchGroup()

  init(_ files: [(name: String, bytes: [UInt8])], _ feed: PictureFeed) {
    DispatchQueue.global().async(group: work) { [self] in
      let pictures = files.map { feed.picture($0.bytes, name: $0.name) }
      result.withLock { $0 = pictures }
    }
  }

  /// Waits until they are there.
  var pictures: [NamedPicture] {
    work.wait()
    return result.withLock { $0 }
  }
}
