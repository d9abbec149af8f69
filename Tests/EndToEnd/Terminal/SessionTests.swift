import Experiments
import Foundation
import Kernels
import Testing

/// The lab in a real terminal. One at a time: each starts a process that trains.
@Suite(.serialized, .enabled(if: TerminalSession.isAvailable, "tmux is not installed"))
struct SessionTests {
  /// Opens the lab on few images, with a schedule that is soon over.
  private func trainable(_ session: TerminalSession, fit: String = "1e-1, 2", subset: Int = 512) throws {
    try session.openLab()
    for command in ["network ConvNet", "fit \(fit)", "set subset \(subset)"] {
      try session.press(":")
      try session.type(command)
      try session.press("Enter")
    }
    try session.press("2")
    try session.wait(for: "ConvNet: widths")
  }

  @Test func aWholeSessionWithKeysOnlyLeavesTheTerminalAsItWas() throws {
    let session = try TerminalSession(width: 120, height: 40)
    try session.run("stty -a > before; echo saved")
    try session.wait(for: "saved\n")
    try trainable(session)
    try session.press("Tab")
    for width in ["24", "48", "96"] {
      try session.press("Enter")
      try session.type(width)
      try session.press("Enter", "Right")
    }
    try session.wait(for: "3 · 24 · 48 · [96]", "96×3×3", "53,626")
    try session.press("3", "f")
    try session.wait(for: "ConvNet 3,24,48,96", "✓")
    try session.press("t")
    try session.wait(for: "▸4 Train", "✓ done", "accuracy")
    try session.press("Enter")
    try session.wait(for: "▸5 Inspect", "confusion, 2,000 images")
    try session.press("6")
    try session.wait(for: "▸6 Runs", "3,24,48,96", "completed")
    try session.press("1")
    try session.wait(for: "▸1 Data")
    try session.press("q")
    try session.wait(for: "ready$")
    try session.run("echo exit=$?; stty -a | cmp - before && echo unchanged")
    let shown = try session.wait(for: "exit=0", "unchanged")
    #expect(!shown.contains("cifarlab ▸"))
  }

  /// The recipes of the runs in the store, the oldest first.
  private func recipes(_ session: TerminalSession) throws -> [Recipe] {
    let store = RunStore(root: session.folder.appendingPathComponent("runs").path)
    return store.list().compactMap { $0.document?.recipe }
  }

  @Test func aRunThatDivergesIsHeldAndGoesOnWithATenthOfTheRateUntilItLearns() throws {
    let session = try TerminalSession(width: 120, height: 40)
    try trainable(session, fit: "30, 4")
    try session.press("t")
    try session.wait(for: "! diverged", "the loss was no longer a number", "r goes on", "lr 3e0")
    try session.press("r")
    let shown = try session.wait(for: "✓ done", "lr ÷ 10")
    #expect(!shown.contains("no longer a number"))
    let run = try #require(recipes(session).first)
    #expect(try recipes(session).count == 1 && !run.training.recoveries.isEmpty)

    // The run's own recipe is the same run again, the recovery included.
    let store = RunStore(root: session.folder.appendingPathComponent("runs").path)
    let held = try #require(store.list().first)
    let again = RunStore(root: session.folder.appendingPathComponent("again").path)
    let result = try Lab.run("train", "--recipe", held.folder + "/run.json", "--runs", again.root)
    #expect(result.status == 0 && result.errors.contains("goes on from good weights"))
    #expect(again.list().first?.steps() == held.steps() && held.steps().count == 8)
  }

  @Test func afterGoodEpochsADivergenceGoesOnFromTheBestOfThem() throws {
    let session = try TerminalSession(width: 120, height: 40)
    try trainable(session, fit: "1e-1, 60")
    try session.press("t")
    try session.wait(for: "best: epoch")
    try session.press(":")
    try session.type("lr 1e6")
    try session.press("Enter")
    try session.wait(for: "! diverged", "no longer a number")
    // Held, not ended: figures stay, and a smaller rate can be set first.
    try session.press("=", "C-u")
    try session.type("1e-2")
    try session.press("Enter", "r")
    try session.wait(for: "● training", "lr 1e-2", "from epoch")
    try session.press("x")
    try session.press("y")
    try session.wait(for: "■ stopped at step")
    let recipe = try #require(try recipes(session).last)
    #expect(recipe.training.recoveries.count == 1 && recipe.training.learningRateChanges.last?.learningRate == 1e-2)
  }

  @Test func aHeldRunThatIsEndedHasDiverged() throws {
    let session = try TerminalSession(width: 80, height: 24)
    try trainable(session, fit: "1e6, 4")
    try session.press("t")
    try session.wait(for: "the loss was no longer a number")
    try session.press("x")
    try session.press("y", "6")
    try session.wait(for: "▸6 Runs", "diverged")
  }

  @Test(arguments: [SIGTERM, SIGKILL])
  func aRunThatWasStoppedGoesOnFromTheLabToTheFiguresOfAWholeOne(_ signal: Int32) throws {
    let session = try TerminalSession(width: 120, height: 40)
    func store(_ name: String) -> RunStore { RunStore(root: session.folder.appendingPathComponent(name).path) }
    func start(in name: String) throws -> Lab.Started {
      let arguments = ["train", "ConvNet", "--data", "shapes", "--subset", "512", "--fit", "1e-1, 8", "--quiet"]
      return try Lab.start(arguments + ["--runs", store(name).root])
    }
    #expect(try start(in: "whole").wait().status == 0)
    let whole = try #require(store("whole").list().first)
    let started = try start(in: "runs")
    try session.wait { store("runs").list().first.map { $0.epochs().count >= 2 } ?? false }
    kill(started.process.processIdentifier, signal)
    _ = started.wait()
    #expect(store("runs").list().map(\.status) == [signal == SIGKILL ? .interrupted : .stopped])

    try session.openLab()
    try session.press("6")
    try session.wait(for: signal == SIGKILL ? "interrupted" : "stopped")
    try session.press("r")
    // The table has the epochs of before as well.
    let first = String(format: "%.4f", try #require(whole.epochs().first).validLoss)
    try session.wait(for: "▸4 Train", "✓ done", first, "batch  2/2")
    let resumed = try #require(store("runs").list().first)
    #expect(resumed.status == .completed)
    #expect(resumed.steps() == whole.steps() && resumed.steps().count == 16)
    #expect(resumed.epochs().map(\.validLoss) == whole.epochs().map(\.validLoss))
    try session.press("6")
    try session.wait(for: "completed")
    try session.press("r")
    try session.wait(for: "r: this run is complete")
  }

  @Test func resizingWhileTrainingGarblesNothingAndSmallTerminalsAreToldWhatIsNeeded() throws {
    let session = try TerminalSession(width: 80, height: 24)
    try trainable(session, fit: "1e-2, 400")
    try session.press("t")
    try session.wait(for: "● training", "left ")
    try session.resize(width: 40, height: 12)
    try session.wait(for: "needs 80×24, is 40×12", "training", "it goes on")
    for round in 0..<6 {
      try session.resize(width: round % 2 == 0 ? 20 : 200, height: round % 2 == 0 ? 5 : 60)
    }
    try session.wait(for: "┣ learning rate", "epochs")
    try session.press("Space")
    try session.wait(for: "‖ paused: space goes on")
    let resized = try session.screen()
    try session.press("C-l")
    Thread.sleep(forTimeInterval: 0.5)
    #expect(try session.screen() == resized)
    try session.press("x")
    try session.wait(for: "Stop the training after this batch?")
    try session.press("n")
    // The message has a line of its own: the keys stay.
    try session.wait(for: "nothing was changed", "? help")
    try session.press("x", "y")
    try session.wait(for: "■ stopped at step")
    try session.press("q")
    try session.wait(for: "ready$")
  }

  @Test func aStormOfSizesWhileTrainingEndsInTheScreenOfAFreshStart() throws {
    let size = (width: 200, height: 60)
    let session = try TerminalSession(width: size.width, height: size.height)
    try trainable(session, fit: "1e-3, 4000")
    try session.press("t")
    try session.wait(for: "● training", "images/s")
    for _ in 0..<50 {
      try session.resize(width: 20, height: 5)
      try session.resize(width: size.width, height: size.height)
    }
    try session.wait(for: "● training", "┣ learning rate", "epochs")
    try session.press("1")
    let fresh = try TerminalSession(width: size.width, height: size.height)
    try fresh.openLab()
    try fresh.wait(for: "● shapes")
    // The first line says how the training stands.
    func belowTheTitle(_ session: TerminalSession) throws -> String {
      try session.colouredScreen().drop { $0 != "\n" }.description
    }
    // Either may still be in the middle of a frame.
    try session.wait { try belowTheTitle(session) == belowTheTitle(fresh) }
    try session.press("4")
    try session.wait(for: "● training", "┣ learning rate", "epochs")
  }

  @Test func fiveHundredPrintableKeysAtRandomLoseNoRunAndTheLabLives() throws {
    let session = try TerminalSession(width: 100, height: 30)
    let earlier = try Lab.run(
      "train", "SimpleNet", "--data", "shapes", "--subset", "256", "--fit", "1e-1, 1", "--quiet", in: session.folder)
    #expect(earlier.status == 0)
    let store = RunStore(root: session.folder.appendingPathComponent("runs").path)
    let run = try #require(store.list().first)
    try trainable(session, fit: "1e-3, 4000")
    try session.press("t")
    try session.wait(for: "● training")
    var generator = SeededGenerator(seed: 11)
    for round in 0..<20 {
      let keys = String((0..<25).map { _ in Character(Unicode.Scalar(UInt8(32 + generator.next() % 95))) })
      // A semicolon at the end would be tmux's own.
      try session.type(keys + (keys.hasSuffix(";") ? "." : ""))
      // What has opened takes all keys that follow: now and then it is closed.
      if round % 2 == 1 { try session.press("Escape", "Escape", "Escape") }
      // Leaving is a wish like others: it ends in order, and the lab opens again.
      if try session.isInItsShell() {
        try session.press("C-u")
        try session.run("clear")
        // It opens on the screen that was left.
        try session.run("\(Lab.binary.path) lab --data shapes")
        try session.wait(for: "8 Machine", "? help")
        try session.press("1")
        try session.wait(for: "shapes: training images")
      }
    }
    try session.press("Escape", "Escape", "Escape")
    // Keys right behind several Escapes may be taken for the rest of a sequence.
    for _ in 0..<3 {
      Thread.sleep(forTimeInterval: 1.5)
      try session.press("4")
    }
    try session.wait(for: "▸4 Train")
    let runs = store.list()
    // The first keys may have trained more of them.
    #expect(runs.contains { $0.name == run.name && $0.status == .completed && $0.steps() == run.steps() })
    #expect(runs.count >= 2)
    #expect(runs.allSatisfy { [.completed, .running, .stopped].contains($0.status) }, "\(runs.map(\.status))")
    try session.press("q", "y")
    try session.wait(for: "ready$")
    // Each that was not completed goes on from where it stood.
    for run in store.list() where run.status != .completed {
      let position = run.steps().count
      let resumed = try Lab.start(["resume", run.folder, "--quiet"])
      try session.wait { run.steps().count > position }
      kill(resumed.process.processIdentifier, SIGTERM)
      #expect(resumed.wait().status == 130)
    }
  }

  @Test func aTrainingIsStoppedByXAndYGoneOnWithByRAndResumedByTheCommandThatEndingPrints() throws {
    let session = try TerminalSession(width: 100, height: 30)
    try trainable(session, fit: "1e-3, 4000")
    try session.press("t")
    try session.wait(for: "● training", "images/s")
    try session.press("x", "y")
    try session.wait(for: "■ stopped at step", "r goes on", "cifarlab resume")
    let store = RunStore(root: session.folder.appendingPathComponent("runs").path)
    let stopped = try #require(store.list().first)
    let steps = stopped.steps().count
    try session.press("r")
    try session.wait { try session.screen().contains("● training") && stopped.steps().count > steps }
    #expect(store.list().map(\.status) == [.running])
    // ^C asks once; the second one ends.
    try session.press("C-c")
    try session.wait(for: "A network is being trained", "y quit")
    try session.press("C-c")
    try session.wait(for: "ready$", "cifarlab resume")
    try session.run("clear; echo exit=$?")
    #expect(store.list().map(\.status) == [.stopped])
    #expect(try Lab.run("runs", "show", stopped.name, in: session.folder).output.contains("stopped"))
  }

  @Test func aNetworkIsInspectedWhileItIsTrained() throws {
    let session = try TerminalSession(width: 120, height: 40)
    try trainable(session, fit: "1e-2, 4000")
    try session.press("t")
    try session.wait(for: "best: epoch")
    try session.press("5")
    try session.wait(for: "confusion, 2,000 images", "training")
    try session.press("4")
    try session.wait(for: "● training")
  }

  @Test func aSignalEndsTheLabAfterItsBatchAndGivesTheTerminalBack() throws {
    for signal in [SIGTERM, SIGHUP, SIGINT, SIGQUIT] {
      let session = try TerminalSession(width: 80, height: 24)
      try session.run("stty -a > before; sh -c 'echo $$ > id; exec \(Lab.binary.path) lab --data shapes'")
      try session.wait(for: "shapes: training images")
      let id = try String(contentsOf: session.folder.appendingPathComponent("id"), encoding: .utf8)
      let process = try #require(pid_t(id.trimmingCharacters(in: .whitespacesAndNewlines)))
      kill(process, signal)
      let left = try session.wait(for: "ready$")
      #expect(!left.contains("Backtrac") && !left.contains("killed by signal"))
      try session.run("clear; stty -a | cmp - before && echo unchanged")
      try session.wait(for: "unchanged")
    }
  }

  @Test func suspendingGivesTheShellBackAndResumingTheScreen() throws {
    let session = try TerminalSession(width: 80, height: 24)
    try session.openLab()
    try session.press("6")
    try session.wait(for: "▸6 Runs", "no run yet")
    let shown = try session.screen()
    try session.press("C-z")
    try session.wait(for: "ready$")
    try session.run("fg")
    try session.wait(for: "▸6 Runs", "no run yet")
    Thread.sleep(forTimeInterval: 0.3)
    #expect(try session.screen() == shown)
    try session.press("q")
    try session.wait(for: "ready$")
  }

  @Test func withoutUnicodeThereIsOnlyASCIIAndWithoutColourNoColour() throws {
    let session = try TerminalSession(width: 100, height: 30, environment: ["LC_ALL": "C", "NO_COLOR": "1"])
    try session.openLab()
    for key in ["1", "2", "3", "4", "5", "6", "?"] {
      try session.press(key)
      if let title = ["1": "Data", "2": "Network", "3": "LR finder", "4": "Train", "5": "Inspect", "6": "Runs"][key] {
        try session.wait(for: ">\(key) \(title)")
      } else {
        try session.wait(for: "help:")
      }
      let shown = try session.colouredScreen()
      #expect(shown.utf8.allSatisfy { $0 < 128 })
      // 39 and 49 are the terminal's own colours.
      #expect(shown.firstMatch(of: /\[(3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]/) == nil)
    }
  }
}
