import Glibc

/// A file that only grows. What could not be written stays in memory and is tried again with the next flush; half a
/// row never stays behind.
package struct AppendedFile: Sendable {
  package let path: String
  /// Bytes that are safely in the file.
  package private(set) var length: Int
  private var pending: [UInt8] = []
  /// Whether the system may still hold some of it in memory alone.
  private var isAhead = true

  /// Begins `path` afresh, with `header`.
  package init(path: String, header: String = "") {
    self.path = path
    length = 0
    pending = Array(header.utf8)
  }

  /// Goes on behind the first `length` bytes of `path`; what follows them is cut off with the first flush.
  package init(path: String, continuingAt length: Int) throws(FileProblem) {
    let size = FileKind(of: path) == nil ? 0 : try OpenFile(reading: path).size
    guard length >= 0, size >= length else {
      throw FileProblem(path: path, reason: "has \(size) bytes, but had \(length) at the checkpoint")
    }
    self.path = path
    self.length = length
  }

  package mutating func append(_ bytes: some Sequence<UInt8>) { pending.append(contentsOf: bytes) }
  package mutating func append(_ text: String) { append(text.utf8) }

  /// Puts everything pending into the file.
  package mutating func flush() throws(FileProblem) { _ = try write() }

  /// Puts everything pending into the file, and returns when all of it is on the disk.
  package mutating func synchronize() throws(FileProblem) {
    let file = try write()
    guard isAhead else { return }
    try file.synchronize()
    try FileAccess.synchronizeFolder(of: path)
    isAhead = false
  }

  private mutating func write() throws(FileProblem) -> OpenFile {
    // Only one that has nothing to lose is made.
    let file = try OpenFile(path, O_WRONLY | (length == 0 ? O_CREAT : 0))
    guard try file.status().kind == .regular else { throw .noFile(path) }
    do throws(FileProblem) {
      try file.truncate(to: length)
      try file.write(pending)
    } catch {
      try? file.truncate(to: length)
      throw error
    }
    if !pending.isEmpty { isAhead = true }
    length += pending.count
    pending = []
    return file
  }
}
