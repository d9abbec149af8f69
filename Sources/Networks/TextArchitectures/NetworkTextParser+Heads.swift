/// The lines above the layers.
extension NetworkTextParser {
  mutating func head(_ word: Word, _ words: [Word], _ rest: String) throws(NetworkTextError) -> Content {
    guard !hasLayers else {
      throw NetworkTextError(word, "'\(word.text)' stands below a layer", remedy: "move it above the first layer")
    }
    let content: Content =
      switch word.text {
      case "network": .network(try name(words, word))
      case "about": .about(rest)
      case "widths": .widths(try widths(words, word))
      default: .recipe(try settings(words, word))
      }
    let isThere = lines.contains { line in
      switch (line.content, content) {
      case (.network, .network), (.about, .about), (.widths, .widths), (.recipe, .recipe): true
      default: false
      }
    }
    guard !isThere else {
      throw NetworkTextError(word, "'\(word.text)' is there already", remedy: "leave one of them out")
    }
    return content
  }

  private func name(_ words: [Word], _ head: Word) throws(NetworkTextError) -> String {
    guard words.count > 1 else { throw NetworkTextError(head, "the name is missing", remedy: "as in: network Mine") }
    guard words.count == 2 else {
      throw NetworkTextError(words[2], "a name is one word", remedy: "what it is stands in a line: about …")
    }
    guard NetworkText.isName(words[1].text) else {
      throw NetworkTextError(
        words[1], "'\(words[1].text)' is no name for a network",
        remedy: "it has letters, digits and _ . + * -, and begins with a letter; "
          + "\(NetworkTextLimits.nameLength) at most")
    }
    return words[1].text
  }

  private mutating func widths(_ words: [Word], _ head: Word) throws(NetworkTextError) -> [Int] {
    let limits = WidthLimits.width
    guard words.count > 1 else { throw NetworkTextError(head, "a width is missing", remedy: "as in: widths 32 64") }
    guard words.count - 1 <= WidthLimits.count.upperBound else {
      throw NetworkTextError(
        words[WidthLimits.count.upperBound + 1], "there are more than \(WidthLimits.count.upperBound) widths")
    }
    widths = try words.dropFirst().map { word throws(NetworkTextError) in
      guard let width = Int(word.text), limits.contains(width) else {
        throw NetworkTextError(
          word, "'\(word.text)' is no width",
          remedy: "it is a whole number from \(limits.lowerBound) to \(limits.upperBound), a space between two")
      }
      return width
    }
    return widths
  }

  private func settings(_ words: [Word], _ head: Word) throws(NetworkTextError) -> [NetworkText.Setting] {
    guard words.count > 1 else {
      throw NetworkTextError(head, "a setting is missing", remedy: "as in: recipe fit=\"0.1, 8, cycle_len=8\"")
    }
    var settings: [NetworkText.Setting] = []
    for word in words.dropFirst() {
      guard let equals = word.text.firstIndex(of: "="), equals != word.text.startIndex else {
        throw NetworkTextError(
          word, "'\(word.text)' is no setting", remedy: "write KEY=VALUE, with quotation marks where it has spaces")
      }
      let name = Word(String(word.text[..<equals]), column: word.column)
      var value = word.text[word.text.index(after: equals)...]
      if value.count > 1, value.first == "\"", value.last == "\"" { value = value.dropFirst().dropLast() }
      guard !value.isEmpty, !value.contains("\"") else {
        throw NetworkTextError(word, "'\(word.text)' has no value", remedy: "write \(name.text)=\"…\"")
      }
      guard !settings.contains(where: { $0.name == name }) else {
        throw NetworkTextError(word, "\(name.text) is given twice", remedy: "leave one of them out")
      }
      settings.append(NetworkText.Setting(name, String(value)))
    }
    return settings
  }
}
