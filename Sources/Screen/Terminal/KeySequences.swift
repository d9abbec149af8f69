/// The sequences of bytes that stand for keys.
enum KeySequences {
  private static let escape: UInt8 = 0x1B

  /// Those of xterm in both modes of its arrow keys, of VT220, rxvt, GNU screen, tmux, and the console of Linux.
  static let common: [[UInt8]: KeyPress] = {
    var keys: [[UInt8]: KeyPress] = [:]
    func add(_ rest: String, _ key: KeyPress) { keys[[escape] + Array(rest.utf8)] = key }
    let lettered: [(String, KeyPress)] = [
      ("A", .up), ("B", .down), ("C", .right), ("D", .left), ("H", .home), ("F", .end),
    ]
    for (letter, key) in lettered {
      add("[" + letter, key)
      add("O" + letter, key)
    }
    let numbered: [(Int, KeyPress)] = [
      (1, .home), (2, .insert), (3, .delete), (4, .end), (5, .pageUp), (6, .pageDown), (7, .home), (8, .end),
    ]
    for (number, key) in numbered { add("[\(number)~", key) }
    for (index, number) in [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24].enumerated() {
      add("[\(number)~", .function(index + 1))
    }
    for (index, letter) in ["P", "Q", "R", "S"].enumerated() { add("O" + letter, .function(index + 1)) }
    for (index, letter) in ["A", "B", "C", "D", "E"].enumerated() { add("[[" + letter, .function(index + 1)) }
    add("[Z", .backTab)
    add("OM", .enter)
    // The other keys of the keypad: the digit or sign, 64 up.
    for code in UInt8(ascii: "*")...UInt8(ascii: "9") {
      keys[[escape, UInt8(ascii: "O"), code + 64]] = .character(Character(UnicodeScalar(code)))
    }
    return keys
  }()

  /// The keys that a terminfo entry can name sequences for, by its names for them.
  static let terminfoNames: [(name: String, key: KeyPress)] =
    [
      ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kend", .end),
      ("kpp", .pageUp), ("knp", .pageDown), ("kdch1", .delete), ("kich1", .insert), ("kcbt", .backTab),
      ("kent", .enter), ("kbs", .backspace),
    ] + (1...24).map { ("kf\($0)", .function($0)) }
}
