import Screen

/// What the lab needs of a terminal.
package protocol LabTerminal: AnyObject {
  var capabilities: Capabilities { get }
  var size: (width: Int, height: Int) { get }
  /// Whether clicks and the wheel are reported.
  var reportsMouse: Bool { get set }
  /// Queries the background colour and waits up to so many milliseconds; nil: no answer.
  func askForBackground(within milliseconds: Int) -> RGB?
  func draw(_ buffer: Buffer, theme: Theme)
  /// The next event within so many milliseconds; nil: none.
  func read(timeout milliseconds: Int) -> TerminalEvent?
  /// Lines that libraries have written to standard error.
  func takeStrayLines() -> [String]
  /// Gives the terminal to a program until that has ended, and returns its exit code; nil: it could not be started.
  func lend(to command: [String]) -> Int32?
  /// Copies text to the clipboard of the terminal's user; false if impossible.
  @discardableResult func copy(_ text: String) -> Bool
}
