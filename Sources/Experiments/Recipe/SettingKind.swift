import Foundation
import Networks
import Training

/// What values a setting has: how they are written and read as text and in JSON, and their limits.
struct SettingKind<Value: Sendable & Equatable>: Sendable {
  typealias Read = @Sendable (String) throws(InvalidValue) -> Value
  typealias Check = @Sendable (Value) throws(InvalidValue) -> Void
  typealias Encode = @Sendable (Value, inout KeyedEncodingContainer<RecipeKey>, RecipeKey) throws -> Void
  typealias Decode = @Sendable (KeyedDecodingContainer<RecipeKey>, RecipeKey) throws -> Value?

  let form: RecipeField.Form
  let text: @Sendable (Value) -> String
  /// The value of a text, within its limits.
  let read: Read
  let encode: Encode
  /// The value of a key, within its limits; nil where it is not there.
  let decode: Decode

  /// A kind whose values stand in JSON as `encode` and `decode` have them, or as they are.
  init(
    _ form: RecipeField.Form, text: @escaping @Sendable (Value) -> String, read: @escaping Read,
    encode: @escaping Encode, decode: @escaping Decode
  ) {
    self.form = form
    self.text = text
    self.read = read
    self.encode = encode
    self.decode = decode
  }
}

extension SettingKind where Value: Codable {
  /// A kind whose values stand in JSON as they are. `read` gives the value of a text, `check` knows the limits.
  init(
    _ form: RecipeField.Form, text: @escaping @Sendable (Value) -> String = { "\($0)" }, read: @escaping Read,
    check: @escaping Check = { _ throws(InvalidValue) in }
  ) {
    self.init(
      form, text: text,
      read: { text throws(InvalidValue) in
        let value = try read(text)
        try check(value)
        return value
      },
      encode: { value, container, key in try container.encode(value, forKey: key) },
      decode: { container, key in
        guard let value = try container.decodeIfPresent(Value.self, forKey: key) else { return nil }
        try check(value)
        return value
      })
  }
}

extension SettingKind where Value == Int {
  /// A whole number within `range`; without `choices` any of them can be typed, with them only those.
  static func whole(_ range: ClosedRange<Int>, unit: String, choices: [Int] = []) -> Self {
    let end = range.upperBound == .max ? "on" : "to \(range.upperBound)"
    let wanted = InvalidValue("a whole number of \(unit) from \(range.lowerBound) \(end) is wanted")
    let words = choices.map(String.init)
    return Self(
      words.isEmpty ? .value("N") : .choice(words),
      read: { text throws(InvalidValue) in
        guard words.isEmpty || words.contains(text) else { throw .noChoice(of: words) }
        guard let value = Int(text) else { throw wanted }
        return value
      }, check: { value throws(InvalidValue) in if !range.contains(value) { throw wanted } })
  }
}

extension SettingKind where Value == UInt64 {
  /// Any seed.
  static var seed: Self {
    Self(.value("N")) { text throws(InvalidValue) in
      guard let seed = UInt64(text) else { throw InvalidValue("a whole number from 0 to \(UInt64.max) is wanted") }
      return seed
    }
  }
}

extension SettingKind where Value == Double {
  /// A share: at least 0 and below 1.
  static func share(_ placeholder: String) -> Self {
    let wanted = InvalidValue("a number from 0 up to, but not, 1 is wanted")
    return Self(
      .value(placeholder), text: numberText,
      read: { text throws(InvalidValue) in
        guard let value = Double(text) else { throw wanted }
        return value
      }, check: { value throws(InvalidValue) in if !(0..<1).contains(value) { throw wanted } })
  }
}

/// A number that reads back to the same bits; whole ones without a point.
func numberText(_ value: Double) -> String {
  let text = "\(value)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

extension SettingKind where Value == Bool {
  /// `on` or `off`; the option of the command line, which takes no value, says `option`.
  static func flag(_ option: RecipeField.Switch = .on) -> Self {
    Self(.flag(option), text: { ($0 ? RecipeField.Switch.on : .off).rawValue }) { text throws(InvalidValue) in
      guard let word = RecipeField.Switch(rawValue: text) else { throw .noChoice(of: RecipeField.Switch.words) }
      return word == .on
    }
  }
}

extension SettingKind where Value == String {
  /// Any text but the empty one.
  static func text(_ placeholder: String) -> Self {
    Self(.value(placeholder), text: { $0 }) { text throws(InvalidValue) in
      guard !text.isEmpty else { throw InvalidValue("it must not be empty") }
      return text
    }
  }
}

extension SettingKind where Value: RawRepresentable<String> {
  /// One of the words of an enumeration, or of those of `choices`, by which JSON calls it, too.
  static func choice(_ choices: [Value]) -> Self {
    let words = choices.map(\.rawValue)
    return Self(
      .choice(words), text: \.rawValue,
      read: { text throws(InvalidValue) in
        guard let value = choices.first(where: { $0.rawValue == text }) else { throw .noChoice(of: words) }
        return value
      }, encode: { value, container, key in try container.encode(value.rawValue, forKey: key) },
      decode: { container, key in
        guard let text = try container.decodeIfPresent(String.self, forKey: key) else { return nil }
        guard let value = Value(rawValue: text) else { throw InvalidValue.noChoice(of: words) }
        return value
      })
  }

  /// One of two words that are a yes and a no in JSON.
  static func choice(storingWhether yes: Value, or no: Value) -> Self {
    let words = Self.choice([no, yes])
    return Self(
      words.form, text: words.text, read: words.read,
      encode: { value, container, key in try container.encode(value == yes, forKey: key) },
      decode: { container, key in try container.decodeIfPresent(Bool.self, forKey: key).map { $0 ? yes : no } })
  }
}

extension SettingKind where Value: RawRepresentable<String> & CaseIterable {
  /// One of all its words.
  static func choice() -> Self { choice(Array(Value.allCases)) }
}

extension InvalidValue {
  static func noChoice(of words: [String]) -> InvalidValue {
    words.count > 2
      ? InvalidValue("one of \(words.joined(separator: ", ")) is wanted")
      : InvalidValue("\(words.joined(separator: " or ")) is wanted")
  }
}
