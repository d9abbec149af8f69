import Foundation
import Testing

/// What the lab is opened on, and what it remembers of the session before.
@Suite(.enabled(if: TerminalSession.isAvailable, "tmux is not installed"))
struct RememberedSessionTests {
  @Test func aFolderOpensTheLabOnItsImagesAndTheNextSessionHasThemAndTheNetworkAgain() throws {
    let session = try TerminalSession(width: 120, height: 40)
    let pack = try Lab.run("data", "pack", "shapes", "packed", in: session.folder)
    #expect(pack.status == 0, "\(pack.errors)")
    try session.run("\(Lab.binary.path) packed")
    try session.wait(for: "training images", "10,000 train", "packed")
    try session.press(":")
    try session.type("network convbn")
    try session.press("Enter")
    try session.wait(for: "did you mean ConvBnNet?")
    try session.press("C-u")
    try session.type("network ConvBnNet")
    try session.press("Enter")
    try session.wait(for: "▸2 Network")
    try session.press("q")
    try session.wait(for: "ready$")
    try session.run("clear; \(Lab.binary.path)")
    try session.wait(for: "training images", "10,000 train", "packed", "ConvBnNet ·")
  }

  @Test func chosenKeysHoldAndABrokenFileOfThemIsAWarning() throws {
    let session = try TerminalSession(width: 120, height: 40)
    let folder = session.folder.appendingPathComponent("config/cifarlab")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent("keys.json5")
    try Data("{ order: 'w', quit: ['Q'] }".utf8).write(to: file)
    try session.openLab()
    try session.press("w")
    try session.wait(for: "in the files' order", "w order")
    try session.press("Q")
    try session.wait(for: "ready$")
    try Data("{ order: ".utf8).write(to: file)
    try session.run("clear; \(Lab.binary.path) lab --data shapes")
    try session.wait(for: "keys.json5", "o order")
  }
}
