import Experiments
import Foundation
import Testing

/// The Runs screen of the real binary, on runs of its own.
@Suite(.enabled(if: TerminalSession.isAvailable, "tmux is not installed"))
struct RunsScreenTests {
  @Test func runsAreFilteredComparedNamedAndDeletedAndTheirColumnsRemembered() throws {
    let session = try TerminalSession(width: 120, height: 40)
    for (rate, seed) in [("1e-1", "1"), ("1e-1", "2"), ("1e-2", "1")] {
      let run = try Lab.run(
        "train", "SimpleNet", "--data", "shapes", "--subset", "256", "--fit", "\(rate), 2", "--seed", seed, "--quiet",
        in: session.folder)
      #expect(run.status == 0, "\(run.errors)")
    }
    let store = RunStore(root: session.folder.appendingPathComponent("runs").path)
    let names = store.list().sorted { ($0.document?.created ?? 0) < ($1.document?.created ?? 0) }.map(\.name)
    try session.openLab()
    try session.press("6")
    // The newest is under the cursor, and drawn.
    try session.wait(for: "3 of 3", names[2], "▸ SimpleNet-1")

    try session.press("/")
    try session.type("lr>0.05")
    try session.press("Enter")
    try session.wait(for: "filter lr>0.05", "2 of 3", "esc shows all")
    try session.press("Escape")
    try session.wait(for: "3 of 3")

    try session.press("Home", "Space", "Space", "Space")
    try session.wait(for: "3 marked", "● lr 1e-2 seed 1", "◆ lr 1e-1 seed 2", "▲ lr 1e-1 seed 1")
    try session.press("d")
    let difference = try session.wait(for: "difference", "★")
    #expect(!difference.contains("momentum"))
    try session.press("Escape", "c", "&")
    try session.wait(for: "runs, seeds together", "±", "2 completed")
    try session.press("&", "Home", "N")
    try session.wait(for: "NAME #TAG")
    try session.type("slow #old | a small rate")
    try session.press("Enter")
    try session.wait(for: "slow #old | a small rate", " #old ")
    try session.wait { (try? store.resolve("slow")) == names[2] }

    try session.press("/")
    try session.type("#old")
    try session.press("Enter")
    try session.wait(for: "1 of 3")
    try session.press("Escape", ":")
    try session.type("columns state,lr,momentum")
    try session.press("Enter")
    try session.wait(for: "state", "momentum")
    try session.press("q")
    try session.wait(for: "ready$")
    try session.openLab()
    try session.press("6")
    let again = try session.wait(for: "3 of 3", "momentum")
    #expect(!again.contains("parameters"))

    try session.press("Home", "Down", "Space", "Space", "X")
    try session.wait(for: "the 2 marked runs", names[0], names[1])
    try session.type("delete")
    try session.press("Enter")
    try session.wait(for: "1 of 1")
    #expect(store.list().map(\.name) == [names[2]])
  }
}
