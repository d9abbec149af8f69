import Foundation
import Training

/// The right to write one run's folder: an advisory lock of the system, which ends with the process at the latest.
final class RunLock {
  private let descriptor: Int32

  /// Takes the lock of a folder; nil: another writer has it.
  init?(folder: String) throws(FileProblem) {
    let path = folder + "/lock"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      let reason = String(cString: strerror(errno))
      throw FileProblem(path: path, reason: "\(reason); make the folder writable, or copy the run to one that is")
    }
    // Whoever lists the runs holds a shared lock for an instant.
    for _ in 0..<20 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
      guard errno == EWOULDBLOCK else {
        let reason = String(cString: strerror(errno))
        close(descriptor)
        throw FileProblem(path: path, reason: "cannot be locked: \(reason)")
      }
      usleep(5_000)
    }
    close(descriptor)
    return nil
  }

  deinit { close(descriptor) }

  /// Whether somebody writes in this folder now.
  static func isHeld(folder: String) -> Bool {
    let descriptor = open(folder + "/lock", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }
}
