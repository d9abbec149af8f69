import Files
import Foundation

/// Downloads one file, going on where an earlier try stopped, and puts it in place only when size and SHA-256 are right.
package struct Fetch: Sendable {
  package let url: String
  package let expected: Int
  package let sha256: String
  /// Where the whole file goes.
  package let target: String

  /// The file at `url`, known by its size and SHA-256.
  package init(url: String, bytes: Int, sha256: String, target: String) {
    self.url = url
    expected = bytes
    self.sha256 = sha256
    self.target = target
  }

  /// CIFAR-10's official binary archive, into the cache folder.
  package static func cifar10(_ environment: DataEnvironment) -> Fetch {
    Fetch(
      url: "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz", bytes: 170_052_171,
      sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
      target: DataPlaces(environment).fetchedArchive)
  }

  /// The file that grows until it is whole.
  package var part: String { target + ".part" }

  /// Downloads the file, unless it is there already, and gives its path. Blocks; `isCancelled` is asked some times a
  /// second.
  package func run(
    progress: @escaping @Sendable (FetchProgress) -> Void = { _ in }, isCancelled: @Sendable () -> Bool = { false }
  ) throws(FetchError) -> String {
    if isWhole { return target }
    do {
      try FileAccess.makeFolder((target as NSString).deletingLastPathComponent)
    } catch {
      throw .unwritable(path: target, reason: error.reason)
    }
    let file = try PartFile(part)
    defer { file.release() }
    if file.count > expected { try file.empty() }
    if file.count < expected {
      try Transfer(url: url, expected: expected, file: file, progress: progress).run(isCancelled: isCancelled)
    }
    let found = try file.digest()
    guard found == sha256 else {
      file.remove()
      throw .wrongChecksum(url: url, found: found, expected: sha256)
    }
    try file.move(to: target)
    return target
  }

  private var isWhole: Bool {
    guard let file = try? OpenFile(reading: target), (try? file.size) == expected else { return false }
    return (try? SHA256.hexadecimal(of: file)) == sha256
  }
}
