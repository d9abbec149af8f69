import Foundation

/// A shell that runs one command after the other: starting a process for each costs Foundation ten times as much.
final class CommandShell {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  init() throws {
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  /// Without input it ends by itself.
  deinit { try? input.fileHandleForWriting.close() }

  /// What a command writes to standard output.
  func run(_ words: [String]) throws -> String {
    let command = words.map { "'" + $0.replacing("'", with: #"'\''"#) + "'" }.joined(separator: " ")
    try input.fileHandleForWriting.write(contentsOf: Data("\(command) </dev/null; printf '\\036'\n".utf8))
    var text = Data()
    while text.last != 0x1E {
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { throw CocoaError(.fileReadUnknown) }
      text += more
    }
    return String(decoding: text.dropLast(), as: UTF8.self)
  }
}
