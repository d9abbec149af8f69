import Files
import Glibc

/// Why data cannot be used: what is wrong, where, and what to do about it.
package enum DataError: Error, Sendable, Equatable {
  /// What the system says of a path, or what stands there.
  case access(AccessProblem, path: String)
  /// An archive as a container, whatever it holds.
  case archive(ArchiveProblem, path: String)
  /// What a set is made of. What was not read on the way is part of the reason.
  case layout(LayoutProblem, path: String, unread: [String])
  /// The content of one file.
  case content(ContentProblem, file: String)
  /// A named set is in none of its usual places.
  case notInstalled(name: String, remedy: String)
  /// A set whose images have no files of their own.
  case notListable(path: String)
  /// A set that the binary layout cannot hold.
  case notPackable(reason: String)
}

extension DataError: UserFacingError {
  /// What is wrong, and where.
  package var problem: String {
    switch self {
    case .access(let problem, let path): problem.text(path)
    case .archive(let problem, let path): problem.text(path)
    case .layout(let problem, let path, let unread): ([problem.text(path)] + unread).joined(separator: ". ")
    case .content(let problem, let file): problem.text(file)
    case .notInstalled(let name, _): "\(name) is in none of its usual places"
    case .notListable(let path): "the images of \(path) have no files of their own, which a list could name"
    case .notPackable(let reason): reason
    }
  }

  package var exitCode: ExitCode { .fileProblem }

  package var remedy: String? {
    switch self {
    case .access(let problem, let path): problem.remedy(path)
    case .archive(let problem, _): problem.remedy
    case .layout(let problem, _, _): problem.remedy
    case .content(let problem, _): problem.remedy
    case .notInstalled(_, let remedy): remedy
    case .notListable: "--valid, --test and --split-seed divide it the same way each time"
    case .notPackable: "Load the images at 32×32, or keep the set in class folders"
    }
  }

  package var description: String { remedy.map { "\(problem). \($0)." } ?? "\(problem)." }

  /// What `body` gives; what keeps it from reading as a problem of the path.
  static func reading<Result>(_ body: () throws(FileProblem) -> Result) throws(DataError) -> Result {
    do {
      return try body()
    } catch {
      let isClosed = Glibc.access(error.path, R_OK) != 0 && errno == EACCES
      throw .access(isClosed ? .noPermission : .unreadable(error.reason), path: error.path)
    }
  }

  static func writing<Result>(_ body: () throws(FileProblem) -> Result) throws(DataError) -> Result {
    do {
      return try body()
    } catch {
      throw .access(.unwritable(error.reason), path: error.path)
    }
  }
}

/// What keeps a path from being read or written.
package enum AccessProblem: Sendable, Equatable {
  case notFound
  case noPermission
  /// Neither a file nor a folder: a pipe, a device.
  case notRegular
  /// The system gave another reason.
  case unreadable(String)
  case unwritable(String)
  /// A picture, where a set of them is asked for.
  case singlePicture

  func text(_ path: String) -> String {
    switch self {
    case .notFound: "there is no data at \(path)"
    case .noPermission: "\(path) may not be read"
    case .notRegular: "\(path) is a pipe or a device, neither a file nor a folder"
    case .unreadable(let reason): "\(path) cannot be read: \(reason)"
    case .unwritable(let reason): "\(path) cannot be written: \(reason)"
    case .singlePicture: "\(path) is one picture, and no set of them"
    }
  }

  func remedy(_ path: String) -> String {
    switch self {
    case .notFound: "Give a folder, an archive, or one of: auto, cifar10, fashion-mnist, shapes"
    case .noPermission: "Allow it with: chmod -R u+rX \(ShellQuoting.quoted(path))"
    case .notRegular: "Save what it gives in a file, and give that file"
    case .unreadable: "Check the file and the disk"
    case .unwritable: "Choose another place or make room there"
    case .singlePicture: "Give a folder or an archive of pictures"
    }
  }
}
