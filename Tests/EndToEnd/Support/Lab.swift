import Foundation

/// The real binary, run as a process of its own.
enum Lab {
  /// Beside the test bundle, where SwiftPM puts all products.
  static var binary: URL {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    return bundle.appendingPathComponent("cifarlab")
  }

  /// What a process said and how it ended.
  struct Result {
    let status: Int32
    let endedBySignal: Bool
    let output: String
    let errors: String

    /// Standard output as one JSON object a line.
    func objects() throws -> [[String: Any]] {
      try output.split(separator: "\n").map { line in
        guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
          throw CocoaError(.coderReadCorrupt)
        }
        return object
      }
    }
  }

  /// Runs the binary with `arguments` in `directory` until it ends. Of this process's environment only the path goes
  /// along, besides `environment`.
  static func run(
    _ arguments: String..., in directory: URL? = nil, environment: [String: String] = [:],
    output: FileHandle? = nil
  ) throws -> Result {
    let started = try start(arguments, in: directory, environment: environment, output: output)
    return started.wait()
  }

  /// Starts the binary; `wait` must be called.
  static func start(
    _ arguments: [String], in directory: URL? = nil, environment: [String: String] = [:], output: FileHandle? = nil
  ) throws -> Started {
    let process = Process()
    process.executableURL = binary
    process.arguments = arguments
    if let directory { process.currentDirectoryURL = directory }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    process.environment = ["PATH": path, "HOME": "/nonexistent"].merging(environment) { _, own in own }
    let pipes = (output: Pipe(), errors: Pipe())
    process.standardInput = FileHandle.nullDevice
    if let output { process.standardOutput = output } else { process.standardOutput = pipes.output }
    process.standardError = pipes.errors
    try process.run()
    if output != nil { try? pipes.output.fileHandleForWriting.close() }
    return Started(process: process, output: pipes.output, errors: pipes.errors)
  }

  /// A process that runs.
  struct Started {
    let process: Process
    let output: Pipe
    let errors: Pipe

    /// Reads all that it says until it ends.
    func wait() -> Result {
      let collected = Collected()
      let group = DispatchGroup()
      DispatchQueue.global().async(group: group) {
        collected.errors = (try? errors.fileHandleForReading.readToEnd()) ?? Data()
      }
      let said = (try? output.fileHandleForReading.readToEnd()) ?? Data()
      group.wait()
      process.waitUntilExit()
      return Result(
        status: process.terminationStatus, endedBySignal: process.terminationReason == .uncaughtSignal,
        output: String(decoding: said, as: UTF8.self), errors: String(decoding: collected.errors, as: UTF8.self))
    }
  }

  /// What the reader of standard error brings home; read after its group has been waited for.
  private final class Collected: @unchecked Sendable { var errors = Data() }
}

/// A folder of its own that is removed with the value.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("cifarlab-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// A path inside.
  func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}
