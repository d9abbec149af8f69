import Foundation
import Screen

/// A terminfo entry with 24-bit colours, derived from that of `TERM`, because Debian's basic terminfo has none.
struct DirectColour {
  let terminal: String
  /// The folder of the compiled entries.
  let folder: URL

  /// Compiles the entry unless it is there already; nil when that fails.
  init?(term: String, folder: URL) {
    guard term.utf8.count < 64, term.utf8.allSatisfy({ Self.nameBytes.contains($0) }), let first = term.utf8.first,
      first != UInt8(ascii: "-"), first != UInt8(ascii: ".")
    else { return nil }
    terminal = "cifarlab-1-" + term
    self.folder = folder
    if !exists, !compile(from: term) { return nil }
  }

  private static let nameBytes = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._".utf8)

  /// Entries stand in a folder of their first letter, or of its hexadecimal code where file names ignore case.
  private var exists: Bool {
    ["c", "63"].contains { FileManager.default.isReadableFile(atPath: folder.path + "/\($0)/\(terminal)") }
  }

  /// Numbers below `paletteBase` are colours, those from there on the terminal's own 16.
  private func source(from term: String) -> String {
    func selection(_ base: Int) -> String {
      #"\E[%?%p1%{\#(Paint.paletteBase)}%<%t\#(base + 8);2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d"#
        + #"%e\#(base + 8);5;%p1%{\#(Paint.paletteBase)}%-%d%;m"#
    }
    return """
      \(terminal)|\(term) with 24-bit colours,
      \tccc@, initc@, RGB#8, colors#\(Paint.paletteBase + 16), pairs#0x10000,
      \tsetab=\(selection(40)),
      \tsetaf=\(selection(30)),
      \tuse=\(term),

      """
  }

  /// Compiles aside and moves the result into place, because another process may do the same.
  private func compile(from term: String) -> Bool {
    let files = FileManager.default
    let parts = folder.deletingLastPathComponent().appending(path: "terminfo-\(UUID().uuidString)")
    defer { try? files.removeItem(at: parts) }
    do {
      try files.createDirectory(at: parts, withIntermediateDirectories: true)
      let input = parts.appending(path: "source")
      try Data(source(from: term).utf8).write(to: input)
      let tic = Process()
      tic.executableURL = URL(filePath: "/usr/bin/tic")
      tic.arguments = ["-x", "-o", parts.path, input.path]
      tic.standardInput = FileHandle.nullDevice
      tic.standardOutput = FileHandle.nullDevice
      tic.standardError = FileHandle.nullDevice
      try tic.run()
      tic.waitUntilExit()
      for letter in ["c", "63"] {
        let made = parts.appending(path: "\(letter)/\(terminal)")
        guard files.isReadableFile(atPath: made.path) else { continue }
        let target = folder.appending(path: "\(letter)/\(terminal)")
        try files.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(contentsOf: made).write(to: target, options: .atomic)
      }
    } catch {
      return false
    }
    return exists
  }
}
