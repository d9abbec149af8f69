/// Why a terminal cannot be opened.
package enum TerminalError: Error, Equatable, CustomStringConvertible {
  /// Standard input or output is a file or a pipe.
  case noTerminal
  /// Not in terminfo.
  case unknownTerminal(String)

  package var description: String {
    switch self {
    case .noTerminal: "the lab needs a terminal for input and output; the commands and `lab --plain` do without"
    case .unknownTerminal(let name):
      "terminfo does not know the terminal \"\(name)\": install ncurses-term, or try TERM=xterm-256color"
    }
  }
}
