import Foundation

@testable import ImageData

/// A folder of its own for one test, removed with it.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/cifarlab-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, with the folders that it needs.
  @discardableResult func write(_ bytes: [UInt8], _ name: String) throws -> String {
    let full = path + "/" + name
    let folder = (full as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: full))
    return full
  }

  @discardableResult func write(_ text: String, _ name: String) throws -> String { try write(Array(text.utf8), name) }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: path + "/" + name, withIntermediateDirectories: true)
  }

  /// A world in which this folder is the current one, and home is a folder in it.
  func environment(_ variables: [String: String] = [:]) -> DataEnvironment {
    DataEnvironment(
      variables: variables, currentDirectory: path, home: path + "/home", systemDataSets: path + "/system")
  }
}
