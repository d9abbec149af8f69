/// Text that is being edited, and where.
package struct TextInput: Equatable, Sendable {
  /// The text.
  package private(set) var text: String
  /// Characters before the cursor.
  package private(set) var cursor: Int

  /// More characters than that are not taken.
  private static let longest = 4096

  /// The cursor stands at the end.
  package init(_ text: String = "") {
    self.text = String(text.prefix(Self.longest))
    cursor = self.text.count
  }

  /// Does what a key means in a field; false when it means nothing there.
  package mutating func handle(_ key: KeyPress) -> Bool {
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

  /// Inserts text at the cursor; controls are left out.
  package mutating func insert(_ more: String) {
    let printable = more.filter { Glyph($0).columns > 0 && Glyph($0).base != "\u{FFFD}" }
    let taken = printable.prefix(max(0, Self.longest - text.count))
    text.insert(contentsOf: taken, at: text.index(text.startIndex, offsetBy: cursor))
    cursor += taken.count
  }

  /// Takes other text; the cursor stands at its end.
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

/// A label and text that can be edited.
package struct TextField: Widget, Equatable, Sendable {
  /// What the text is for.
  package var label: String
  /// The text and the cursor.
  package var input: TextInput
  /// Whether it is being edited: only then the cursor shows.
  package var editing: Bool
  /// Whether the keys act on it.
  package var focused: Bool
  /// What is wrong with the text; empty when nothing is. Shown after it, or beneath where there is a second row.
  package var error: String
  /// Shown while there is no text.
  package var placeholder: String

  /// A field.
  package init(
    _ label: String = "", input: TextInput, editing: Bool = false, focused: Bool = false, error: String = "",
    placeholder: String = ""
  ) {
    self.label = label
    self.input = input
    self.editing = editing
    self.focused = focused
    self.error = error
    self.placeholder = placeholder
  }

  /// Draws one row, and the error beneath if there is a second one.
  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    var x = rect.x
    if !label.isEmpty {
      let style = focused ? Style(.focus, .bold) : Style(.muted)
      x += buffer.write(label, x: x, y: rect.y, style: style, width: rect.width) + 1
    }
    let room = rect.maxX - x - 1
    guard room > 0 else { return }
    let characters = Array(input.text)
    // The part around the cursor, so that the cursor is always visible.
    var start = 0
    var columns = characters[..<input.cursor].reduce(0) { $0 + Glyph($1).columns }
    if editing {
      while columns >= room {
        columns -= Glyph(characters[start]).columns
        start += 1
      }
    }
    let shown = String(characters[start...])
    if shown.isEmpty, !editing {
      buffer.write(placeholder, x: x, y: rect.y, style: Style(.disabled), width: room)
    } else {
      let style = error.isEmpty ? Style(.text, editing ? .underline : []) : Style(.error, .underline)
      buffer.write(shown, x: x, y: rect.y, style: style, width: editing ? room + 1 : room)
    }
    if editing { buffer.restyle(Rect(x: x + columns, y: rect.y, width: 1, height: 1), .selection) }
    if !error.isEmpty {
      let length = TextWidth.of(shown)
      if rect.height > 1 {
        buffer.write("! " + error, x: x, y: rect.y + 1, style: Style(.error), width: rect.maxX - x)
      } else {
        buffer.write(
          "! " + error, x: x + length + 2, y: rect.y, style: Style(.error), width: rect.maxX - x - length - 2)
      }
    }
  }
}
