import Foundation

/// A JSON value; figures that are not finite become `null`, the others read back to the same bits.
package enum JSON: Codable, Equatable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
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

  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .int(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }

  /// An array of whole numbers.
  package static func ints(_ values: some Sequence<Int>) -> JSON { .array(values.map { .int($0) }) }
  /// An array of numbers.
  package static func numbers(_ values: some Sequence<Double>) -> JSON { .array(values.map { .number($0) }) }
  /// An array of texts.
  package static func strings(_ values: some Sequence<String>) -> JSON { .array(values.map { .string($0) }) }
  /// A number, or `null`.
  package static func figure(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
  /// A text, or `null`.
  package static func text(_ value: String?) -> JSON { value.map { .string($0) } ?? .null }

  /// Any value that can be written as JSON, keys with underscores.
  package init(_ value: some Encodable) throws {
    self = try JSON.decode(JSON.self, from: JSON.bytes(of: value, keys: .underscores))
  }

  package func encode(to encoder: any Encoder) throws {
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

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .int(value)
    } else if let value = try? container.decode(UInt64.self) {
      self = .unsigned(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSON].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }

  /// The value in one line, keys in the order of the alphabet, and nothing in it that a terminal would obey.
  package var line: String {
    guard let bytes = try? JSON.bytes(of: self) else { preconditionFailure("any JSON value can be encoded") }
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.unicodeScalars.contains(where: { !$0.isPrintable }) else { return text }
    // Such characters stand in strings alone.
    return text.unicodeScalars.reduce(into: "") { line, scalar in
      if scalar.isPrintable {
        line.unicodeScalars.append(scalar)
      } else {
        for unit in String(scalar).utf16 { line += "\\u" + String(UInt32(unit) + 0x1_0000, radix: 16).dropFirst() }
      }
    }
  }
}

// MARK: - Swift values

extension JSON {
  /// How the names of properties stand in a file.
  package enum Keys: Sendable { case asNamed, underscores }

  /// Why bytes are not the JSON that was expected: the place, and what is wrong there.
  package struct Problem: UserFacingError, Equatable {
    package let problem: String
    package var exitCode: ExitCode { .fileProblem }
  }

  /// A value as JSON in one line, keys in the order of the alphabet. Figures that are not finite are an error, or
  /// strings where the file is read by this program alone.
  package static func bytes(
    of value: some Encodable, keys: Keys = .asNamed, allowsNotFinite: Bool = false
  ) throws -> [UInt8] {
    let encoder = encoder(keys)
    if allowsNotFinite {
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: notFinite.positive, negativeInfinity: notFinite.negative, nan: notFinite.nan)
    }
    return [UInt8](try encoder.encode(value))
  }

  /// A value as a file for people, too: one fact a line.
  package static func document(of value: some Encodable, keys: Keys = .asNamed) throws -> [UInt8] {
    let encoder = encoder(keys)
    encoder.outputFormatting.insert(.prettyPrinted)
    return [UInt8](try encoder.encode(value)) + [UInt8(ascii: "\n")]
  }

  /// Reads a value.
  package static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: some Sequence<UInt8>, keys: Keys = .asNamed, allowsNotFinite: Bool = false
  ) throws(Problem) -> Value {
    let decoder = JSONDecoder()
    if keys == .underscores { decoder.keyDecodingStrategy = .convertFromSnakeCase }
    if allowsNotFinite {
      decoder.nonConformingFloatDecodingStrategy = .convertFromString(
        positiveInfinity: notFinite.positive, negativeInfinity: notFinite.negative, nan: notFinite.nan)
    }
    do {
      return try decoder.decode(type, from: Data(bytes))
    } catch {
      throw Problem(problem: words(for: error))
    }
  }

  /// What stands in place of figures that JSON has none for.
  private static let notFinite = (positive: "inf", negative: "-inf", nan: "nan")

  private static func encoder(_ keys: Keys) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if keys == .underscores { encoder.keyEncodingStrategy = .convertToSnakeCase }
    return encoder
  }

  private static func words(for error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    func place(_ context: DecodingError.Context) -> String {
      context.codingPath.map(\.stringValue).joined(separator: ".")
    }
    switch error {
    case .keyNotFound(let key, _): return "'\(key.stringValue)' is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context): return "'\(place(context))' is of another kind"
    case .dataCorrupted(let context):
      return context.codingPath.isEmpty ? "is not JSON" : "'\(place(context))': \(context.debugDescription)"
    @unknown default: return "cannot be read"
    }
  }
}
