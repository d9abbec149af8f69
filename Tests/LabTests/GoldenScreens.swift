import Experiments
import Foundation
import Screen
import Testing
import Training

@testable import Lab

/// Every screen at three sizes, as text, with what a real run told (`RecordedRun`). `CIFARLAB_RECORD_SCREENS=1 swift
/// test --filter Golden` writes them again, with `CIFARLAB_RECORD_RUN=1` from a new run; look at the difference before
/// it is kept.
@Suite struct GoldenScreens {
  static let sizes = [(80, 24), (120, 40), (200, 55)]

  @Test(arguments: ScreenID.allCases, sizes.indices)
  func screenLooksAsRecorded(_ screen: ScreenID, _ size: Int) throws {
    let (width, height) = Self.sizes[size]
    // How much packed weights and scratch take depends on the registers that the build is for.
    let shown =
      Support.view(try Self.state(screen, width, height)).text
      .replacing(/[0-9]\.[0-9] MiB in training/, with: "5.7 MiB in training") + "\n"
    let name = "\(screen.title.lowercased().replacing(" ", with: "-"))-\(width)x\(height).txt"
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name)")
    if ProcessInfo.processInfo.environment["CIFARLAB_RECORD_SCREENS"] != nil {
      try Data(shown.utf8).write(to: file)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == shown)
  }

  /// A state in which the screen has something to show.
  static func state(_ screen: ScreenID, _ width: Int, _ height: Int) throws -> LabState {
    var state = try RecordedRun.shared.get().state(width: width, height: height)
    state.data.sources = [
      SourceEntry(source: "shapes", title: "shapes", detail: "drawn figures", availability: .builtIn),
      SourceEntry(source: "cifar10", title: "CIFAR-10", detail: "162 MiB", availability: .fetchable),
    ]
    MachineSamples.fill(&state)
    if screen == .predict { try PredictSamples.fill(&state) }
    state.screen = screen
    state.notice = nil
    return state
  }
}
