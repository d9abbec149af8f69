import Networks

extension NetworkEditor {
  /// Duplicates the width at the cursor and moves to the copy.
  mutating func add() {
    var new = widths
    let at = min(cursor + 1, new.count)
    new.insert(new.isEmpty ? 16 : new[min(cursor, new.count - 1)], at: at)
    take(widths: new)
    move(to: at)
  }

  mutating func remove() {
    guard widths.count > 1 else { return }
    var new = widths
    new.remove(at: cursor)
    take(widths: new)
  }

  mutating func change(to width: Int) {
    guard widths.indices.contains(cursor) else { return }
    var new = widths
    new[cursor] = width
    take(widths: new)
  }

  /// Replaces the whole list.
  mutating func replace(with widths: [Int]) { take(widths: widths) }
}

/// Widths as they are typed.
enum TypedWidths {
  /// Parses one width.
  static func parse(_ text: String) -> Result<Int, InputError> {
    let text = text.filter { $0 != " " }
    guard let width = Int(text) else {
      return .failure(InputError(text.isEmpty ? "type a whole number" : "'\(text)' is no whole number"))
    }
    let limits = WidthLimits.width
    guard limits.contains(width) else {
      return .failure(InputError("a width is \(limits.lowerBound) to \(limits.upperBound)"))
    }
    return .success(width)
  }

  /// Parses a list of widths as typed or pasted: numbers between commas, spaces or dots; brackets are ignored.
  static func parseList(_ text: String) -> Result<[Int], InputError> {
    let parts = text.split { " ,;·[]()\t".contains($0) }
    guard !parts.isEmpty else { return .failure(InputError("type widths such as 3, 20, 40, 80")) }
    var widths: [Int] = []
    for part in parts {
      switch parse(String(part)) {
      case .success(let width): widths.append(width)
      case .failure(let error): return .failure(error)
      }
    }
    return WidthLimits.count.contains(widths.count)
      ? .success(widths) : .failure(InputError("\(WidthLimits.count.upperBound) widths are the most"))
  }
}
