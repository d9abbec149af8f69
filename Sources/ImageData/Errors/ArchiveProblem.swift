/// What is wrong with an archive.
package enum ArchiveProblem: Sendable, Equatable {
  /// Its checksums or its structure do not hold; the byte is zero where it is not known.
  case damaged(format: String, byte: Int, reason: String)
  /// It needs a password.
  case encrypted
  /// A known format that is not read.
  case unsupported(format: String)
  /// None of the known formats.
  case unknown
  /// Packed, and no archive inside.
  case noFiles(format: String)
  case empty(format: String)
  /// It unpacks to more than anybody's data.
  case bomb(entry: String, reason: String)
  /// An entry without a name, by its number from one.
  case nameless(entry: Int)

  func text(_ path: String) -> String {
    switch self {
    case .damaged(let format, let byte, let reason):
      "\(path), a \(format), is damaged\(byte > 0 ? " at byte \(byte)" : ""): \(reason)"
    case .encrypted: "\(path) is encrypted"
    case .unsupported(let format): "\(path) is a \(format), a format that is not read"
    case .unknown: "\(path) is neither a folder nor an archive of a known format"
    case .noFiles(let format): "\(path) is a \(format) of one file, and no archive of files"
    case .empty(let format): "\(path) is a \(format) without entries"
    case .bomb(let entry, let reason): "\(path), entry \(entry): \(reason)"
    case .nameless(let entry): "entry \(entry) of \(path) has no name that can be read"
    }
  }

  var remedy: String {
    switch self {
    case .damaged: "Copy or download it again"
    case .encrypted: "Unpack it with its password, and give the folder"
    case .unsupported, .unknown:
      "Unpack it and give the folder, or pack it as .zip, .7z, .tar, .tar.gz, .tar.xz, .tar.bz2 or .tar.zst"
    case .empty: "Copy or download it again, or give the folder that it was packed from"
    case .noFiles: "Give the folder that it stands in, or an archive"
    case .bomb: "This is no archive of small images; unpack it yourself if you trust it"
    case .nameless: "Unpack it and give the folder"
    }
  }
}
