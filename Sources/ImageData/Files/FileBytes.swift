import Glibc

/// Whole files as arrays of bytes, straight from the system's calls: the one place of this library that reads and
/// writes through pointers into arrays.
enum FileBytes {
  /// What stands at a path, links followed.
  struct Status {
    let isFolder: Bool
    let size: Int
  }

  /// Nil where there is nothing.
  static func status(_ path: String) -> Status? {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    return Status(isFolder: information.st_mode & S_IFMT == S_IFDIR, size: Int(information.st_size))
  }

  enum Kind { case folder, file, other }

  /// What stands at a path itself: a link is `other`. Nil where there is nothing.
  static func kind(_ path: String) -> Kind? {
    var information = stat()
    guard lstat(path, &information) == 0 else { return nil }
    return switch information.st_mode & S_IFMT {
    case S_IFDIR: .folder
    case S_IFREG: .file
    default: .other
    }
  }

  /// Whether the system lets us read what is there.
  static func mayRead(_ path: String) -> Bool { access(path, R_OK) == 0 || errno != EACCES }

  /// The whole file, which may have `limit` bytes.
  static func read(_ path: String, limit: Int) throws(DataError) -> [UInt8] {
    let descriptor = try open(path)
    defer { Glibc.close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { throw failure(path) }
    guard information.st_mode & S_IFMT == S_IFREG else {
      throw DataError.unreadable(path: path, reason: "it is no file")
    }
    let size = Int(information.st_size)
    guard size <= limit else { throw DataError.tooLarge(entry: path, what: "\(size) bytes", limit: "\(limit) bytes") }
    return try take(size, from: descriptor, path)
  }

  /// Reads on: exactly `count` bytes, or fewer at the file's end.
  static func take(_ count: Int, from descriptor: Int32, _ path: String) throws(DataError) -> [UInt8] {
    var status = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        // One call moves 2 GiB at most.
        status = Glibc.read(descriptor, buffer.baseAddress! + filled, min(count - filled, 1 << 30))
        if status < 0, errno == EINTR { continue }
        if status <= 0 { break }
        filled += status
      }
    }
    guard status >= 0 else { throw failure(path) }
    return bytes
  }

  /// SHA-256 of the rest of an open file, as hexadecimal digits.
  static func sha256(_ descriptor: Int32, _ path: String) throws(DataError) -> String {
    var hash = SHA256()
    while true {
      let bytes = try take(8 << 20, from: descriptor, path)
      if bytes.isEmpty { return hash.finish().hexadecimal }
      hash.update(bytes.span.bytes)
    }
  }

  /// An open file to read from; to be closed by whoever asked.
  static func open(_ path: String) throws(DataError) -> Int32 {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    return descriptor
  }

  /// Ends the use of an open file.
  static func close(_ descriptor: Int32) { Glibc.close(descriptor) }

  /// Writes the parts one after the other beside `path` and then puts the whole in its place.
  static func write(_ parts: [[UInt8]], to path: String) throws(DataError) {
    let beside = "\(path).\(getpid()).\(UInt32.random(in: .min ... .max)).new"
    let descriptor = Glibc.open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw writeFailure(path) }
    var isWhole = parts.allSatisfy { writeAll($0, to: descriptor) }
    let reason = errno
    if Glibc.close(descriptor) != 0 { isWhole = false }
    guard isWhole, rename(beside, path) == 0 else {
      if !isWhole { errno = reason }
      let error = writeFailure(path)
      unlink(beside)
      throw error
    }
  }

  /// Writes all of the bytes; `errno` says why when it cannot.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let status = Glibc.write(descriptor, buffer.baseAddress! + done, min(buffer.count - done, 1 << 30))
        if status < 0, errno == EINTR { continue }
        if status <= 0 { return false }
        done += status
      }
      return true
    }
  }

  private static func failure(_ path: String) -> DataError {
    switch errno {
    case ENOENT, ENOTDIR: .notFound(path: path)
    case EACCES, EPERM: .noPermission(path: path)
    default: .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
  }

  private static func writeFailure(_ path: String) -> DataError {
    .unwritable(path: path, reason: String(cString: strerror(errno)))
  }
}
