import Experiments
import Foundation
import Screen
import Testing
import Training

@testable import Lab

/// Every screen at three sizes, as text, from recorded states. `CIFARLAB_RECORD_SCREENS=1 swift test --filter Golden`
/// writes them again; look at the difference before it is kept.
@Suite struct GoldenScreens {
  static let sizes = [(80, 24), (120, 40), (200, 60)]

  @Test(arguments: ScreenID.allCases, sizes.indices)
  func screenLooksAsRecorded(_ screen: ScreenID, _ size: Int) throws {
    let (width, height) = Self.sizes[size]
    let shown = view(try Self.state(screen, width, height), .full).text + "\n"
    let name = "\(screen.title.lowercased().replacing(" ", with: "-"))-\(width)x\(height).txt"
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name)")
    if ProcessInfo.processInfo.environment["CIFARLAB_RECORD_SCREENS"] != nil {
      try Data(shown.utf8).write(to: file)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == shown)
  }

  /// A state in which the screen has something to show.
  private static func state(_ screen: ScreenID, _ width: Int, _ height: Int) throws -> LabState {
    var state = Support.training(width: width, height: height)
    state.network.pick("ConvNet")
    state.data.sources = [
      SourceEntry(source: "shapes", title: "shapes", detail: "drawn figures", standing: .builtIn),
      SourceEntry(source: "cifar10", title: "CIFAR-10", detail: "162 MiB", standing: .fetchable),
    ]
    _ = update(&state, .training([.stopped(.completed)]))
    for event in Support.sweep() { _ = update(&state, .finder(event)) }
    _ = update(&state, .runsListed(Support.rows))
    _ = update(&state, .inspected(try Support.inspection()))
    state.screen = screen
    state.notice = nil
    return state
  }
}
