import Files

/// Layers and blocks.
extension NetworkTextParser {
  mutating func layer(_ words: [Word]) throws(NetworkTextError) -> Content {
    let kindIndex = try kindIndex(words)
    let label = kindIndex == 1 ? words[0] : nil
    if let label { try check(label) }
    let kind = words[kindIndex]
    let arguments = Array(words[(kindIndex + 1)...])
    hasLayers = true
    levels[levels.count - 1].count += 1
    guard kind.text != WrittenKinds.block else { return try block(label, kind, arguments) }
    if let brace = arguments.first(where: { $0.text == "{" || $0.text == "}" }) {
      throw NetworkTextError(
        brace, "'\(brace.text)' has no place in a layer's line", remedy: "only a residual block has layers inside")
    }
    let line = NetworkText.LayerLine(label: label, kind: kind, arguments: arguments)
    _ = try WrittenKinds.make(line, widths: widths, classes: 10)
    return .layer(line)
  }

  /// Where the kind stands: first, or behind a label.
  private func kindIndex(_ words: [Word]) throws(NetworkTextError) -> Int {
    let kinds = WrittenKinds.words
    if words.count > 1, kinds.contains(words[1].text) { return 1 }
    if kinds.contains(words[0].text) { return 0 }
    guard words[0].text != "shortcut" else {
      throw NetworkTextError(
        words[0], "a shortcut belongs to the block above it", remedy: "write } shortcut { in one line")
    }
    let guesses = words.prefix(2).compactMap { word in
      nearest(to: word.text, in: kinds).map { (word, $0) }
    }
    // Where both are like a kind, the first is a label: conv1 conv2d.
    if let (word, kind) = guesses.last {
      throw NetworkTextError(word, "'\(word.text)' is no kind of layer", remedy: "did you mean \(kind)?")
    }
    // A name with something behind it that begins like a kind would is a label.
    let isLabelled = words.count > 1 && words[1].text.first?.isLetter == true && !words[1].text.contains("=")
    let word = isLabelled ? words[1] : words[0]
    throw NetworkTextError(
      word, "'\(word.text)' is no kind of layer", remedy: "there are \(kinds.joined(separator: ", "))")
  }

  private mutating func check(_ label: Word) throws(NetworkTextError) {
    guard NetworkText.isLabel(label.text) else {
      throw NetworkTextError(
        label, "'\(label.text)' is no label", remedy: "it has letters, digits, _ and ., and begins with a letter or _")
    }
    guard label.text != "shortcut", !label.text.hasPrefix("shortcut.") else {
      throw NetworkTextError(label, "'shortcut' is no label: so the second branch of a block is called")
    }
    guard levels[levels.count - 1].labels.insert(label.text).inserted else {
      throw NetworkTextError(label, "'\(label.text)' is the label of another layer", remedy: "name this one otherwise")
    }
  }

  private mutating func block(_ label: Word?, _ kind: Word, _ arguments: [Word]) throws(NetworkTextError) -> Content {
    guard arguments.first?.text == "{" else {
      throw NetworkTextError(
        arguments.first ?? kind, "a residual block begins with {", remedy: "its layers stand in lines below, then }")
    }
    try checkEnd(arguments.dropFirst(), after: "{")
    guard levels.count <= NetworkTextLimits.depth else {
      throw NetworkTextError(kind, "more than \(NetworkTextLimits.depth) blocks stand inside of each other")
    }
    levels.append(Level(line: lines.count + 1, column: kind.column))
    return .block(label: label, kind: kind)
  }

  mutating func closing(_ words: [Word]) throws(NetworkTextError) -> Content {
    guard levels.count > 1, let level = levels.popLast() else {
      throw NetworkTextError(words[0], "there is no open block", remedy: "leave the } out")
    }
    guard level.count > 0 else {
      throw NetworkTextError(
        words[0], level.isShortcut ? "the shortcut has no layers" : "a residual block needs a layer in its body",
        remedy: level.isShortcut ? "without one it is the identity: write } alone" : nil)
    }
    guard words.count > 1 else { return .end }
    guard words[1].text == "shortcut" else {
      throw NetworkTextError(
        words[1], "'\(words[1].text)' stands behind }", remedy: "a line for each layer; or } shortcut {")
    }
    guard !level.isShortcut else { throw NetworkTextError(words[1], "the block has a shortcut already") }
    guard words.count > 2, words[2].text == "{" else {
      throw NetworkTextError(words[1], "the shortcut begins with {", remedy: "write } shortcut {")
    }
    try checkEnd(words.dropFirst(3), after: "{")
    levels.append(Level(line: lines.count + 1, column: words[1].column, isShortcut: true))
    return .shortcut
  }

  private func checkEnd(_ words: ArraySlice<Word>, after word: String) throws(NetworkTextError) {
    guard let more = words.first else { return }
    throw NetworkTextError(
      more, "'\(more.text)' stands behind \(word)", remedy: "a line for each layer, and } in a line of its own")
  }
}
