import CCurses
import Foundation

/// Catches what libraries write to standard output and standard error while the screen is in use.
struct StrayOutput {
  private var file: Int32
  private var rest: [UInt8] = []
  private var lines: [String] = []

  init() { file = stray_capture() }

  /// Stops catching; what has been caught can still be taken.
  mutating func release() {
    guard file >= 0 else { return }
    stray_release()
    readAll()
    close(file)
    file = -1
  }

  mutating func capture() {
    if file < 0 { file = stray_capture() }
  }

  /// Complete lines since the last call.
  mutating func takeLines() -> [String] {
    readAll()
    defer { lines = [] }
    return lines
  }

  private mutating func readAll() {
    guard file >= 0 else { return }
    var bytes = [UInt8](repeating: 0, count: 4096)
    // A pipe holds 64 KiB: that is enough for once.
    for _ in 0..<16 {
      let count = Foundation.read(file, &bytes, bytes.count)
      guard count > 0 else { break }
      rest += bytes[..<count]
    }
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(String(decoding: rest[..<end], as: UTF8.self))
      rest.removeSubrange(...end)
    }
    if rest.count > 4096 {
      lines.append(String(decoding: rest, as: UTF8.self))
      rest = []
    }
  }
}
