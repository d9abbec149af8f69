import Foundation
import Networks
import Training

// Settings that are lists, as they are typed.

extension SettingKind where Value == [Int] {
  /// Widths with commas between them.
  static var widths: Self {
    let limits = WidthLimits.width
    return Self(
      .value("A,B,…"), text: { $0.map(String.init).joined(separator: ",") },
      read: { text throws(InvalidValue) in
        var widths: [Int] = []
        for (index, part) in text.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
          guard let width = Int(part.filter { $0 != " " }), width > 0 else {
            throw InvalidValue(
              "width \(index + 1), '\(part)', is no whole number above 0; write them as 3,20,40,80")
          }
          widths.append(width)
        }
        return widths
      },
      check: { widths throws(InvalidValue) in
        guard WidthLimits.count.contains(widths.count), widths.allSatisfy(limits.contains) else {
          throw InvalidValue(
            "\(WidthLimits.count.lowerBound) to \(WidthLimits.count.upperBound) widths are wanted, "
              + "each from \(limits.lowerBound) to \(limits.upperBound)")
        }
      })
  }
}

extension SettingKind where Value == [String: Double] {
  /// Numbers by the name of a group or layer, with commas between them: `biases=0.053, head=0.67`.
  static func byGroup(_ placeholder: String, above least: Double? = nil, below most: Double = .infinity) -> Self {
    let range = most.isFinite ? "from 0 up to, but not, \(numberText(most))" : least == nil ? "from 0 on" : "above 0"
    let wanted = "a number \(range) is wanted for each"
    @Sendable func parsed(_ text: String) throws(InvalidValue) -> [String: Double] {
      var values: [String: Double] = [:]
      for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        let words = part.split(separator: "=", omittingEmptySubsequences: false).map {
          $0.trimmingCharacters(in: .whitespaces)
        }
        guard words.count == 2, GroupSettings.isName(words[0]) else {
          throw InvalidValue("names with their numbers are wanted, as in biases=0.05, head=0.5")
        }
        guard let value = Double(words[1]), value >= 0, value > (least ?? -1), value < most else {
          throw InvalidValue("\(words[0]): \(wanted)")
        }
        guard values.updateValue(value, forKey: words[0]) == nil else {
          throw InvalidValue("\(words[0]) is given twice")
        }
      }
      return values
    }
    return Self(
      .value(placeholder),
      text: { $0.sorted { $0.key < $1.key }.map { "\($0.key)=\(numberText($0.value))" }.joined(separator: ", ") },
      read: parsed,
      encode: { values, container, key in
        try container.encode(Self.byGroup(placeholder).text(values), forKey: key)
      }, decode: { container, key in try container.decodeIfPresent(String.self, forKey: key).map(parsed) })
  }
}

extension SettingKind where Value == [String] {
  /// Names with commas or spaces between them.
  static func names(_ placeholder: String) -> Self {
    Self(.value(placeholder), text: { $0.joined(separator: ",") }) { text throws(InvalidValue) in
      let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.split(separator: " ") }
      guard parts.allSatisfy({ !$0.isEmpty }) else { throw InvalidValue("names with commas between them are wanted") }
      return parts.joined().map(String.init)
    }
  }
}

extension SettingKind where Value == [FitCall] {
  /// Calls of `fit` with semicolons between them.
  static var calls: Self {
    Self(.value("\"LR, N…\""), text: { $0.map(\.description).joined(separator: "; ") }) { text throws(InvalidValue) in
      var calls: [FitCall] = []
      for part in text.split(separator: ";", omittingEmptySubsequences: false) {
        do throws(FitCallError) {
          calls.append(try FitCall(parsing: part.trimmingCharacters(in: .whitespaces)))
        } catch {
          throw InvalidValue("column \(error.column): \(error.reason)", pointer: error.pointer)
        }
      }
      return calls
    }
  }
}

extension SettingKind where Value == NetworkText {
  /// The text of a network.
  static var networkText: Self {
    @Sendable func parsed(_ text: String) throws(InvalidValue) -> NetworkText {
      do throws(NetworkTextError) { return try NetworkText(parsing: text) } catch {
        throw InvalidValue(error.description)
      }
    }
    return Self(
      .value("TEXT"), text: \.description, read: parsed,
      encode: { text, container, key in try container.encode(text.description, forKey: key) },
      decode: { container, key in try container.decodeIfPresent(String.self, forKey: key).map(parsed) })
  }
}
