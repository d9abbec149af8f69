/// A value of JSON5 (spec.json5.org).
package enum JSON5: Equatable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSON5])
  /// Where a key stands twice, the last one counts.
  case object([String: JSON5])

  /// Where and why bytes are no JSON5.
  package struct Failure: Error, Equatable, CustomStringConvertible {
    /// From 1.
    package let line: Int
    /// What was found, or what is missing.
    package let reason: String

    /// One line.
    package var description: String { "line \(line): \(reason)" }
  }

  /// Reads bytes of any origin. Foundation's decoder traps on some broken JSON5, so it is no choice for files that
  /// users write.
  package init(_ bytes: [UInt8]) throws(Failure) {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure(line: 1, reason: "it is not UTF-8") }
    var parser = JSON5Parser(Array(text.unicodeScalars))
    self = try parser.document()
  }

  /// The text, if it is one.
  package var string: String? { if case .string(let value) = self { value } else { nil } }
  /// The members, if it is an object.
  package var object: [String: JSON5]? { if case .object(let value) = self { value } else { nil } }
  /// The elements, if it is an array.
  package var array: [JSON5]? { if case .array(let value) = self { value } else { nil } }
}

/// Recursive descent over scalars, with a limit to the depth.
private struct JSON5Parser {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private static let deepest = 32

  init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private func failure(_ reason: String) -> JSON5.Failure {
    JSON5.Failure(line: 1 + scalars[..<min(index, scalars.count)].count { $0 == "\n" }, reason: reason)
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ scalar: Unicode.Scalar) throws(JSON5.Failure) {
    if !take(scalar) { throw failure("\"\(scalar)\" is missing") }
  }

  mutating func document() throws(JSON5.Failure) -> JSON5 {
    let value = try value(depth: 0)
    try skipSpace()
    guard next == nil else { throw failure("there is more after the end") }
    return value
  }

  /// White space and comments.
  private mutating func skipSpace() throws(JSON5.Failure) {
    while let scalar = next {
      if scalar.properties.isWhitespace || scalar == "\u{FEFF}" {
        index += 1
      } else if scalar == "/", index + 1 < scalars.count, scalars[index + 1] == "/" {
        while let other = next, other != "\n" { _ = take(other) }
      } else if scalar == "/", index + 1 < scalars.count, scalars[index + 1] == "*" {
        index += 2
        while index + 1 < scalars.count, scalars[index] != "*" || scalars[index + 1] != "/" { index += 1 }
        guard index + 1 < scalars.count else { throw failure("a comment does not end") }
        index += 2
      } else {
        return
      }
    }
  }

  private mutating func value(depth: Int) throws(JSON5.Failure) -> JSON5 {
    guard depth < Self.deepest else { throw failure("values are nested too deep") }
    try skipSpace()
    switch next {
    case "{": return .object(try members(depth: depth))
    case "[": return .array(try elements(depth: depth))
    case "\"", "'": return .string(try quoted())
    case nil: throw failure("a value is missing")
    default: return try word()
    }
  }

  private mutating func members(depth: Int) throws(JSON5.Failure) -> [String: JSON5] {
    var members: [String: JSON5] = [:]
    index += 1
    while true {
      try skipSpace()
      if take("}") { return members }
      let key = next == "\"" || next == "'" ? try quoted() : identifier()
      guard !key.isEmpty else { throw failure("a name is missing") }
      try skipSpace()
      try expect(":")
      members[key] = try value(depth: depth + 1)
      try skipSpace()
      if !take(",") {
        try expect("}")
        return members
      }
    }
  }

  private mutating func elements(depth: Int) throws(JSON5.Failure) -> [JSON5] {
    var elements: [JSON5] = []
    index += 1
    while true {
      try skipSpace()
      if take("]") { return elements }
      elements.append(try value(depth: depth + 1))
      try skipSpace()
      if !take(",") {
        try expect("]")
        return elements
      }
    }
  }

  /// Letters, digits, and what numbers and hyphenated names consist of.
  private mutating func identifier() -> String {
    var text = String.UnicodeScalarView()
    while let scalar = next, scalar.properties.isAlphabetic || "0123456789_$+-.".unicodeScalars.contains(scalar) {
      text.append(scalar)
      index += 1
    }
    return String(text)
  }

  private mutating func word() throws(JSON5.Failure) -> JSON5 {
    let start = index
    let text = identifier()
    switch text {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default: break
    }
    let digits = text.drop { $0 == "+" || $0 == "-" }
    let sign: Double = text.hasPrefix("-") ? -1 : 1
    if text.count - digits.count <= 1 {
      if digits == "Infinity" { return .number(sign * .infinity) }
      if digits == "NaN" { return .number(.nan) }
      if digits.hasPrefix("0x"), let value = UInt64(digits.dropFirst(2), radix: 16) {
        return .number(sign * Double(value))
      }
      if let first = digits.first, first.isASCII, first.isNumber || first == ".", let value = Double(digits) {
        return .number(sign * value)
      }
    }
    index = start
    throw failure(text.isEmpty ? "a value is missing" : "\"\(text.prefix(20))\" is no value: texts stand in quotes")
  }

  private mutating func quoted() throws(JSON5.Failure) -> String {
    guard let quote = next else { throw failure("a text is missing") }
    index += 1
    var text = String.UnicodeScalarView()
    while let scalar = next {
      index += 1
      switch scalar {
      case quote: return String(text)
      case "\\": try escape(into: &text)
      case "\n", "\r":
        index -= 1
        throw failure("a text does not end on its line")
      default: text.append(scalar)
      }
    }
    throw failure("a text does not end")
  }

  private mutating func escape(into text: inout String.UnicodeScalarView) throws(JSON5.Failure) {
    guard let scalar = next else { throw failure("a text does not end") }
    index += 1
    switch scalar {
    case "n": text.append("\n")
    case "t": text.append("\t")
    case "r": text.append("\r")
    case "b": text.append("\u{8}")
    case "f": text.append("\u{C}")
    case "v": text.append("\u{B}")
    case "0": text.append("\0")
    case "x": text.append(Unicode.Scalar(try code(digits: 2)) ?? "\u{FFFD}")
    case "u":
      let first = try code(digits: 4)
      // Two halves of a character beyond 16 bits.
      if (0xD800..<0xDC00).contains(first), index + 1 < scalars.count, scalars[index] == "\\", scalars[index + 1] == "u"
      {
        index += 2
        let second = try code(digits: 4)
        let isPair = (0xDC00..<0xE000).contains(second)
        let value = isPair ? 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00) : 0xFFFD
        text.append(Unicode.Scalar(value) ?? "\u{FFFD}")
      } else {
        text.append(Unicode.Scalar(first) ?? "\u{FFFD}")
      }
    case "\n", "\u{2028}", "\u{2029}": break
    case "\r": _ = take("\n")
    default: text.append(scalar)
    }
  }

  private mutating func code(digits: Int) throws(JSON5.Failure) -> UInt32 {
    guard index + digits <= scalars.count else { throw failure("a text does not end") }
    let text = String(String.UnicodeScalarView(scalars[index..<index + digits]))
    guard text.allSatisfy(\.isHexDigit), let value = UInt32(text, radix: 16) else {
      throw failure("\\ is not followed by \(digits) hexadecimal digits")
    }
    index += digits
    return value
  }
}
