import Foundation
import Testing

/// Pictures on the screen, cell by cell, against what `preview` writes.
@Suite(.serialized, .enabled(if: TerminalSession.isAvailable, "tmux is not installed"))
struct PictureTests {
  @Test(arguments: ["truecolor", ""])
  func aPictureHasTheImagesColours(_ announced: String) throws {
    let session = try TerminalSession(width: 120, height: 40, environment: ["COLORTERM": announced])
    try session.openLab()
    try session.press("o")
    try session.wait(for: "▸blobs", "index 0")
    let preview = try Lab.run(
      "preview", "--data", "shapes", "--index", "0", "--count", "1",
      environment: ["TERM": "tmux-256color", "LC_ALL": "C.UTF-8", "COLORTERM": announced])
    let picture = preview.output.split(separator: "\n").filter { $0.contains("▀") }.map(colours)
    #expect(picture.count == 16)
    #expect(picture.allSatisfy { $0.count > 4 })
    // Pictures follow the text of a frame. The title and the frame stand above.
    try session.wait {
      let rows = try session.colouredScreen().split(separator: "\n", omittingEmptySubsequences: false).map(colours)
      return zip(picture, rows.dropFirst(2)).allSatisfy { expected, shown in shown.isSuperset(of: expected) }
    }
  }

  /// Pictures go past ncurses: whatever lies over them and goes again must leave what a whole new screen has.
  @Test(arguments: ["truecolor", ""]) func picturesStayWholeWhateverIsDrawnOverThem(_ announced: String) throws {
    let session = try TerminalSession(width: 120, height: 40, environment: ["COLORTERM": announced])
    try session.openLab()
    let keys = "NPage z Down a A ? Escape 2 1 C Down Escape z > : Escape G".split(separator: " ").map(String.init)
    for key in keys {
      let before = try session.colouredScreen()
      try session.press(key)
      let shown = try still(session, after: before)
      try session.press("C-l")
      Thread.sleep(forTimeInterval: 0.3)
      // "this never came": the screen had kept something that a new one has not.
      try session.wait { try session.colouredScreen() == shown }
    }
  }

  /// The screen once it does not change any more; what a key does may take a moment to begin on a busy machine.
  private func still(_ session: TerminalSession, after before: String) throws -> String {
    for _ in 0..<30 where try session.colouredScreen() == before { Thread.sleep(forTimeInterval: 0.1) }
    var last = ""
    var times = 0
    try session.wait {
      Thread.sleep(forTimeInterval: 0.1)
      let now = try session.colouredScreen()
      times = now == last ? times + 1 : 0
      last = now
      return times == 3
    }
    return last
  }

  /// All colours of a line, foreground and background apart.
  private func colours(_ line: Substring) -> Set<String> {
    Set(line.matches(of: /[34]8;(2;\d+;\d+;\d+|5;\d+)/).map { String($0.output.0) })
  }
}
