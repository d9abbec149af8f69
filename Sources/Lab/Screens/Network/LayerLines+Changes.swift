import Networks

extension LayerLines {
  /// Lines after a change, and where the cursor then stands.
  struct Change: Equatable, Sendable {
    let lines: [String]
    let cursor: Int
    /// What was taken out.
    var taken: [String] = []
  }

  /// Puts text in place of a line, or below it, and closes what that opens.
  func typed(_ text: String, at line: Int, below: Bool) -> Change {
    var new = lines
    let place = below ? min(line + 1, lines.count) : line
    if below { new.insert(text, at: place) } else { new[place] = text }
    if let block = LayerLines(new).open.last, (block.divides ?? block.opens) == place { new.insert("}", at: place + 1) }
    return Change(lines: new, cursor: place)
  }

  /// Takes lines out; between the branches of a block it is the shortcut that goes.
  func taking(_ range: Range<Int>) -> Change {
    var new = lines
    new.removeSubrange(range)
    let taken = LayerLines(Array(lines[range])).indented
    return Change(lines: new, cursor: max(first, min(range.lowerBound, new.count - 1)), taken: taken)
  }

  /// The lines of a block's shortcut, with the one that it begins with.
  func shortcut(at line: Int) -> Range<Int>? {
    guard roles[line] == .divides, let block = block(at: line) else { return nil }
    return line..<block.closes
  }

  /// Puts lines below one, labels that are there already counted on.
  func putting(_ taken: [String], below line: Int) -> Change {
    let place = lines.isEmpty ? 0 : max(first, min(line + 1, lines.count))
    var labels = labels(besides: place)
    let depths = LayerLines(taken).depths
    let named = zip(taken, depths).map { text, depth in depth == 0 ? Self.relabelled(text, &labels) : text }
    return Change(lines: Array(lines[..<place]) + named + Array(lines[place...]), cursor: place)
  }

  /// Moves lines over the one above or below; nil: there is none. Past the end of a block they are outside of it.
  func moving(_ range: Range<Int>, by offset: Int) -> Change? {
    let place = range.lowerBound + offset
    guard place >= first, range.upperBound + offset <= lines.count else { return nil }
    var new = lines
    let moved = Array(new[range])
    new.removeSubrange(range)
    new.insert(contentsOf: moved, at: place)
    return Change(lines: new, cursor: place)
  }

  /// Puts lines into a residual block of their own.
  func wrapping(_ range: Range<Int>) -> Change {
    var labels = labels(besides: range.lowerBound)
    let head = labels.isEmpty ? "residual {" : Self.relabelled("block1 residual {", &labels)
    let new = Array(lines[..<range.lowerBound]) + [head] + Array(lines[range]) + ["}"]
    return Change(lines: new + Array(lines[range.upperBound...]), cursor: range.lowerBound)
  }

  /// Takes a block away from around the layers of its body; the shortcut's layers are taken out.
  func unwrapping(_ block: Block) -> Change {
    var labels = labels(besides: block.opens)
    let end = block.divides ?? block.closes
    let depth = depths[block.opens] + 1
    let body = (block.opens + 1..<end).map { index in
      depths[index] == depth ? Self.relabelled(lines[index], &labels) : lines[index]
    }
    let taken = block.divides.map { Array(lines[($0 + 1)..<block.closes]) } ?? []
    return Change(
      lines: Array(lines[..<block.opens]) + body + Array(lines[(block.closes + 1)...]), cursor: block.opens,
      taken: LayerLines(taken).indented)
  }
}

extension LayerLines {
  /// The label of a line, where it has one.
  static func label(_ line: String) -> String? {
    let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }.map(String.init)
    let kinds = WrittenKinds.words
    guard words.count > 1, !kinds.contains(words[0]), kinds.contains(words[1]) else { return nil }
    return words[0]
  }

  /// The labels of the layers that one at that place would stand among.
  private func labels(besides place: Int) -> Set<String> {
    let around = blocks.first { $0.opens < place && place <= $0.closes }
    let start = around.map { block in block.divides.map { $0 < place ? $0 : block.opens } ?? block.opens } ?? first - 1
    let end =
      around.map { block in block.divides.map { $0 < place ? block.closes : $0 } ?? block.closes } ?? lines.count
    let depth = around.map { depths[$0.opens] + 1 } ?? 0
    let siblings = (start + 1..<max(end, start + 1)).filter { depths[$0] == depth }
    return Set(siblings.compactMap { Self.label(lines[$0]) })
  }

  /// The line with a label that no other has: the number at its end counts on.
  private static func relabelled(_ line: String, _ labels: inout Set<String>) -> String {
    guard let label = label(line), !labels.insert(label).inserted, let place = line.range(of: label) else {
      return line
    }
    let digits = label.reversed().prefix { $0.isASCII && $0.isNumber }.count
    let stem = label.dropLast(digits)
    var number = (Int(label.suffix(digits)) ?? 1) + 1
    while !labels.insert("\(stem)\(number)").inserted { number += 1 }
    return line.replacingCharacters(in: place, with: "\(stem)\(number)")
  }
}
