import Experiments
import Foundation
import Testing

/// A network is edited, saved, trained, killed, gone on with, compared and exported, with keys only.
@Suite(.serialized, .enabled(if: TerminalSession.isAvailable, "tmux is not installed"))
struct NetworkEditorTests {
  /// Types a line in place of the one under the cursor, or below it.
  private func line(_ text: String, below: Bool = false, in session: TerminalSession) throws {
    try session.press(below ? ["+"] : ["Enter", "C-u"])
    try session.type(text)
    try session.press("Enter")
    try session.wait { try !session.screen().contains("esc back") }
  }

  private func command(_ text: String, in session: TerminalSession) throws {
    try session.press(":")
    try session.type(text)
    try session.press("Enter")
  }

  @Test(arguments: [(80, 24), (120, 40)]) func aWalkFromANetworkOfTheLabToAnExportedOneOfOnesOwn(
    _ width: Int, _ height: Int
  ) throws {
    let session = try TerminalSession(width: width, height: height)
    let store = RunStore(root: session.folder.appendingPathComponent("runs").path)
    // The shell's number is the lab's.
    try session.run("sh -c 'echo $$ > id; exec \(Lab.binary.path) lab --data shapes'")
    try session.wait(for: "shapes: training images")
    for text in ["network ConvBnNet", "fit 1e-2, 1", "set subset 256"] { try command(text, in: session) }
    try session.press("t")
    try session.wait { store.list().map(\.status) == [.completed] }
    try command("fit 1e-2, 30", in: session)
    try session.press("2", "Enter")
    try session.wait(for: "conv1    conv 5x5 w1")

    // The stem has a kernel of 5 already: it gets another one and the old one back.
    try line("conv1 conv 7x7 w1", in: session)
    try session.wait(for: "ConvBnNet*: widths", "edited · W saves it")
    try session.press("u")
    try session.wait(for: "ConvBnNet: widths")
    try session.press("Down")
    // Each layer of the article's becomes a convolution, its norm, and only then the ReLU.
    for number in 0..<4 {
      try line("layers.\(number) conv 3x3 w\(number + 2) stride=2 bias=no", in: session)
      try line("norm\(number) batchnorm", below: true, in: session)
      try line("act\(number) relu", below: true, in: session)
      try session.press("Down")
    }
    // A residual block from two lines that are marked; two more of it are put below, and fitted to their places.
    try session.press(["Home", "Down", "Down", "Down"])
    try line("c conv 3x3 w2 bias=no", below: true, in: session)
    try line("n batchnorm", below: true, in: session)
    try session.press("Space", "Up", "b")
    try session.wait(for: "block1   residual {", "│ c conv 3x3 w2 bias=no")
    try session.press("D")
    try session.wait(for: "4 lines are taken out; p puts below")
    try session.press(["Up", "p"])
    for (number, width) in [(2, "w3"), (3, "w4")] {
      try session.press(["Down", "Down", "Down", "Down", "Down", "Down", "p"])
      try session.wait(for: "block\(number)   residual {")
      try session.press("Down")
      try line("c conv 3x3 \(width) bias=no", in: session)
      try session.press("Up")
    }
    try session.wait { try !session.screen().contains("! ") }

    try session.press("W", "C-u")
    try session.type("Mine")
    try session.press("Enter")
    try session.wait(for: "Mine: widths", "saved as")
    try session.press("y")
    try session.wait(for: "cifarlab summary", "networks/Mine.net")
    try session.press("Escape", "t")
    try session.wait { store.list().contains { $0.document?.recipe.network == "Mine" && $0.epochs().count >= 2 } }
    let id = try String(contentsOf: session.folder.appendingPathComponent("id"), encoding: .utf8)
    kill(try #require(pid_t(id.trimmingCharacters(in: .whitespacesAndNewlines))), SIGKILL)
    try session.wait { store.list().contains { $0.status == .interrupted } }
    // Nothing of the network's file is needed to go on.
    try FileManager.default.removeItem(
      at: session.folder.appendingPathComponent("config/cifarlab/networks/Mine.net"))
    // The lab was killed before it could give the terminal back: Enter is no end of a line there.
    try session.press("C-j")
    try session.type("stty sane; clear; \(Lab.binary.path) lab --data shapes")
    try session.press("C-j")
    try session.wait(for: "shapes: training images")
    try session.press("6")
    try session.wait(for: "interrupted", "Mine")
    try session.press("r")
    try session.wait { store.list().map(\.status).allSatisfy { $0 == .completed } }

    // The older one is marked first: what the newer one has stands behind a plus.
    try session.press("6")
    try session.wait(for: "Mine", "completed")
    try session.press(["End", "Space", "Home", "Space", "d"])
    try session.wait(for: "network: − ConvBnNet-42, + Mine-42")
    try session.press("End")
    try session.wait(for: "+ layers.3 conv 3x3 w5 stride=2 bias=no", "+ act3     relu")
    try session.press("d", "Home", ">", "C-u")
    try session.type("out")
    try session.press("Enter")
    try session.wait(for: "is exported: ")
    try session.press("q")
    try session.wait(for: "ready$")
    try session.run("clear; ls out; grep learned out/model.py")
    try session.wait(for: "model.onnx", "model.py", "model.safetensors", "Mine, ")
  }
}
