/// Makes keys, mouse reports and pasted text out of the bytes that a terminal sends.
///
/// Control sequences that mean nothing here and control strings (DCS, OSC, SOS, PM, APC of ECMA-48: answers to questions
/// of this or another program) are left out as a whole: their letters are no keys. Bytes may come in any portions.
package struct InputParser: Sendable {
  private enum State {
    case text, escape
    /// After CSI or SS3.
    case sequence
    /// In an X10 mouse report, whose three bytes follow its sequence.
    case mouseReport
    case string, stringEscape
    case paste
  }

  private static let escape: UInt8 = 0x1B
  private static let cancel: UInt8 = 0x18
  private static let substitute: UInt8 = 0x1A
  private static let pasteStart = Array("\u{1B}[200~".utf8)
  private static let pasteEnd = Array("\u{1B}[201~".utf8)
  private static let longestSequence = 64
  /// More bytes of pasted text are left out.
  private static let longestPaste = 65_536

  private let keys: [[UInt8]: KeyPress]
  private var state = State.text
  /// The sequence or string so far, with its introducer; of a mouse report the bytes after it.
  private var sequence: [UInt8] = []
  /// The character of UTF-8 so far.
  private var character: [UInt8] = []
  private var pasted: [UInt8] = []
  /// How many bytes of the end of a paste have come.
  private var endMatched = 0
  private var events: [TerminalEvent] = []

  /// `terminfo` gives the bytes that the terminal's entry has under a name such as `kcuu1`; they win over the common
  /// ones.
  package init(terminfo: (String) -> [UInt8]? = { _ in nil }) {
    var keys = KeySequences.common
    for (name, key) in KeySequences.terminfoNames {
      if let bytes = terminfo(name), bytes.count > 1, bytes[0] == Self.escape { keys[bytes] = key }
    }
    self.keys = keys
  }

  /// What has happened with these bytes.
  package mutating func take(_ bytes: some Sequence<UInt8>) -> [TerminalEvent] {
    for byte in bytes { take(byte) }
    defer { events = [] }
    return events
  }

  /// Milliseconds without a byte after which `pause` is due; nil while nothing is begun.
  package var patience: Int? {
    switch state {
    case .text: nil
    case .escape: 25
    // A key with Alt, or Escape and a letter; or a connection that cut a sequence in two.
    case .sequence, .string: sequence.count == 2 ? 100 : 1_000
    case .mouseReport, .stringEscape: 1_000
    case .paste: 2_000
    }
  }

  /// What has happened, now that what was begun does not go on.
  package mutating func pause() -> [TerminalEvent] {
    switch state {
    case .text, .mouseReport, .stringEscape: break
    case .escape: events.append(.key(.escape))
    case .sequence, .string:
      if sequence.count == 2 { events += [.key(.escape), .key(.character(Character(UnicodeScalar(sequence[1]))))] }
    case .paste: endPaste()
    }
    state = .text
    defer { events = [] }
    return events
  }

  private mutating func take(_ byte: UInt8) {
    switch state {
    case .text: takeText(byte)
    case .escape: takeEscaped(byte)
    case .sequence: takeSequence(byte)
    case .mouseReport: takeMouseReport(byte)
    case .string, .stringEscape: takeString(byte)
    case .paste: takePasted(byte)
    }
  }
}

// MARK: - Characters

extension InputParser {
  private mutating func takeText(_ byte: UInt8) {
    guard byte >= 0x80 else {
      character = []
      return takeASCII(byte)
    }
    if byte & 0xC0 != 0x80 {
      character = [byte]
    } else if character.isEmpty {
      takeC1(byte)
    } else {
      character.append(byte)
      guard character.count >= Self.length(lead: character[0]) else { return }
      let scalars = String(decoding: character, as: UTF8.self).unicodeScalars
      character = []
      guard scalars.count == 1, let scalar = scalars.first else { return }
      if scalar.value < 0xA0 {
        takeC1(UInt8(scalar.value))
      } else {
        events.append(.key(.character(Character(scalar))))
      }
    }
  }

  /// The bytes of a character of UTF-8 that begins with this one.
  private static func length(lead: UInt8) -> Int { lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2 }

  private mutating func takeASCII(_ byte: UInt8) {
    switch byte {
    case 8, 127: events.append(.key(.backspace))
    case 9: events.append(.key(.tab))
    case 10, 13: events.append(.key(.enter))
    case 12: events.append(.repaint)
    case Self.escape: state = .escape
    case 1...26: events.append(.key(.control(Character(UnicodeScalar(byte + 96)))))
    case 0..<32: break
    default: events.append(.key(.character(Character(UnicodeScalar(byte)))))
    }
  }

  /// A control of eight bits means what the byte 64 below it means after an escape.
  private mutating func takeC1(_ byte: UInt8) {
    if "[OPX]^_".utf8.contains(byte - 0x40) { takeEscaped(byte - 0x40) }
  }
}

// MARK: - Sequences

extension InputParser {
  private mutating func takeEscaped(_ byte: UInt8) {
    switch byte {
    case Self.escape: events.append(.key(.escape))
    case UInt8(ascii: "["), UInt8(ascii: "O"): begin(.sequence, byte)
    case UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "]"), UInt8(ascii: "^"), UInt8(ascii: "_"):
      begin(.string, byte)
    default:
      state = .text
      if let key = keys[[Self.escape, byte]] {
        events.append(.key(key))
      } else {
        events.append(.key(.escape))
        takeText(byte)
      }
    }
  }

  private mutating func begin(_ next: State, _ introducer: UInt8) {
    state = next
    sequence = [Self.escape, introducer]
  }

  private mutating func takeSequence(_ byte: UInt8) {
    switch byte {
    case 0x20...0x3F: collect(byte)
    // The console of Linux writes F1 as CSI [ A.
    case UInt8(ascii: "[") where sequence == [Self.escape, byte]: collect(byte)
    case 0x40...0x7E:
      sequence.append(byte)
      endSequence()
    case Self.escape: state = .escape
    case Self.cancel, Self.substitute: state = .text
    default:
      state = .text
      takeText(byte)
    }
  }

  private mutating func collect(_ byte: UInt8) {
    if sequence.count < Self.longestSequence { sequence.append(byte) }
  }

  private mutating func endSequence() {
    state = .text
    if let key = keys[sequence] {
      events.append(.key(key))
    } else if sequence == Self.pasteStart {
      state = .paste
      pasted = []
      endMatched = 0
    } else if sequence == Array("\u{1B}[M".utf8) {
      state = .mouseReport
      sequence = []
    } else if let report = MouseEvent(sequence: sequence) {
      events.append(.mouse(report))
    }
  }

  private mutating func takeString(_ byte: UInt8) {
    switch byte {
    case Self.escape: state = .stringEscape
    case Self.cancel, Self.substitute: state = .text
    // xterm ends an OSC like this, too.
    case 7 where sequence[1] == UInt8(ascii: "]"): state = .text
    case UInt8(ascii: "\\") where state == .stringEscape: state = .text
    // The string was broken off: a key follows.
    case UInt8(ascii: "["), UInt8(ascii: "O"):
      if state == .stringEscape { begin(.sequence, byte) } else { collect(byte) }
    default:
      state = .string
      collect(byte)
    }
  }
}

// MARK: - Mouse and paste

extension InputParser {
  private mutating func takeMouseReport(_ byte: UInt8) {
    sequence.append(byte)
    guard sequence.count == 3 else { return }
    state = .text
    if let report = MouseEvent(bytes: sequence) { events.append(.mouse(report)) }
  }

  private mutating func takePasted(_ byte: UInt8) {
    if byte == Self.pasteEnd[endMatched] {
      endMatched += 1
      if endMatched == Self.pasteEnd.count {
        state = .text
        endMatched = 0
        endPaste()
      }
      return
    }
    let unfinished = Self.pasteEnd[..<endMatched]
    endMatched = byte == Self.escape ? 1 : 0
    let more = endMatched == 0 ? unfinished + [byte] : unfinished
    pasted += more.prefix(max(0, Self.longestPaste - pasted.count))
  }

  private mutating func endPaste() {
    events.append(.pasted(String(decoding: pasted, as: UTF8.self)))
    pasted = []
  }
}
