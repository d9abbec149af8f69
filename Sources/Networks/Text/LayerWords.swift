import Files

/// The words behind a layer's kind, as the kind takes them: first what stands by its place, then `key=value`.
package struct LayerWords {
  typealias Word = NetworkText.Word

  private let kind: Word
  private let usage: String
  private var placed: ArraySlice<Word>
  private var named: [(name: String, value: Word, word: Word)] = []
  private var asked: [String] = []
  private let widths: [Int]
  private let classes: Int

  /// Those of `line`, where `widths` are called w1, w2, …; `usage` is how a line of its kind is written.
  init(_ line: NetworkText.LayerLine, usage: String, widths: [Int], classes: Int) throws(NetworkTextError) {
    kind = line.kind
    self.usage = usage
    self.widths = widths
    self.classes = classes
    placed = []
    for word in line.arguments {
      try Self.check(word)
      guard let equals = word.text.firstIndex(of: "=") else {
        guard named.isEmpty else {
          throw NetworkTextError(word, "'\(word.text)' stands behind a key", remedy: "it is written: \(usage)")
        }
        placed.append(word)
        continue
      }
      let name = String(word.text[..<equals])
      let value = word.text[word.text.index(after: equals)...]
      guard !named.contains(where: { $0.name == name }) else {
        throw NetworkTextError(word, "\(name) is given twice", remedy: "leave one of them out")
      }
      named.append((name, Word(String(value), column: word.column + name.count + 1), word))
    }
  }

  /// Refuses what other languages put between words.
  private static func check(_ word: Word) throws(NetworkTextError) {
    if word.text.hasSuffix(",") {
      throw NetworkTextError(word, "'\(word.text)' ends in a comma", remedy: "between words stands a space alone")
    }
    if word.text.hasPrefix("=") || word.text.hasSuffix("=") {
      throw NetworkTextError(
        word, "a key and its value are one word", remedy: "leave the spaces around = out, as in stride=2")
    }
    if word.text.hasPrefix("//") {
      throw NetworkTextError(word, "'\(word.text)' begins no comment", remedy: "a comment begins with #")
    }
  }

  /// Refuses what nobody has asked for.
  func finish() throws(NetworkTextError) {
    if let word = placed.first {
      throw NetworkTextError(word, "'\(word.text)' is one word too many", remedy: "it is written: \(usage)")
    }
    for (name, _, word) in named where !asked.contains(name) {
      // PyTorch's padding is pad here.
      let likely = nearest(to: name, in: asked) ?? asked.first { name.hasPrefix($0) || $0.hasPrefix(name) }
      let suggestion = likely.map { "did you mean \($0)?" }
      throw NetworkTextError(
        word, "\(kind.text) has no '\(name)'",
        remedy: suggestion ?? (asked.isEmpty ? "it takes no keys" : "there are \(asked.joined(separator: ", "))"))
    }
  }

  private mutating func next(_ what: String) throws(NetworkTextError) -> Word {
    guard let word = placed.popFirst() else {
      throw NetworkTextError(kind, "\(kind.text) lacks its \(what)", remedy: "it is written: \(usage)")
    }
    return word
  }

  /// The side of a square kernel: `3x3`.
  mutating func kernel() throws(NetworkTextError) -> Int {
    let word = try next("kernel")
    let parts = word.text.split(whereSeparator: { $0 == "x" || $0 == "X" || $0 == "×" }).map { Int($0) }
    let limits = NetworkTextLimits.kernel
    guard parts.count == 2, let side = parts[0], let other = parts[1], limits.contains(side), limits.contains(other)
    else {
      throw NetworkTextError(
        word, "'\(word.text)' is no kernel",
        remedy: "write it as 3x3; its sides are \(limits.lowerBound) to \(limits.upperBound)")
    }
    guard side == other else {
      throw NetworkTextError(word, "'\(word.text)' is not square", remedy: "write \(side)x\(side) or \(other)x\(other)")
    }
    return side
  }

  /// How many channels or values there are: a number, a width, or `classes`.
  mutating func count(_ what: String) throws(NetworkTextError) -> Int {
    let word = try next(what)
    if word.text == "classes" { return classes }
    if let number = Int(word.text) {
      let limits = WidthLimits.width
      guard limits.contains(number) else {
        throw NetworkTextError(word, "\(number) is not between \(limits.lowerBound) and \(limits.upperBound)")
      }
      return number
    }
    if word.text.first == "w", let index = Int(word.text.dropFirst()) {
      guard widths.indices.contains(index - 1) else {
        throw NetworkTextError(
          word, widths.isEmpty ? "there are no widths" : "there is no \(word.text), the last width is w\(widths.count)",
          remedy: widths.isEmpty ? "name them above the layers, as in: widths 32 64" : nil)
      }
      return widths[index - 1]
    }
    throw NetworkTextError(
      word, "'\(word.text)' is no \(what)", remedy: "write a number, a width such as w1, or classes")
  }

  /// A whole number by its place.
  mutating func number(_ what: String, in range: ClosedRange<Int>) throws(NetworkTextError) -> Int {
    try whole(next(what), what, range)
  }

  /// A number by its place.
  mutating func number(_ what: String, in range: some RangeExpression<Double>, _ wanted: String)
    throws(NetworkTextError) -> Double
  {
    try real(next(what), what, range, wanted)
  }

  private mutating func value(_ key: String) -> Word? {
    asked.append(key)
    return named.first { $0.name == key }?.value
  }

  /// `key=N`.
  mutating func number(_ key: String, _ range: ClosedRange<Int>, or usual: Int) throws(NetworkTextError) -> Int {
    guard let word = value(key) else { return usual }
    return try whole(word, key, range)
  }

  /// `key=X`.
  mutating func number(_ key: String, _ range: some RangeExpression<Double>, _ wanted: String, or usual: Double)
    throws(NetworkTextError) -> Double
  {
    guard let word = value(key) else { return usual }
    return try real(word, key, range, wanted)
  }

  /// `key=yes` or `key=no`.
  mutating func flag(_ key: String, or usual: Bool) throws(NetworkTextError) -> Bool {
    try choice(key, ["yes", "no"], or: usual ? "yes" : "no") == "yes"
  }

  /// `key=WORD`.
  mutating func choice<Value: RawRepresentable<String> & CaseIterable>(_ key: String, or usual: Value)
    throws(NetworkTextError) -> Value
  {
    let word = try choice(key, Value.allCases.map(\.rawValue), or: usual.rawValue)
    return Value(rawValue: word) ?? usual
  }

  private mutating func choice(_ key: String, _ words: [String], or usual: String) throws(NetworkTextError) -> String {
    guard let word = value(key) else { return usual }
    guard words.contains(word.text) else {
      throw NetworkTextError(
        word, "\(key) is not '\(word.text)'",
        remedy: "it is \(words.dropLast().joined(separator: ", ")) or \(words.last ?? "")")
    }
    return word.text
  }

  /// `key=same` or `key=N`; nil: as much as keeps the size of the maps.
  mutating func padding(_ key: String) throws(NetworkTextError) -> Int? {
    guard let word = value(key), word.text != "same" else { return nil }
    guard Int(word.text) != nil else {
      throw NetworkTextError(word, "\(key) is not '\(word.text)'", remedy: "it is same or a number of pixels")
    }
    return try whole(word, key, NetworkTextLimits.padding)
  }

  /// Refuses the value of a key, or the kind itself where the key is not there.
  func refusal(_ key: String, _ reason: String, remedy: String) -> NetworkTextError {
    NetworkTextError(named.first { $0.name == key }?.value ?? kind, reason, remedy: remedy)
  }

  private func whole(_ word: Word, _ what: String, _ range: ClosedRange<Int>) throws(NetworkTextError) -> Int {
    guard let number = Int(word.text), range.contains(number) else {
      throw NetworkTextError(
        word, "\(what) is not '\(word.text)'",
        remedy: "it is a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  private func real(_ word: Word, _ what: String, _ range: some RangeExpression<Double>, _ wanted: String)
    throws(NetworkTextError) -> Double
  {
    guard let number = Double(word.text), range.contains(number) else {
      throw NetworkTextError(word, "\(what) is not '\(word.text)'", remedy: "it is \(wanted)")
    }
    return number
  }
}
