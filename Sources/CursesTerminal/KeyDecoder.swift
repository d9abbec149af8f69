import CCurses
import Screen

/// Keys of ncurses as `TerminalEvent`.
enum KeyDecoder {
  /// Of a character, control characters included.
  static func event(character code: UInt32) -> TerminalEvent? {
    switch code {
    case 8, 127: return .key(.backspace)
    case 9: return .key(.tab)
    case 10, 13: return .key(.enter)
    case 27: return .key(.escape)
    case 0..<27: return letter(code + 96).map { .key(.control($0)) }
    case 28..<32: return nil
    default: return letter(code).map { .key(.character($0)) }
    }
  }

  private static func letter(_ code: UInt32) -> Character? { Unicode.Scalar(code).map { Character($0) } }

  /// Of one of ncurses' `KEY_` codes.
  static func event(special code: Int32) -> TerminalEvent? {
    if let key = keys[code] { return .key(key) }
    let number = Int(code - KEY_F0)
    return (1...24).contains(number) ? .key(.function(number)) : nil
  }

  private static let keys: [Int32: KeyPress] = [
    KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right, KEY_HOME: .home, KEY_END: .end,
    KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown, KEY_BACKSPACE: .backspace, KEY_DC: .delete, KEY_IC: .insert,
    KEY_ENTER: .enter, KEY_BTAB: .backTab,
  ]
}
