import Glibc

/// A descriptor that is closed with its owner, and the system's calls on it.
package final class OpenFile: Sendable {
  package let path: String
  package let descriptor: Int32

  /// Opens whatever stands at `path`; a pipe without a writer is no reason to wait.
  package init(_ path: String, _ flags: Int32, mode: mode_t = 0o666) throws(FileProblem) {
    self.path = path
    descriptor = open(path, flags | O_CLOEXEC | O_NONBLOCK, mode)
    guard descriptor >= 0 else { throw FileProblem(path: path, code: errno) }
  }

  /// Opens a regular file to read from; pipes, devices and folders are refused.
  package convenience init(reading path: String) throws(FileProblem) {
    // Nothing else is opened: that alone may do something to a pipe's writer or to a device.
    guard FileKind(of: path).map({ $0 == .regular }) ?? true else { throw .noFile(path) }
    try self.init(path, O_RDONLY)
    guard try status().kind == .regular else { throw .noFile(path) }
  }

  /// Opens a regular file in an open folder by its name, which may be any bytes; `path` is for messages.
  package init(reading name: [UInt8], in folder: Int32, path: String) throws(FileProblem) {
    self.path = path
    descriptor = openat(folder, name.map(CChar.init(bitPattern:)) + [0], O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileProblem(path: path, code: errno) }
    guard try status().kind == .regular else { throw .noFile(path) }
  }

  deinit { close(descriptor) }

  package var size: Int {
    get throws(FileProblem) { Int(try status().st_size) }
  }

  func status() throws(FileProblem) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw problem }
    return status
  }

  /// Reads on: `count` bytes, or fewer at the file's end.
  package func read(upTo count: Int) throws(FileProblem) -> [UInt8] {
    var result = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      result = fill(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]))
      filled = max(result, 0)
    }
    guard result >= 0 else { throw problem }
    return bytes
  }

  /// Reads on into `memory`: as many bytes as it has, or fewer at the file's end.
  package func read(into memory: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    let filled = fill(memory)
    guard filled >= 0 else { throw problem }
    return filled
  }

  /// Bytes that were read, or -1.
  private func fill(_ memory: UnsafeMutableRawBufferPointer) -> Int {
    var filled = 0
    while filled < memory.count {
      // One call moves 2 GiB at most.
      let result = Glibc.read(descriptor, memory.baseAddress! + filled, min(memory.count - filled, 1 << 30))
      if result < 0, errno == EINTR { continue }
      if result < 0 { return -1 }
      if result == 0 { break }
      filled += result
    }
    return filled
  }

  /// Writes all of the bytes where the file stands.
  package func write(_ bytes: [UInt8]) throws(FileProblem) {
    let code = bytes.withUnsafeBytes { buffer -> Int32 in
      var done = 0
      while done < buffer.count {
        let result = Glibc.write(descriptor, buffer.baseAddress! + done, min(buffer.count - done, 1 << 30))
        if result < 0, errno == EINTR { continue }
        if result <= 0 { return result < 0 ? errno : EIO }
        done += result
      }
      return 0
    }
    guard code == 0 else { throw FileProblem(path: path, code: code) }
  }

  /// Cuts the file to `length` bytes and goes on there.
  package func truncate(to length: Int) throws(FileProblem) {
    guard ftruncate(descriptor, off_t(length)) == 0, lseek(descriptor, off_t(length), SEEK_SET) >= 0 else {
      throw problem
    }
  }

  func setMode(_ mode: mode_t) throws(FileProblem) {
    guard fchmod(descriptor, mode) == 0 else { throw problem }
  }

  /// Returns when what was written is on the disk. Some file systems have nothing to do for a folder, and say so.
  package func synchronize() throws(FileProblem) {
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw problem }
  }

  private var problem: FileProblem { FileProblem(path: path, code: errno) }
}

/// What stands at a path, links followed.
package enum FileKind: Sendable {
  case regular, folder, other

  /// nil: there is nothing, or the system does not say.
  package init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self = status.kind
  }
}

extension stat {
  var kind: FileKind {
    switch st_mode & S_IFMT {
    case S_IFREG: .regular
    case S_IFDIR: .folder
    default: .other
    }
  }
}

extension FileProblem {
  static func noFile(_ path: String) -> FileProblem { FileProblem(path: path, reason: "is not a file") }
}
