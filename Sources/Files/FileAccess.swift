import Foundation

/// Reading and writing whole files, so that nobody ever sees half of one.
package enum FileAccess {
  /// What the names of files begin and end with that are not whole yet.
  private static let unfinished = (prefix: ".", suffix: ".part")

  /// Removes what processes that were killed while they wrote have left in a folder.
  ///
  /// Where others may be writing there, only what nobody has touched for so many seconds.
  package static func removeLeftovers(in folder: String, untouchedFor seconds: Double = 0) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let now = Date().timeIntervalSince1970
    for name in names where name.hasPrefix(unfinished.prefix) && name.hasSuffix(unfinished.suffix) {
      let path = folder + "/" + name
      var status = stat()
      guard lstat(path, &status) == 0, status.kind == .regular, now - Double(status.st_mtim.tv_sec) >= seconds else {
        continue
      }
      unlink(path)
    }
  }

  /// The bytes of a regular file of at most `limit` bytes.
  package static func read(_ path: String, limit: Int) throws(FileProblem) -> [UInt8] {
    let file = try OpenFile(reading: path)
    let size = try file.size
    guard size <= limit else {
      throw FileProblem(path: path, reason: "has \(size) bytes, more than the \(limit) that are taken here")
    }
    return try file.read(upTo: size)
  }

  /// Writes beside and renames: at `path` stands the old file or the new one, whatever happens, and the new one is on
  /// the disk when this returns.
  ///
  /// A symbolic link stays, and what it points to is written; the mode of what stands there is kept. What is no regular
  /// file is refused.
  package static func write(_ bytes: some Collection<UInt8>, to path: String) throws(FileProblem) {
    try write([Array(bytes)], to: path)
  }

  /// The same with parts that stand one after the other in the file, and need not in memory.
  package static func write(_ parts: [[UInt8]], to path: String) throws(FileProblem) {
    do {
      try replace(target(of: path), with: parts)
    } catch {
      throw FileProblem(path: path, reason: error.reason)
    }
  }

  /// Puts a file where nothing stands yet: as a further name of the regular file at `source` where the file system has
  /// that, else with these bytes. False: something stands there already.
  package static func add(_ bytes: [UInt8], linking source: String?, at path: String) throws(FileProblem) -> Bool {
    func isTaken() -> Bool {
      var status = stat()
      return lstat(path, &status) == 0
    }
    if isTaken() { return false }
    if let source, linkat(AT_FDCWD, source, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 { return true }
    do throws(FileProblem) {
      let file = try OpenFile(path, O_WRONLY | O_CREAT | O_EXCL)
      do throws(FileProblem) {
        try file.write(bytes)
      } catch {
        unlink(path)
        throw error
      }
      return true
    } catch {
      // Somebody else may have been there first.
      if isTaken() { return false }
      throw error
    }
  }

  /// Refuses a path that `write` could not write to, before hours of work.
  package static func checkWritable(_ path: String) throws(FileProblem) {
    let target = try target(of: path)
    if let kind = FileKind(of: target), kind != .regular { throw .noFile(path) }
    let folder = self.folder(of: target)
    guard access(folder, W_OK) == 0 else {
      throw FileProblem(
        path: path, reason: String(cString: strerror(errno)), remedy: "make \(folder) or choose another")
    }
  }

  /// Removes a file; one that is not there is gone already.
  package static func remove(_ path: String) throws(FileProblem) {
    guard unlink(path) == 0 || errno == ENOENT else { throw FileProblem(path: path, code: errno) }
  }

  /// Makes a folder and those above it, as far as they are not there.
  package static func makeFolder(_ path: String) throws(FileProblem) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw FileProblem(path: path, error)
    }
  }

  /// Returns when the name at `path` is on the disk.
  package static func synchronizeFolder(of path: String) throws(FileProblem) {
    let folder = folder(of: path)
    // A folder that may be written to but not listed cannot be opened.
    guard access(folder, R_OK) == 0 else { return }
    try OpenFile(folder, O_RDONLY | O_DIRECTORY).synchronize()
  }

  private static func replace(_ path: String, with parts: [[UInt8]]) throws(FileProblem) {
    var old = stat()
    let exists = stat(path, &old) == 0
    guard !exists || old.kind == .regular else { throw .noFile(path) }
    let name = "\(unfinished.prefix)\(getpid())-\(UInt64.random(in: 0 ... .max))\(unfinished.suffix)"
    let beside = folder(of: path) + "/" + name
    let file = try OpenFile(beside, O_WRONLY | O_CREAT | O_EXCL)
    // `FileLock.isHeld` tells others that it is being written.
    flock(file.descriptor, LOCK_EX | LOCK_NB)
    do throws(FileProblem) {
      if exists { try file.setMode(old.st_mode & 0o7777) }
      for part in parts { try file.write(part) }
      try file.synchronize()
      guard rename(beside, path) == 0 else { throw FileProblem(path: path, code: errno) }
    } catch {
      unlink(beside)
      throw error
    }
    try synchronizeFolder(of: path)
  }

  /// Where the links end that may begin at `path`; there need not be anything.
  private static func target(of path: String) throws(FileProblem) -> String {
    var target = path
    // As many as the system itself follows.
    for _ in 0..<40 {
      var status = stat()
      guard lstat(target, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return target }
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: target) else {
        throw FileProblem(path: path, code: errno)
      }
      target = next.hasPrefix("/") ? next : folder(of: target) + "/" + next
    }
    throw FileProblem(path: path, code: ELOOP)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
