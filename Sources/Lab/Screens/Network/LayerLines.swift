import Networks

/// The lines of a network's text as they stand, right or wrong, by what they open and close.
struct LayerLines: Equatable, Sendable {
  enum Role: Equatable, Sendable {
    /// Above the layers: `network`, `about`, `widths`, `recipe`.
    case head
    /// Empty, or a comment alone.
    case remark
    case layer
    /// `residual {`.
    case opens
    /// `} shortcut {`.
    case divides
    /// `}`.
    case closes
  }

  /// The lines that a block consists of besides its layers.
  struct Block: Equatable, Sendable {
    let opens: Int
    var divides: Int?
    var closes: Int
  }

  let lines: [String]
  let roles: [Role]
  /// Those that are whole, the inner ones before the outer ones.
  let blocks: [Block]
  /// Those that are not closed, the outer ones first.
  let open: [Block]
  /// The first line of the layers.
  let first: Int

  init(_ lines: [String]) {
    self.lines = lines
    var roles = lines.map(Self.role)
    let layers = roles.firstIndex { ![.head, .remark].contains($0) } ?? lines.count
    // A head below a layer is no head.
    for index in layers..<lines.count where roles[index] == .head { roles[index] = .layer }
    let last = roles[..<layers].lastIndex(of: .head).map { $0 + 1 } ?? 0
    first = (last..<layers).first { !lines[$0].trimmed.isEmpty } ?? layers
    self.roles = roles
    (blocks, open) = Self.blocks(roles)
  }

  private static func role(_ line: String) -> Role {
    let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }
    guard let head = words.first, let tail = words.last else { return .remark }
    if ["network", "about", "widths", "recipe"].contains(head) { return .head }
    switch (head.hasPrefix("}"), tail.hasSuffix("{")) {
    case (true, true): return .divides
    case (true, false): return .closes
    case (false, true): return .opens
    case (false, false): return .layer
    }
  }

  private static func blocks(_ roles: [Role]) -> (whole: [Block], open: [Block]) {
    var whole: [Block] = []
    var open: [Block] = []
    for (index, role) in roles.enumerated() {
      switch role {
      case .opens: open.append(Block(opens: index, closes: index))
      case .divides: if !open.isEmpty { open[open.count - 1].divides = index }
      case .closes:
        guard var block = open.popLast() else { continue }
        block.closes = index
        whole.append(block)
      case .head, .remark, .layer: break
      }
    }
    return (whole, open)
  }

  /// The block that has this line at one of its ends, or between its branches.
  func block(at line: Int) -> Block? {
    blocks.first { $0.opens == line || $0.divides == line || $0.closes == line }
  }

  /// The innermost block around that line.
  func block(around line: Int) -> Block? { blocks.first { $0.opens < line && line < $0.closes } }

  /// Lines that stay together: a layer, or a block from one end to the other.
  func item(at line: Int) -> Range<Int> {
    block(at: line).map { $0.opens..<$0.closes + 1 } ?? line..<line + 1
  }

  /// The items from one line to another, with the blocks that begin or end between them.
  func items(from one: Int, to other: Int) -> Range<Int> {
    var range = min(one, other)..<max(one, other) + 1
    while let block = blocks.first(where: { block in
      let inside = [block.opens, block.divides, block.closes].compactMap { $0 }.filter(range.contains)
      return !inside.isEmpty && !(range.contains(block.opens) && range.contains(block.closes))
    }) {
      range = min(range.lowerBound, block.opens)..<max(range.upperBound, block.closes + 1)
    }
    return range
  }

  /// Blocks around each line; their own ends stand outside of them.
  var depths: [Int] {
    var depths = Array(repeating: 0, count: lines.count)
    var depth = 0
    for (index, role) in roles.enumerated() {
      if role == .closes || role == .divides { depth = max(0, depth - 1) }
      depths[index] = depth
      if role == .opens || role == .divides { depth += 1 }
    }
    return depths
  }

  /// The same lines, two spaces for each block around them.
  var indented: [String] {
    zip(lines, depths).map { line, depth in
      line.trimmed.isEmpty ? "" : String(repeating: "  ", count: depth) + line.trimmed
    }
  }

  /// Those above a line, with what closes the blocks that it stands in.
  func whole(above line: Int) -> [String] {
    var lines = Array(lines[..<min(line, lines.count)])
    while let last = lines.indices.last, [.opens, .divides].contains(roles[last]) { lines.removeLast() }
    return lines + LayerLines(lines).open.map { _ in "}" }
  }
}
