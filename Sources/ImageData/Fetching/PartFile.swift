import Files
import Glibc
import Synchronization

/// The file that a download grows in, beside the place of the whole one; one process at a time.
final class PartFile: Sendable {
  private let file: OpenFile
  private let length: Atomic<Int>

  var path: String { file.path }
  /// Bytes that are there.
  var count: Int { length.load(ordering: .relaxed) }

  /// Opens or makes the file, and takes it for this process.
  init(_ path: String) throws(FetchError) {
    file = try Self.writing { () throws(FileProblem) in try OpenFile(path, O_RDWR | O_CREAT) }
    guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else { throw FetchError.busy(path: path) }
    length = Atomic(Int(max(lseek(file.descriptor, 0, SEEK_END), 0)))
  }

  /// Drops what is there.
  func empty() throws(FetchError) {
    try Self.writing { () throws(FileProblem) in try file.truncate(to: 0) }
    length.store(0, ordering: .relaxed)
  }

  /// Appends bytes.
  func append(_ bytes: [UInt8]) throws(FetchError) {
    try Self.writing { () throws(FileProblem) in try file.write(bytes) }
    length.wrappingAdd(bytes.count, ordering: .relaxed)
  }

  /// SHA-256 of all that is there.
  func digest() throws(FetchError) -> String {
    lseek(file.descriptor, 0, SEEK_SET)
    return try Self.writing { () throws(FileProblem) in try SHA256.hexadecimal(of: file) }
  }

  /// Puts the whole file in its place.
  func move(to target: String) throws(FetchError) {
    try Self.writing { () throws(FileProblem) in try file.synchronize() }
    guard rename(path, target) == 0 else {
      throw .unwritable(path: target, reason: String(cString: strerror(errno)))
    }
  }

  /// Lets other processes have it, though something may still hold on to this object.
  func release() { flock(file.descriptor, LOCK_UN) }

  /// Drops the file.
  func remove() { unlink(path) }

  private static func writing<Result>(_ body: () throws(FileProblem) -> Result) throws(FetchError) -> Result {
    do {
      return try body()
    } catch {
      throw .unwritable(path: error.path, reason: error.reason)
    }
  }
}
