import Experiments
import Foundation
import ImageData

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
    let folders = store.list().filter { $0.content != .foreign }
    runs = Folder(
      path: URL(fileURLWithPath: store.root).path, bytes: folders.reduce(0) { $0 + Self.bytes(of: $1.folder) },
      count: folders.count, disk: Disk(of: store.root))
    let files = (try? CacheFolder(cache).entries()) ?? []
    self.cache = Folder(
      path: cache, bytes: files.reduce(0) { $0 + $1.bytes }, count: files.count, disk: Disk(of: cache))
  }

  /// Disk space of a folder, without following links.
  private static func bytes(of folder: String) -> Int {
    guard let names = FileManager.default.enumerator(atPath: folder) else { return 0 }
    var bytes = 0
    for case let name as String in names {
      var status = stat()
      guard lstat(folder + "/" + name, &status) == 0 else { continue }
      // `st_blocks` counts units of 512 bytes, whatever the disk's block size.
      bytes += Int(status.st_blocks) * 512
    }
    return bytes
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
