import Foundation
import ImageData
import Testing

/// `O` gives the terminal to the program that the user has set, and takes it back.
@Suite(.serialized, .enabled(if: TerminalSession.isAvailable, "tmux is not installed"))
struct OpenFileTests {
  @Test func anImagesFileIsOpenedByItsPathWithoutAShellAndTheLabComesBack() throws {
    let session = try TerminalSession(width: 240, height: 40)
    for (label, name) in ["cat", "dog"].enumerated() {
      let place = session.folder.appendingPathComponent("my photos; touch harm/\(name)")
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      for number in 0..<4 {
        let pixels = (0..<3 * 40 * 40).map { UInt8(truncatingIfNeeded: $0 * (1 + label) + number * 50) }
        try Data(try ImageCodec.encodePNG(pixels, width: 40, height: 40))
          .write(to: place.appendingPathComponent("\(number).png"))
      }
    }
    let viewer = session.folder.appendingPathComponent("viewer")
    // It reads a line as programs of a terminal do.
    try Data("#!/bin/sh\nprintf 'shown with %s: %s\\n' \"$1\" \"$2\"\nread answer\necho \"$answer\" > answer\n".utf8)
      .write(to: viewer)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: viewer.path)
    try session.run(
      "CIFARLAB_OPEN=\"\(viewer.path) 'two words'\" \(Lab.binary.path) lab --data './my photos; touch harm'")
    try session.wait(for: "training images")
    try session.press("O")
    try session.wait(for: "shown with two words:", "my photos; touch harm/")
    try session.type("seen")
    try session.press("Enter")
    try session.wait(for: "training images", "was opened with")
    let answer = try String(contentsOf: session.folder.appendingPathComponent("answer"), encoding: .utf8)
    #expect(answer == "seen\n")
    #expect(!FileManager.default.fileExists(atPath: session.folder.appendingPathComponent("harm").path))
    // The keys are the lab's again.
    try session.press("4", "O")
    try session.wait(for: "O: nothing has been trained yet")
    try session.press("q")
    try session.wait { try session.isInItsShell() }
  }
}
