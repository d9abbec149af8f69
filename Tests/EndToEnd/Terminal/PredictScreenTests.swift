import Foundation
import Testing

/// From a finished training to the answer for a picture of one's own, in a real terminal.
@Suite(.serialized, .enabled(if: TerminalSession.isAvailable, "tmux is not installed"))
struct PredictScreenTests {
  /// A few keys, which are counted.
  private final class Keys {
    private let session: TerminalSession
    private(set) var count = 0

    init(_ session: TerminalSession) { self.session = session }

    func press(_ keys: String...) throws {
      for key in keys { try session.press(key) }
      count += keys.count
    }
  }

  @Test(arguments: [(80, 24), (120, 40)])
  func `the answer for a picture is there after few keys, and it is that of the command`(
    _ width: Int, _ height: Int
  ) throws {
    let session = try TerminalSession(width: width, height: height)
    try session.writePictures(3, to: "photos")
    try session.openLab()
    for command in ["network ConvNet", "fit 1e-1, 1", "set subset 512", "train"] {
      try session.press(":")
      try session.type(command)
      try session.press("Enter")
    }
    try session.wait(for: "▸4 Train", "✓")

    let keys = Keys(session)
    try keys.press("7", "Enter", "p", "h", "Tab")
    try session.wait(for: "predict photos/")
    try keys.press("Enter")
    try session.wait(for: "picture 1.png", "1 of 3", "what the runs say")
    #expect(keys.count < 10)
    let run = try #require(
      FileManager.default.contentsOfDirectory(atPath: session.folder.path + "/runs").first { $0.contains("ConvNet") })
    for number in 1...3 {
      if number > 1 { try session.press("Right") }
      let answer = try Lab.run("predict", run, "photos/\(number).png", "--json", in: session.folder).objects()[0]
      let share = String(format: "%.2f", (answer["probability"] as? Double ?? .nan) * 100)
      try session.wait(for: "picture \(number).png", "\(answer["class"] as? String ?? "") \(share) %")
    }
    try session.press("y")
    try session.wait(for: "cifarlab predict \(run.prefix(10))")
  }

  @Test func `an image of Data is asked about with one key`() throws {
    let session = try TerminalSession(width: 120, height: 40)
    try session.openLab()
    for command in ["network ConvNet", "fit 1e-1, 1", "set subset 512", "train"] {
      try session.press(":")
      try session.type(command)
      try session.press("Enter")
    }
    try session.wait(for: "▸4 Train", "✓")
    try session.press("1", "P")
    try session.wait(for: "▸7 Predict", "as the network sees it: 32×32", "what the runs say", "%")
  }
}
