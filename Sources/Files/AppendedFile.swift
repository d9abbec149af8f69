import Glibc

/// A file that only grows. What could not be written stays in memory and is tried again with the next flush; half a
/// row never stays behind.
package struct AppendedFile: Sendable {
  package let path: String
  /// Bytes that are safely in the file.
  package private(set) var length: Int
  /// Bytes that it had before, and lacked when it was taken up again.
  package private(set) var missing = 0
  private var pending: [UInt8] = []
  /// Whether the system may still hold some of it in memory alone, and whether its name.
  private var isAhead = true
  private var isNameAhead = true

  /// Begins `path` afresh, with `header`.
  package init(path: String, header: [UInt8]) {
    self.path = path
    length = 0
    pending = header
  }

  /// Goes on behind the first `length` bytes of `path`; what follows them is cut off with the first flush.
  ///
  /// Of a file that has fewer, what is whole stays: `wholeLength` finds the end of that. Where nothing is, it begins
  /// afresh with `header`.
  package init(
    path: String, continuingAt length: Int, header: [UInt8], wholeLength: ([UInt8]) -> Int
  ) throws(FileProblem) {
    self.path = path
    let length = max(length, 0)
    let size = FileKind(of: path) == nil ? 0 : try OpenFile(reading: path).size
    if size < length {
      self.length = size == 0 ? 0 : wholeLength(try FileAccess.read(path, limit: size))
      missing = length - self.length
    } else {
      self.length = length
    }
    if self.length == 0 { pending = header }
  }

  package mutating func append(_ bytes: some Sequence<UInt8>) { pending.append(contentsOf: bytes) }
  package mutating func append(_ text: String) { append(text.utf8) }

  /// Puts everything pending into the file.
  package mutating func flush() throws(FileProblem) { _ = try write() }

  /// Puts everything pending into the file, and returns when all of it is on the disk.
  package mutating func synchronize() throws(FileProblem) {
    let file = try write()
    if isAhead { try file.synchronize() }
    isAhead = false
    if isNameAhead { try FileAccess.synchronizeFolder(of: path) }
    isNameAhead = false
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
