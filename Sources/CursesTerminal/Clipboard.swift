import Foundation

/// The sequence that asks a terminal to fill its user's clipboard: OSC 52, as xterm defines it.
enum Clipboard {
  /// Terminals drop longer ones (xterm's limit).
  private static let longest = 74_994

  /// Nil when the text is too long. In tmux it is sent to tmux as well as through it: which one arrives depends on its
  /// options `set-clipboard` and `allow-passthrough`.
  static func sequence(for text: String, isInTmux: Bool) -> String? {
    let encoded = Data(text.utf8).base64EncodedString()
    guard encoded.utf8.count <= longest else { return nil }
    let plain = "\u{1B}]52;c;\(encoded)\u{7}"
    return isInTmux ? plain + "\u{1B}Ptmux;\u{1B}" + plain + "\u{1B}\\" : plain
  }
}
