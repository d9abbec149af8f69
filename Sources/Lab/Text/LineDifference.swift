import Screen

/// Two texts line by line: what is in the first alone, in the second alone, and in both.
struct LineDifference: Equatable, Sendable {
  enum Side: Equatable, Sendable { case same, first, second }

  struct Line: Equatable, Sendable {
    let side: Side
    let content: String

    init(_ side: Side, _ content: String) {
      self.side = side
      self.content = content
    }

    /// With its sign.
    var text: String {
      switch side {
      case .same: "  \(content)"
      case .first: "− \(content)"
      case .second: "+ \(content)"
      }
    }

    var style: Style {
      switch side {
      case .same: Style(.muted)
      case .first: Style(.warning)
      case .second: Style(.good, .bold)
      }
    }
  }

  /// Lines around a change that are shown with it.
  private static let context = 1

  private(set) var lines: [Line] = []

  init(_ first: [String], _ second: [String]) {
    let difference = second.difference(from: first)
    var removed = Set<Int>()
    var added = Set<Int>()
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var (one, other) = (0, 0)
    while one < first.count || other < second.count {
      if removed.contains(one) {
        lines.append(Line(.first, first[one]))
        one += 1
      } else if added.contains(other) {
        lines.append(Line(.second, second[other]))
        other += 1
      } else {
        lines.append(Line(.same, second[other]))
        one += 1
        other += 1
      }
    }
  }

  var isEmpty: Bool { lines.allSatisfy { $0.side == .same } }

  /// Without lines that are far from a change.
  var shortened: [Line] {
    let near = lines.indices.filter { index in
      let around = max(0, index - Self.context)...min(lines.count - 1, index + Self.context)
      return around.contains { lines[$0].side != .same }
    }
    var result: [Line] = []
    var last = -1
    for index in near {
      if index > last + 1 { result.append(Line(.same, "…")) }
      result.append(lines[index])
      last = index
    }
    if last < lines.count - 1 { result.append(Line(.same, "…")) }
    return result
  }
}
