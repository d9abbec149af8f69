import Screen

@testable import Lab

/// A terminal whose programs are a closure.
final class LendingTerminal: LabTerminal {
  let capabilities = Capabilities.full
  let size = (width: 80, height: 24)
  var reportsMouse = false
  var command: [String] = []
  private let run: ([String]) -> Int32?

  init(_ run: @escaping ([String]) -> Int32?) { self.run = run }

  func askForBackground(within milliseconds: Int) -> RGB? { nil }
  func draw(_ buffer: Buffer, theme: Theme) {}
  func read(timeout milliseconds: Int) -> TerminalEvent? { nil }
  func takeStrayLines() -> [String] { [] }
  func copy(_ text: String) -> Bool { true }
  func lend(to command: [String]) -> Int32? {
    self.command = command
    return run(command)
  }
}
