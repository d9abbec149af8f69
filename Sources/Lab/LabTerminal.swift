import Screen

/// What the lab needs of a terminal.
package protocol LabTerminal: AnyObject {
  /// What it can show.
  var capabilities: Capabilities { get }
  /// Columns and rows.
  var size: (width: Int, height: Int) { get }
  /// Whether clicks and the wheel are reported.
  var reportsMouse: Bool { get set }
  /// Asks for the colour of the background and waits no longer than so many milliseconds; nil where it does not tell.
  func askForBackground(within milliseconds: Int) -> RGB?
  /// Shows a frame.
  func draw(_ buffer: Buffer, theme: Theme)
  /// What happens within so many milliseconds; nil when nothing does.
  func read(timeout milliseconds: Int) -> TerminalEvent?
  /// Lines that libraries have written meanwhile.
  func takeStrayLines() -> [String]
  /// Puts text into the clipboard of the terminal's user; false where that cannot be.
  @discardableResult func copy(_ text: String) -> Bool
}
