import Files

/// Why a download did not end with the whole file in its place.
package enum FetchError: Error, Sendable, Equatable {
  /// The server cannot be reached, or the connection broke.
  case network(url: String, reason: String, received: Int)
  /// The server answered with something else than the file.
  case refused(url: String, status: Int)
  /// The file on the server has another size.
  case wrongSize(url: String, bytes: Int, expected: Int)
  /// All came, and it is not what it should be; it was removed.
  case wrongChecksum(url: String, found: String, expected: String)
  /// The file cannot be written.
  case unwritable(path: String, reason: String)
  /// Another process downloads the same file.
  case busy(path: String)
  /// Given up by the user; what came is kept.
  case cancelled(received: Int)
}

extension FetchError: UserFacingError {
  package var exitCode: ExitCode { .fileProblem }

  /// One sentence of what and where, one of what to do.
  package var problem: String {
    switch self {
    case .network(let url, let reason, let received):
      "\(url) cannot be read: \(reason). \(received) bytes are kept: the same command goes on from there."
    case .refused(let url, let status):
      "\(url): the server answered with status \(status). Try later, or download the file with a browser."
    case .wrongSize(let url, let bytes, let expected):
      "\(url) has \(bytes) bytes, not \(expected). It is another file than the one that is known here."
    case .wrongChecksum(let url, let found, let expected):
      "\(url): SHA-256 is \(found), not \(expected). What came was removed: start again."
    case .unwritable(let path, let reason):
      "\(path) cannot be written: \(reason). Make room or set XDG_CACHE_HOME to another folder."
    case .busy(let path): "\(path) is being downloaded by another process. Wait for it to end."
    case .cancelled(let received):
      "the download was stopped. \(received) bytes are kept: the same command goes on from there."
    }
  }
}

/// How much of a download has come.
package struct FetchProgress: Sendable, Equatable {
  package let received: Int
  package let expected: Int
  /// Bytes that an earlier try had left.
  package let resumedFrom: Int
}
