import Foundation

/// A theme file as it stands there: JSON5 with `name`, `about`, `appearance`, `roles`, and `gradients`.
struct ThemeFile: Decodable {
  enum Appearance: String, Decodable {
    case dark, light
  }

  var name: String
  var about: String?
  var appearance: Appearance
  var roles: [String: String]
  var gradients: [String: [String]]?

  /// Larger files are no themes.
  static let largestSize = 64 * 1024
  /// More colours than that no eye tells apart.
  static let mostStops = 64

  init(_ bytes: [UInt8]) throws(ThemeProblem) {
    guard bytes.count <= Self.largestSize else { throw .tooLarge(bytes: bytes.count) }
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    do {
      self = try decoder.decode(ThemeFile.self, from: Data(bytes))
    } catch {
      throw .notATheme(reason: Self.reason(error))
    }
  }

  private static func reason(_ error: any Error) -> String {
    func path(_ context: DecodingError.Context) -> String {
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      return path.isEmpty ? "" : " at \(path)"
    }
    return switch error {
    case DecodingError.keyNotFound(let key, let context): "\"\(key.stringValue)\" is missing" + path(context)
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "another kind of value is needed" + path(context)
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
      "the value cannot be used" + path(context)
    default: "it is not JSON5"
    }
  }
}

extension Theme.Colour {
  /// `#rgb`, `#rrggbb`, or `ansi 0` … `ansi 15`.
  init?(_ text: String) {
    if text.hasPrefix("ansi "), let index = UInt8(text.dropFirst(5)), index < 16 {
      self = .palette(index)
      return
    }
    let digits = text.dropFirst()
    guard text.hasPrefix("#"), digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: 16) else {
      return nil
    }
    switch digits.count {
    case 3:
      self = .rgb(RGB(UInt8(value >> 8) * 17, UInt8(value >> 4 & 15) * 17, UInt8(value & 15) * 17))
    case 6: self = .rgb(RGB(hex: value))
    default: return nil
    }
  }
}
