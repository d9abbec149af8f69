import Foundation
import Networks
import Training

/// The type of a setting's values: text form, JSON form, limits.
struct SettingKind<Value: Sendable & Equatable>: Sendable {
  typealias Read = @Sendable (String) throws(InvalidValue) -> Value
  typealias Check = @Sendable (Value) throws(InvalidValue) -> Void
  typealias Encode = @Sendable (Value, inout KeyedEncodingContainer<RecipeKey>, RecipeKey) throws -> Void
  typealias Decode = @Sendable (KeyedDecodingContainer<RecipeKey>, RecipeKey) throws -> Value?

  let form: RecipeField.Form
  let text: @Sendable (Value) -> String
  /// Parses a text and checks the limits.
  let read: Read
  let encode: Encode
  /// Decodes the value of a key and checks the limits; nil if the key is missing.
  let decode: Decode

  /// A kind with its own JSON form, or the value's own.
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
  /// A kind whose values are coded in JSON as they are.
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
  /// An integer in `range`, or one of `choices`.
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
  static var seed: Self {
    Self(.value("N")) { text throws(InvalidValue) in
      guard let seed = UInt64(text) else { throw InvalidValue("a whole number from 0 to \(UInt64.max) is wanted") }
      return seed
    }
  }
}

extension SettingKind where Value == Double {
  /// A number in 0..<1.
  static func share(_ placeholder: String) -> Self {
    share(placeholder, wanted: "a number from 0 up to, but not, 1 is wanted") { (0..<1).contains($0) }
  }

  /// A share of the images: above 0 and below 1.
  static var heldOut: Self {
    share("SHARE", wanted: "a share above 0 and below 1 is wanted, as in 0.2") { $0 > 0 && $0 < 1 }
  }

  /// A number in a range.
  static func number(_ placeholder: String, in range: ClosedRange<Double>) -> Self {
    let wanted = "a number from \(numberText(range.lowerBound)) to \(numberText(range.upperBound)) is wanted"
    return share(placeholder, wanted: wanted, range.contains)
  }

  private static func share(
    _ placeholder: String, wanted: String, _ fits: @escaping @Sendable (Double) -> Bool
  ) -> Self {
    Self(
      .value(placeholder), text: numberText,
      read: { text throws(InvalidValue) in
        guard let value = Double(text) else { throw InvalidValue(wanted) }
        return value
      }, check: { value throws(InvalidValue) in if !fits(value) { throw InvalidValue(wanted) } })
  }
}

/// The shortest text that parses to the same bits; integers without a point.
func numberText(_ value: Double) -> String {
  let text = "\(value)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

extension SettingKind where Value == Bool {
  /// `on` or `off`. The option takes no value and means `option`.
  static func flag(_ option: RecipeField.Switch = .on) -> Self {
    Self(.flag(option), text: { ($0 ? RecipeField.Switch.on : .off).rawValue }) { text throws(InvalidValue) in
      guard let word = RecipeField.Switch(rawValue: text) else { throw .noChoice(of: RecipeField.Switch.words) }
      return word == .on
    }
  }
}

extension SettingKind where Value == String {
  /// Any text except the empty one.
  static func text(_ placeholder: String) -> Self {
    Self(.value(placeholder), text: { $0 }) { text throws(InvalidValue) in
      guard !text.isEmpty else { throw InvalidValue("it must not be empty") }
      return text
    }
  }
}

extension SettingKind where Value: LosslessStringConvertible {
  /// What its own text says, the same in JSON.
  static func described(_ placeholder: String, wanted: String) -> Self {
    @Sendable func parsed(_ text: String) throws(InvalidValue) -> Value {
      guard let value = Value(text) else { throw InvalidValue(wanted) }
      return value
    }
    return Self(
      .value(placeholder), text: \.description, read: parsed,
      encode: { value, container, key in try container.encode(value.description, forKey: key) },
      decode: { container, key in try container.decodeIfPresent(String.self, forKey: key).map(parsed) })
  }
}

extension SettingKind where Value: RawRepresentable<String> {
  /// One of an enumeration's words, all or those of `choices`; the same in JSON.
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

  /// One of two words, coded in JSON as a Boolean.
  static func choice(storingWhether yes: Value, or no: Value) -> Self {
    let words = Self.choice([no, yes])
    return Self(
      words.form, text: words.text, read: words.read,
      encode: { value, container, key in try container.encode(value == yes, forKey: key) },
      decode: { container, key in try container.decodeIfPresent(Bool.self, forKey: key).map { $0 ? yes : no } })
  }
}

extension SettingKind where Value: RawRepresentable<String> & CaseIterable {
  static func choice() -> Self { choice(Array(Value.allCases)) }
}

extension InvalidValue {
  static func noChoice(of words: [String]) -> InvalidValue {
    words.count > 2
      ? InvalidValue("one of \(words.joined(separator: ", ")) is wanted")
      : InvalidValue("\(words.joined(separator: " or ")) is wanted")
  }
}
