import Foundation

/// What went wrong with which file, and what to do about it.
package struct FileProblem: UserFacingError, Equatable {
  package let path: String
  package let reason: String
  package let remedy: String?

  package init(path: String, reason: String, remedy: String? = nil) {
    self.path = path
    self.reason = reason
    self.remedy = remedy
  }

  /// A problem that a call of the system reported.
  init(path: String, code: Int32) { self.init(path: path, reason: String(cString: strerror(code))) }

  /// A problem that a call of Foundation reported, in the system's words.
  init(path: String, _ error: any Error) { self.init(path: path, reason: FileProblem.words(for: error)) }

  package var problem: String { "\(path.printable): \(reason)" }
  package var exitCode: ExitCode { .fileProblem }

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
