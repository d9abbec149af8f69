/// Text and a cursor in it.
package struct TextInput: Equatable, Sendable {
  package private(set) var text: String
  /// Characters before the cursor.
  package private(set) var cursor: Int
  /// Whether the text stood there before anybody typed: the first character then takes its place.
  package private(set) var isPrefilled = false

  /// Further characters are ignored.
  private static let longest = 4096

  package init(_ text: String = "") {
    self.text = String(text.prefix(Self.longest))
    cursor = self.text.count
  }

  /// Text to be replaced by the first character that is typed, and kept when the first key is another one.
  package static func prefilled(_ text: String) -> TextInput {
    var input = TextInput(text)
    input.isPrefilled = !input.text.isEmpty
    return input
  }

  /// Returns false for a key that does nothing in a field.
  package mutating func handle(_ key: KeyPress) -> Bool {
    if case .character = key, isPrefilled { self = TextInput() }
    isPrefilled = false
    switch key {
    case .character(let character): insert(String(character))
    case .left, .control("b"): cursor = max(0, cursor - 1)
    case .right, .control("f"): cursor = min(text.count, cursor + 1)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = text.count
    case .backspace, .control("h"): remove(cursor - 1..<cursor)
    case .delete, .control("d"): remove(cursor..<cursor + 1)
    case .control("u"): remove(0..<cursor)
    case .control("k"): remove(cursor..<text.count)
    case .control("w"): remove(wordStart..<cursor)
    default: return false
    }
    return true
  }

  /// Inserts text at the cursor; line ends and tabs become spaces, other controls are left out.
  package mutating func insert(_ more: String) {
    if isPrefilled { self = TextInput() }
    let line = String(more.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    let printable = line.filter { Glyph($0).columns > 0 && Glyph($0).base != "\u{FFFD}" }
    let taken = printable.prefix(max(0, Self.longest - text.count))
    text.insert(contentsOf: taken, at: text.index(text.startIndex, offsetBy: cursor))
    cursor += taken.count
  }

  /// The cursor stands at the end of the new text.
  package mutating func replace(with other: String) { self = TextInput(other) }

  private mutating func remove(_ range: Range<Int>) {
    let limited = max(0, range.lowerBound)..<max(0, min(text.count, range.upperBound))
    guard !limited.isEmpty else { return }
    let start = text.index(text.startIndex, offsetBy: limited.lowerBound)
    text.removeSubrange(start..<text.index(start, offsetBy: limited.count))
    cursor = min(cursor, limited.lowerBound)
  }

  private var wordStart: Int {
    let before = Array(text.prefix(cursor))
    var index = before.count
    while index > 0, before[index - 1] == " " { index -= 1 }
    while index > 0, before[index - 1] != " " { index -= 1 }
    return index
  }
}
