import Foundation
import Training

/// A file that only grows. What could not be written stays in memory and is tried again with the next flush; half a
/// row never stays behind.
struct AppendedFile {
  let path: String
  /// Bytes that are safely in the file.
  private(set) var length: Int
  private var pending: [UInt8] = []

  /// Begins `path` afresh, with `header`.
  init(path: String, header: String = "") {
    self.path = path
    length = 0
    pending = Array(header.utf8)
  }

  /// Goes on behind the first `length` bytes of `path`; what follows them is cut off with the first flush.
  init(path: String, continuingAt length: Int) throws(FileProblem) {
    let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber)?.intValue ?? 0
    guard length >= 0, size >= length else {
      throw FileProblem(path: path, reason: "has \(size) bytes, but had \(length) at the checkpoint")
    }
    self.path = path
    self.length = length
  }

  mutating func append(_ bytes: some Sequence<UInt8>) { pending.append(contentsOf: bytes) }
  mutating func append(_ text: String) { append(text.utf8) }

  /// Puts everything pending into the file.
  mutating func flush() throws(FileProblem) {
    do {
      if !FileManager.default.fileExists(atPath: path) {
        guard length == 0 else { throw CocoaError(.fileNoSuchFile) }
        try Data().write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
      }
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      do {
        try handle.truncate(atOffset: UInt64(length))
        try handle.seek(toOffset: UInt64(length))
        try handle.write(contentsOf: Data(pending))
      } catch {
        try? handle.truncate(atOffset: UInt64(length))
        throw error
      }
    } catch {
      throw FileProblem(path: path, error)
    }
    length += pending.count
    pending = []
  }
}
