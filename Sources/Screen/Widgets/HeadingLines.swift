/// A name as the heading of a narrow column: broken between its words where it can be, within a word by a hyphen.
struct HeadingLines {
  private let name: String
  private let width: Int
  /// As many as it takes, and what of the name each of them says.
  private var whole: [String] = []
  private var parts: [String] = []

  var count: Int { whole.count }

  init(_ name: String, width: Int) {
    self.name = name
    self.width = width
    guard width > 0 else { return }
    for word in Self.words(name) { add(word) }
    whole = whole.map(Self.withoutSpace)
  }

  private mutating func append(_ part: String, hyphen: Bool = false) {
    whole.append(part + (hyphen ? "-" : ""))
    parts.append(part)
  }

  /// The words with what separates them at their ends.
  private static func words(_ name: String) -> [String] {
    var words = [""]
    for character in name {
      words[words.count - 1].append(character)
      if " _-/.".contains(character) { words.append("") }
    }
    return words.filter { !$0.isEmpty }
  }

  private static func withoutSpace(_ text: String) -> String { text.last == " " ? String(text.dropLast()) : text }

  private func fits(_ text: String) -> Bool { TextWidth.of(Self.withoutSpace(text)) <= width }

  private mutating func add(_ word: String) {
    if let last = whole.last, fits(last + word) {
      whole[whole.count - 1] = last + word
      parts[parts.count - 1] += word
      return
    }
    var rest = word[...]
    while !fits(String(rest)), rest.count > 1 {
      let room = width > 2 ? width - 1 : width
      var piece = rest
      while TextWidth.of(String(piece)) > room, piece.count > 1 { piece.removeLast() }
      append(String(piece), hyphen: width > 2)
      rest = rest.dropFirst(piece.count)
    }
    if !rest.isEmpty { append(String(rest)) }
  }

  /// At most so many lines. What has no room is left out before the end of the name if that is what tells it apart
  /// from `others`, else behind its beginning.
  func lines(_ most: Int, among others: [String]) -> [String] {
    guard whole.count > most, most > 0 else { return whole }
    let first = Array(whole.prefix(most - 1))
    let shown = parts.prefix(most - 1).joined()
    let kept = name.prefix(shown.count + width - 1)
    guard others.contains(where: { $0 != name && $0.hasPrefix(kept) }) else {
      return first + [parts.dropFirst(most - 1).joined()]
    }
    let head = most == 1 ? String(name.prefix(max(0, width / 2 - 1))) : ""
    var tail = name[...]
    while TextWidth.of(head + "…" + tail) > width, !tail.isEmpty { tail.removeFirst() }
    return first + [head + "…" + tail]
  }
}
