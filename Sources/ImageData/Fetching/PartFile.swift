import Glibc
import Synchronization

/// The file that a download grows in, beside the place of the whole one; one process at a time.
final class PartFile: Sendable {
  let path: String
  private let descriptor: Int32
  private let length: Atomic<Int>

  /// Bytes that are there.
  var count: Int { length.load(ordering: .relaxed) }

  /// Opens or makes the file, and takes it for this process.
  init(_ path: String) throws(FetchError) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.failure(path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw FetchError.busy(path: path)
    }
    length = Atomic(Int(max(lseek(descriptor, 0, SEEK_END), 0)))
  }

  deinit { close(descriptor) }

  /// Drops what is there.
  func empty() throws(FetchError) {
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else { throw Self.failure(path) }
    length.store(0, ordering: .relaxed)
  }

  /// Appends bytes.
  func append(_ bytes: [UInt8]) throws(FetchError) {
    guard FileBytes.writeAll(bytes, to: descriptor) else { throw Self.failure(path) }
    length.wrappingAdd(bytes.count, ordering: .relaxed)
  }

  /// SHA-256 of all that is there.
  func digest() throws(FetchError) -> String {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw Self.failure(path) }
    do throws(DataError) {
      return try FileBytes.sha256(descriptor, path)
    } catch {
      throw .unwritable(path: path, reason: "\(error)")
    }
  }

  /// Puts the whole file in its place.
  func move(to target: String) throws(FetchError) {
    guard fsync(descriptor) == 0, rename(path, target) == 0 else { throw Self.failure(target) }
  }

  /// Lets other processes have it, though something may still hold on to this object.
  func release() { flock(descriptor, LOCK_UN) }

  /// Drops the file.
  func remove() { unlink(path) }

  private static func failure(_ path: String) -> FetchError {
    .unwritable(path: path, reason: String(cString: strerror(errno)))
  }
}
