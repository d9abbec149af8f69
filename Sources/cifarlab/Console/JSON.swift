import Foundation

/// A JSON value; figures that are not finite become `null`, the others read back to the same bits.
enum JSON: Encodable, Equatable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  case null
  case bool(Bool)
  case int(Int)
  case unsigned(UInt64)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  init(stringLiteral value: String) { self = .string(value) }
  init(integerLiteral value: Int) { self = .int(value) }
  init(floatLiteral value: Double) { self = .number(value) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(arrayLiteral elements: JSON...) { self = .array(elements) }
  init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }

  /// An array of whole numbers.
  static func ints(_ values: some Sequence<Int>) -> JSON { .array(values.map { .int($0) }) }
  /// An array of numbers.
  static func numbers(_ values: some Sequence<Double>) -> JSON { .array(values.map { .number($0) }) }
  /// An array of texts.
  static func strings(_ values: some Sequence<String>) -> JSON { .array(values.map { .string($0) }) }
  /// A text, or `null`.
  static func text(_ value: String?) -> JSON { value.map { .string($0) } ?? .null }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .int(let value): try container.encode(value)
    case .unsigned(let value): try container.encode(value)
    case .number(let value): if value.isFinite { try container.encode(value) } else { try container.encodeNil() }
    case .string(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let values): try container.encode(values)
    }
  }

  /// The value in one line, keys in the order of the alphabet.
  var line: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { preconditionFailure("any JSON value can be encoded") }
    return String(decoding: data, as: UTF8.self)
  }
}
