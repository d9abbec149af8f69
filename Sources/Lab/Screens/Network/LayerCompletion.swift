import Networks
import Screen

/// What can stand at the end of a layer's line, by the usage of its kind.
struct LayerCompletion {
  /// What is there of the last word.
  let begun: String
  /// All that it could become.
  let words: [String]

  /// For the part of a line before the cursor.
  init(_ line: String, widths: Int) {
    let kinds = WrittenKinds.words
    var before = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
    begun = line.last.map { $0 == " " || $0 == "\t" } ?? true ? "" : before.removeLast()
    guard let place = before.prefix(2).firstIndex(where: kinds.contains) else {
      words = before.count < 2 ? kinds : []
      return
    }
    let usage = LayerUsage(before[place])
    let given = before[(place + 1)...]
    if let equals = begun.firstIndex(of: "=") {
      let key = String(begun[..<equals])
      words = (usage.keys.first { $0.name == key }?.values ?? []).map { "\(key)=\($0)" }
      return
    }
    let number = given.filter { !$0.contains("=") }.count
    if number < usage.places.count {
      words = usage.places[number].flatMap { Self.examples($0, widths: widths) }
    } else {
      let names = given.compactMap { $0.split(separator: "=").first.map(String.init) }
      words = usage.keys.map(\.name).filter { !names.contains($0) }.map { $0 + "=" }
    }
  }

  /// Those that go on with what is there.
  var fitting: [String] { words.filter { $0.hasPrefix(begun) } }

  /// What they all begin with.
  var common: String {
    guard var common = fitting.first else { return begun }
    while !fitting.allSatisfy({ $0.hasPrefix(common) }) { common.removeLast() }
    return common
  }

  /// What a word of a usage stands for.
  private static func examples(_ place: String, widths: Int) -> [String] {
    switch place {
    case "KxK": ["1x1", "3x3", "5x5", "7x7"]
    case "CHANNELS": widthNames(widths)
    case "N": widthNames(widths)
    case "K": ["2", "3"]
    case "P": ["0.1", "0.2", "0.5"]
    case "X": ["0.1", "0.5", "2"]
    default: [place]
    }
  }

  private static func widthNames(_ count: Int) -> [String] { (0..<count).map { "w\($0 + 1)" } }
}

/// How a line of a kind is written: `conv KxK CHANNELS [stride=1 bias=yes]`.
struct LayerUsage {
  /// What stands by its place, each in the ways that there are.
  let places: [[String]]
  let keys: [(name: String, values: [String])]

  init(_ kind: String) {
    guard kind != WrittenKinds.block else {
      (places, keys) = ([["{"]], [])
      return
    }
    let parts = (WrittenKinds.usage(kind) ?? "").split(separator: "[", maxSplits: 1)
    places = (parts.first ?? "").split(separator: " ").dropFirst().map { $0.split(separator: "|").map(String.init) }
    let inBrackets = parts.count > 1 ? parts[1].dropLast() : ""
    keys = inBrackets.split(separator: " ").map { word in
      let sides = word.split(separator: "=", maxSplits: 1).map(String.init)
      var values = sides.count > 1 ? sides[1].split(separator: "|").map(String.init) : []
      if let flag = values.first, values.count == 1, ["yes", "no"].contains(flag) { values = ["yes", "no"] }
      return (sides[0], values.filter { $0.first?.isUppercase != true })
    }
  }
}

extension TextInput {
  /// Puts a word in place of what is there of it before the cursor.
  mutating func complete(_ begun: String, with word: String) {
    for _ in begun { _ = handle(.backspace) }
    insert(word)
  }

  /// What stands before the cursor.
  var beforeCursor: String { String(text.prefix(cursor)) }
}
