import Foundation
import Screen

/// Figures as the screens of a lab write them: learning rates, losses, times of day; a dash where there is none.
enum Figures {
  static let missing = "–"

  /// Four decimals, as the lesson prints its losses; in short, with an exponent, where those need more columns.
  static func loss(_ value: Double?, width: Int = 9) -> String {
    value.map { NumberText.fixed($0, 4, width: width) } ?? missing
  }

  /// `50.32`, of a fraction.
  static func percent(_ value: Double?, _ decimals: Int = 2) -> String {
    value.map { $0.isFinite ? NumberText.fixed($0 * 100, decimals) : missing } ?? missing
  }

  static func duration(_ seconds: Double?) -> String { seconds.map(NumberText.duration) ?? missing }

  /// `3.21e-2`: a learning rate.
  static func rate(_ value: Double) -> String {
    guard value.isFinite, value > 0 else { return value == 0 ? "0" : NumberText.short(value) }
    let parts = String(format: "%.2e", value).split(separator: "e")
    var mantissa = parts[0]
    while mantissa.last == "0" { mantissa.removeLast() }
    if mantissa.last == "." { mantissa.removeLast() }
    return "\(mantissa)e\(Int(parts[1]) ?? 0)"
  }

  /// `14:32:07` in the given offset from Greenwich.
  static func clock(_ secondsSince1970: Double, offset: Int) -> String {
    let day = ((Int(secondsSince1970.rounded()) + offset) % 86_400 + 86_400) % 86_400
    return String(format: "%02d:%02d:%02d", day / 3_600, day / 60 % 60, day % 60)
  }

  /// The decimal logarithm.
  static func log10(_ value: Double) -> Double { Foundation.log10(value) }
}
