import Foundation

/// OSC 52 of xterm, which fills the clipboard of a terminal's user.
enum Clipboard {
  /// xterm's limit; terminals ignore longer sequences.
  private static let longest = 74_994

  /// Nil for a text that is too long. Inside tmux the sequence is sent to tmux and through it; which of the two arrives
  /// depends on its options `set-clipboard` and `allow-passthrough`.
  static func sequence(for text: String, isInTmux: Bool) -> String? {
    let encoded = Data(text.utf8).base64EncodedString()
    guard encoded.utf8.count <= longest else { return nil }
    let plain = "\u{1B}]52;c;\(encoded)\u{7}"
    return isInTmux ? plain + "\u{1B}Ptmux;\u{1B}" + plain + "\u{1B}\\" : plain
  }
}
