import Glibc

/// A right that one process at a time has: an advisory lock of the system on a file, which ends with the process at
/// the latest.
package final class FileLock: Sendable {
  private let file: OpenFile

  /// Takes the lock on the file at `path`, which is made if need be; nil: another process has it.
  package init?(path: String) throws(FileProblem) {
    let file = try OpenFile(path, O_RDWR | O_CREAT)
    // Whoever asks whether it is held has a shared lock for an instant.
    for _ in 0..<20 {
      if flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 {
        self.file = file
        return
      }
      guard errno == EWOULDBLOCK else {
        throw FileProblem(path: path, reason: "cannot be locked: \(String(cString: strerror(errno)))")
      }
      usleep(5_000)
    }
    return nil
  }

  /// Whether somebody has the lock now.
  package static func isHeld(path: String) -> Bool {
    guard let file = try? OpenFile(path, O_RDONLY) else { return false }
    return flock(file.descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }
}
