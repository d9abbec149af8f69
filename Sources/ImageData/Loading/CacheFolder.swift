import Files
import Foundation

/// The folder of decoded archives, downloads, and whatever else is found there. All of it can be made again.
///
/// Files can be removed while other processes use the cache: what they have open stays readable for them, and what they
/// are writing is left alone.
package struct CacheFolder: Sendable {
  package struct Entry: Sendable, Equatable {
    /// Below the folder.
    package let name: String
    package let bytes: Int
    /// Seconds since 1970.
    package let used: Double
  }

  package struct Removal: Sendable, Equatable {
    package var files: Int
    package var bytes: Int
    /// Files that another process is writing: they stay.
    package var busy: [String]

    package init(files: Int = 0, bytes: Int = 0, busy: [String] = []) {
      self.files = files
      self.bytes = bytes
      self.busy = busy
    }
  }

  package let path: String

  package init(_ path: String) { self.path = path }

  /// All files, hidden ones and links included, the last used first; empty if there is no folder.
  package func entries() throws(FileProblem) -> [Entry] {
    guard FileKind(of: path) != nil else { return [] }
    guard let names = FileManager.default.enumerator(atPath: path) else {
      throw FileProblem(path: path, reason: "cannot be listed")
    }
    var entries: [Entry] = []
    for case let name as String in names {
      var status = stat()
      guard lstat("\(path)/\(name)", &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { continue }
      let used = Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
      entries.append(Entry(name: name, bytes: Int(status.st_size), used: used))
    }
    return entries.sorted { ($0.used, $0.name) > ($1.used, $1.name) }
  }

  /// Keeps the last used files of at most `limit` bytes and removes the others; with no file left, empty folders as well.
  package func shrink(to limit: Int = 0) throws(FileProblem) -> Removal {
    var removal = Removal()
    var room = limit
    var keeps = true
    for entry in try entries() {
      keeps = keeps && limit > 0 && entry.bytes <= room
      if keeps {
        room -= entry.bytes
      } else if FileLock.isHeld(path: "\(path)/\(entry.name)") {
        removal.busy.append(entry.name)
      } else {
        try remove(entry)
        removal.files += 1
        removal.bytes += entry.bytes
      }
    }
    if limit == 0 { removeEmptyFolders() }
    return removal
  }

  private func remove(_ entry: Entry) throws(FileProblem) {
    let file = "\(path)/\(entry.name)"
    guard unlink(file) == 0 || errno == ENOENT else {
      throw FileProblem(path: file, reason: String(cString: strerror(errno)))
    }
  }

  private func removeEmptyFolders() {
    let names = FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []
    // Inner folders come after those that they stand in. `rmdir` refuses what is not empty, and files.
    for name in names.reversed() { rmdir("\(path)/\(name)") }
  }
}
