/// A value of JSON5 (spec.json5.org), as far as theme files need it.
///
/// Foundation's decoder is no choice on Linux: it does not say where a mistake is, refuses most escapes, and traps on
/// bytes that are no UTF-8.
package enum JSON5: Equatable {
  case string(String)
  case array([JSON5])
  /// Where a name stands twice, the last one counts.
  case object([String: JSON5])
  /// A number, `true`, `false` or `null`.
  case other

  package struct Failure: Error, Equatable, CustomStringConvertible {
    /// From 1.
    let line: Int
    let reason: String

    package var description: String { "line \(line): \(reason)" }
  }

  package init(_ bytes: [UInt8]) throws(Failure) {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure(line: 1, reason: "it is not UTF-8") }
    var parser = JSON5Parser(Array(text.unicodeScalars))
    self = try parser.document()
  }

  package var string: String? { if case .string(let value) = self { value } else { nil } }
  package var array: [JSON5]? { if case .array(let value) = self { value } else { nil } }
  package var object: [String: JSON5]? { if case .object(let value) = self { value } else { nil } }
}

/// Recursive descent over scalars.
private struct JSON5Parser {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private static let mostNested = 32

  init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private func failure(_ reason: String) -> JSON5.Failure {
    JSON5.Failure(line: 1 + scalars[..<index].count { $0 == "\n" }, reason: reason)
  }

  mutating func document() throws(JSON5.Failure) -> JSON5 {
    let value = try value(depth: 0)
    guard try next() == nil else { throw failure("there is more after the end") }
    return value
  }

  /// Skips white space and comments, and returns what comes then without taking it.
  private mutating func next() throws(JSON5.Failure) -> Unicode.Scalar? {
    while index < scalars.count {
      let rest = scalars[index...]
      if scalars[index].properties.isWhitespace || scalars[index] == "\u{FEFF}" {
        index += 1
      } else if rest.starts(with: "//".unicodeScalars) {
        index = rest.firstIndex(of: "\n") ?? scalars.count
      } else if rest.starts(with: "/*".unicodeScalars) {
        guard let end = rest.dropFirst(2).firstRange(of: "*/".unicodeScalars) else {
          throw failure("a comment does not end")
        }
        index = end.upperBound
      } else {
        return scalars[index]
      }
    }
    return nil
  }

  private mutating func expect(_ scalar: Unicode.Scalar) throws(JSON5.Failure) {
    guard try next() == scalar else { throw failure("\"\(scalar)\" is missing") }
    index += 1
  }

  private mutating func value(depth: Int) throws(JSON5.Failure) -> JSON5 {
    guard depth < Self.mostNested else { throw failure("values are nested too deep") }
    switch try next() {
    case "{":
      var members: [String: JSON5] = [:]
      try items(before: "}") { parser throws(JSON5.Failure) in
        let name = try parser.name()
        try parser.expect(":")
        members[name] = try parser.value(depth: depth + 1)
      }
      return .object(members)
    case "[":
      var elements: [JSON5] = []
      try items(before: "]") { parser throws(JSON5.Failure) in elements.append(try parser.value(depth: depth + 1)) }
      return .array(elements)
    case "\"", "'": return .string(try quoted())
    default:
      let word = word()
      guard !word.isEmpty else { throw failure("a value is missing") }
      guard ["true", "false", "null"].contains(word) || Double(word) != nil else {
        throw failure("\"\(word.prefix(20))\" is no value: texts stand in quotes")
      }
      return .other
    }
  }

  /// Takes the brackets as well as what stands between them, with a comma after each item but perhaps the last.
  private mutating func items(
    before end: Unicode.Scalar, _ item: (inout JSON5Parser) throws(JSON5.Failure) -> Void
  ) throws(JSON5.Failure) {
    index += 1
    while try next() != end {
      try item(&self)
      guard try next() == "," else { break }
      index += 1
    }
    try expect(end)
  }

  private mutating func name() throws(JSON5.Failure) -> String {
    let first = try next()
    let name = first == "\"" || first == "'" ? try quoted() : word()
    guard !name.isEmpty else { throw failure("a name is missing") }
    return name
  }

  /// Letters, digits, and what else numbers and names without quotes consist of.
  private mutating func word() -> String {
    let word = scalars[index...].prefix { $0.properties.isAlphabetic || "0123456789_$+-.".unicodeScalars.contains($0) }
    index = word.endIndex
    return String(String.UnicodeScalarView(word))
  }

  private mutating func quoted() throws(JSON5.Failure) -> String {
    let quote = scalars[index]
    index += 1
    // In UTF-16, as `\u` counts.
    var units: [UInt16] = []
    while index < scalars.count, scalars[index] != "\n", scalars[index] != "\r" {
      let scalar = scalars[index]
      index += 1
      if scalar == quote { return String(decoding: units, as: UTF16.self) }
      units += scalar == "\\" ? try escaped() : Array(String(scalar).utf16)
    }
    throw failure(index < scalars.count ? "a text does not end on its line" : "a text does not end")
  }

  private static let escapes: [Unicode.Scalar: UInt16] = [
    "n": 0x0A, "t": 0x09, "r": 0x0D, "b": 0x08, "f": 0x0C, "v": 0x0B, "0": 0x00,
  ]

  /// What stands after a backslash.
  private mutating func escaped() throws(JSON5.Failure) -> [UInt16] {
    guard index < scalars.count else { throw failure("a text does not end") }
    let scalar = scalars[index]
    index += 1
    switch scalar {
    case "x": return [try code(digits: 2)]
    case "u": return [try code(digits: 4)]
    case "\n", "\u{2028}", "\u{2029}": return []
    case "\r":
      if index < scalars.count, scalars[index] == "\n" { index += 1 }
      return []
    default: return Self.escapes[scalar].map { [$0] } ?? Array(String(scalar).utf16)
    }
  }

  private mutating func code(digits count: Int) throws(JSON5.Failure) -> UInt16 {
    let digits = scalars[index...].prefix(count)
    guard digits.count == count, digits.allSatisfy({ $0.isASCII && $0.properties.isASCIIHexDigit }),
      let code = UInt16(String(String.UnicodeScalarView(digits)), radix: 16)
    else { throw failure("\\ is not followed by \(count) hexadecimal digits") }
    index = digits.endIndex
    return code
  }
}
