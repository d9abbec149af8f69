/// Parses what a terminal answers to a question for its background (xterm's OSC 11). A question that every terminal
/// answers follows it (DA1 of ECMA-48), to know when to stop waiting. What somebody types meanwhile is kept apart.
package struct TerminalAnswers: Equatable, Sendable {
  package static let questions = "\u{1B}]11;?\u{1B}\\\u{1B}[c"
  private static let longest = 64
  private static let escape: UInt8 = 0x1B

  package private(set) var background: RGB?
  package private(set) var isComplete = false
  private var kept: [UInt8] = []
  /// A sequence that may become an answer.
  private var begun: [UInt8] = []

  package init() {}

  /// Bytes that belong to no answer.
  package var typed: [UInt8] { kept + begun }

  package mutating func take(_ byte: UInt8) {
    guard !begun.isEmpty || byte == Self.escape else {
      kept.append(byte)
      return
    }
    begun.append(byte)
    switch begun.dropFirst().first {
    case nil: break
    case UInt8(ascii: "]"): takeCommand(byte)
    case UInt8(ascii: "["): takeSequence(byte)
    default: giveUp()
    }
  }

  private mutating func takeCommand(_ byte: UInt8) {
    let isEnded = byte == 7 || begun.suffix(2) == [Self.escape, UInt8(ascii: "\\")]
    guard isEnded else {
      if begun.count > Self.longest { giveUp() }
      return
    }
    let text = String(decoding: begun.dropFirst(2).prefix { $0 != 7 && $0 != Self.escape }, as: UTF8.self)
    if text.hasPrefix("11;rgb:") { background = Self.colour(text.dropFirst("11;rgb:".count)) ?? background }
    begun = []
  }

  private mutating func takeSequence(_ byte: UInt8) {
    // Arrow keys begin alike, without the question mark.
    guard begun.count == 2 || begun[2] == UInt8(ascii: "?"), begun.count <= Self.longest else { return giveUp() }
    guard begun.count > 3, (0x40...0x7E).contains(byte) else { return }
    isComplete = isComplete || byte == UInt8(ascii: "c")
    begun = []
  }

  private mutating func giveUp() {
    kept += begun
    begun = []
  }

  /// `ffff/8080/0000`, with one to four digits a channel.
  private static func colour(_ text: Substring) -> RGB? {
    let channels = text.split(separator: "/", omittingEmptySubsequences: false).map { digits -> UInt8? in
      guard (1...4).contains(digits.count), let value = UInt32(digits, radix: 16), !digits.hasPrefix("+") else {
        return nil
      }
      let most = UInt32(1) << (4 * UInt32(digits.count)) - 1
      return UInt8((value * 255 + most / 2) / most)
    }
    guard channels.count == 3, let red = channels[0], let green = channels[1], let blue = channels[2] else {
      return nil
    }
    return RGB(red, green, blue)
  }
}
