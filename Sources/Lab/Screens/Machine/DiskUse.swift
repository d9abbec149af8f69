import Experiments
import Foundation

/// Disk space of runs and cache, and what is free.
struct DiskUse: Equatable, Sendable {
  struct Folder: Equatable, Sendable {
    let path: String
    let bytes: Int
    /// Runs, or files of the cache.
    let count: Int
    /// The disk that it is on, or would be on; nil: unknown.
    let disk: Disk?
  }

  struct Disk: Equatable, Sendable {
    /// Device number.
    let id: UInt
    let free: Int
    let size: Int
  }

  let runs: Folder
  let cache: Folder
}

extension DiskUse {
  init(_ store: RunStore, cache: String) {
    let folders = store.list().filter { $0.content != .foreign }.map { Self.content(of: $0.folder) }
    runs = Folder(
      path: URL(fileURLWithPath: store.root).path, bytes: folders.reduce(0) { $0 + $1.bytes }, count: folders.count,
      disk: Disk(of: store.root))
    let kept = Self.content(of: cache)
    self.cache = Folder(path: cache, bytes: kept.bytes, count: kept.files, disk: Disk(of: cache))
  }

  /// Bytes and number of files in a folder, without following links.
  private static func content(of folder: String) -> (bytes: Int, files: Int) {
    var bytes = 0
    var files = 0
    guard let names = FileManager.default.enumerator(atPath: folder) else { return (0, 0) }
    for case let name as String in names {
      var status = stat()
      guard lstat(folder + "/" + name, &status) == 0 else { continue }
      // `st_blocks` counts units of 512 bytes, whatever the disk's block size.
      bytes += Int(status.st_blocks) * 512
      if status.st_mode & S_IFMT != S_IFDIR { files += 1 }
    }
    return (bytes, files)
  }
}

extension DiskUse.Disk {
  /// The disk of `path`, or of its nearest existing parent.
  fileprivate init?(of path: String) {
    var folder = URL(fileURLWithPath: path).standardizedFileURL
    while !FileManager.default.fileExists(atPath: folder.path), folder.pathComponents.count > 1 {
      folder.deleteLastPathComponent()
    }
    var status = statvfs()
    guard statvfs(folder.path, &status) == 0 else { return nil }
    let block = status.f_frsize
    self.init(
      id: status.f_fsid, free: Int(clamping: status.f_bavail &* block), size: Int(clamping: status.f_blocks &* block))
  }
}
