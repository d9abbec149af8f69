extension String {
  /// As one line that a terminal shows and does not obey: `?` in place of control characters, line ends, and whatever
  /// else has no picture or turns the direction of the text. Joiners stay, which some scripts are written with.
  package var printable: String { replacing { !$0.isPrintable } }

  /// The same of each line: for text that has lines of its own.
  package var printableLines: String { replacing { !$0.isPrintable && $0 != "\n" } }

  private func replacing(_ isUnfit: (Unicode.Scalar) -> Bool) -> String {
    guard unicodeScalars.contains(where: isUnfit) else { return self }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: unicodeScalars.map { isUnfit($0) ? "?" : $0 })
    return String(text)
  }
}

extension Unicode.Scalar {
  /// Whether it may reach a terminal.
  package var isPrintable: Bool {
    if (0x20..<0x7F).contains(value) { return true }
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return false
    case .format: return value == 0x200C || value == 0x200D
    default: return true
    }
  }
}
