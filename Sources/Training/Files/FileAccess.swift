import Foundation

/// What went wrong with which file, and what to do about it.
package struct FileProblem: Error, Equatable, CustomStringConvertible {
  package let path: String
  package let reason: String

  /// A problem with the file at `path`.
  package init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// A problem that a call of Foundation reported, in the system's words.
  package init(path: String, _ error: any Error) {
    self.init(path: path, reason: FileProblem.words(for: error))
  }

  package var description: String { "\(path): \(reason)" }

  private static func words(for error: any Error) -> String {
    let general = error as NSError
    let posix = general.domain == NSPOSIXErrorDomain ? general : general.userInfo[NSUnderlyingErrorKey] as? NSError
    if let posix, posix.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(posix.code))) }
    return (error as? CocoaError).flatMap { plain[$0.code] } ?? error.localizedDescription
  }

  /// Where Foundation does not hand the system's own reason on.
  private static let plain: [CocoaError.Code: String] = [
    .fileNoSuchFile: "No such file or directory", .fileReadNoSuchFile: "No such file or directory",
    .fileReadNoPermission: "Permission denied", .fileWriteNoPermission: "Permission denied",
    .fileWriteFileExists: "File exists", .fileWriteVolumeReadOnly: "Read-only file system",
    .fileWriteOutOfSpace: "No space left on device",
  ]
}

/// Reading and writing whole files, so that nobody ever sees half of one.
package enum FileAccess {
  /// What the names of files end in that are not whole yet.
  private static let suffix = ".part"

  /// Removes what a process that was killed while it wrote has left in a folder; nobody may be writing there.
  package static func removeHalfWritten(in folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasPrefix(".") && name.hasSuffix(suffix) {
      try? FileManager.default.removeItem(atPath: folder + "/" + name)
    }
  }

  /// The bytes of a regular file of at most `limit` bytes.
  package static func read(_ path: String, limit: Int) throws(FileProblem) -> [UInt8] {
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: (path as NSString).resolvingSymlinksInPath)
      guard attributes[.type] as? FileAttributeType == .typeRegular else {
        throw FileProblem(path: path, reason: "is not a file")
      }
      let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
      guard size <= limit else {
        throw FileProblem(path: path, reason: "has \(size) bytes, more than the \(limit) that are taken here")
      }
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      return [UInt8](try handle.read(upToCount: limit) ?? Data())
    } catch let problem as FileProblem {
      throw problem
    } catch {
      throw FileProblem(path: path, error)
    }
  }

  /// Writes beside and renames: at `path` stands the old file or the new one, whatever happens.
  package static func write(_ bytes: some Collection<UInt8>, to path: String) throws(FileProblem) {
    let url = URL(fileURLWithPath: path)
    let beside = url.deletingLastPathComponent().appendingPathComponent(
      ".\(url.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier)-\(UInt64.random(in: 0 ... .max))\(suffix)"
    )
    do {
      do {
        try Data().write(to: beside, options: .withoutOverwriting)
        let handle = try FileHandle(forWritingTo: beside)
        defer { try? handle.close() }
        try handle.write(contentsOf: Data(bytes))
        try handle.synchronize()
      }
      guard rename(beside.path, path) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    } catch {
      try? FileManager.default.removeItem(at: beside)
      throw FileProblem(path: path, error)
    }
  }
}
