import Foundation

/// Numbers as people read them.
package enum Figures {
  /// In place of a number that there is not.
  package static let missing = "–"

  // MARK: Decimals and exponents

  /// With so many decimals, or as a power of ten from 1e7 on.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return missing }
    return abs(value) < 1e7 ? String(format: "%.\(decimals)f", value) : scientific(value)
  }

  /// With so many decimals where that fits into so many columns, else in short.
  package static func fixed(_ value: Double, _ decimals: Int, width: Int) -> String {
    let text = fixed(value, decimals)
    return abs(value) < 1e7 && text.count <= width ? text : short(value)
  }

  /// Three significant digits, with an exponent when it is very small or large; `nan` and `inf` by name.
  package static func short(_ value: Double) -> String {
    let size = abs(value)
    if size == 0 || (0.01..<100_000).contains(size) {
      return fixed(value, size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4)
    }
    return exponential(value)
  }

  /// 3.21e-2, 1e-5.
  package static func exponential(_ value: Double, decimals: Int = 2) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    let parts = String(format: "%.\(decimals)e", value).split(separator: "e")
    var mantissa = parts[0]
    while mantissa.last == "0" { mantissa.removeLast() }
    if mantissa.last == "." { mantissa.removeLast() }
    return "\(mantissa)e\(Int(parts[1]) ?? 0)"
  }

  /// 3.21e-02, 1.00e-05: of one length in a column.
  package static func scientific(_ value: Double) -> String { String(format: "%.2e", value) }

  // MARK: Places on an axis

  /// A tick's label: as many decimals as the distance between ticks needs.
  static func tick(_ value: Double, step: Double) -> String {
    if value == 0 { return "0" }
    if abs(value) >= 1e6 || step < 1e-4 { return short(value) }
    let decimals = max(0, Int(-floor(log10(step) + 1e-9)))
    return fixed(value, decimals)
  }

  // MARK: Counts

  /// 155,970.
  package static func grouped(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (value < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }

  /// 156 k, 2.0 M.
  package static func compact(_ value: Int) -> String {
    let (scaled, unit) = scaled(Double(value), by: decimalUnits)
    return unit.isEmpty ? String(value) : fixed(scaled, abs(scaled) < 10 ? 1 : 0) + " " + unit
  }

  /// With three significant digits: 2.61 M.
  package static func prefixed(_ value: Double) -> String {
    let (scaled, unit) = scaled(value, by: decimalUnits)
    return String(format: "%.3g", scaled) + (unit.isEmpty ? "" : " " + unit)
  }

  /// 1.5 KiB; without `decimals`, one below 10 and none above.
  package static func bytes(_ count: Int, decimals: Int? = nil) -> String {
    let (scaled, unit) = scaled(Double(count), by: binaryUnits)
    return unit.isEmpty ? "\(count) B" : fixed(scaled, decimals ?? (scaled < 10 ? 1 : 0)) + " " + unit
  }

  private static let decimalUnits = [(1e9, "G"), (1e6, "M"), (1e3, "k")]
  private static let binaryUnits = [(0x1p30, "GiB"), (0x1p20, "MiB"), (0x1p10, "KiB")]

  /// A value in the largest unit that it reaches.
  private static func scaled(_ value: Double, by units: [(size: Double, name: String)]) -> (Double, unit: String) {
    guard let unit = units.first(where: { abs(value) >= $0.size }) else { return (value, "") }
    return (value / unit.size, unit.name)
  }

  // MARK: Fractions

  /// 70.16, of 0.7016.
  package static func percent(_ fraction: Double) -> String { fixed(fraction * 100, 2) }

  /// The same, or a dash.
  package static func percent(_ fraction: Double?) -> String { fraction.map(percent) ?? missing }

  /// 70 %, of 0.7016.
  package static func percentSign(_ fraction: Double, _ decimals: Int = 0) -> String {
    fraction.isFinite ? fixed(fraction * 100, decimals) + " %" : missing
  }

  /// A difference of fractions: +0.42 points.
  package static func points(_ difference: Double) -> String {
    (difference < 0 ? "" : "+") + "\(percent(difference)) points"
  }

  // MARK: Time

  /// 12 ms, 5.1 s, 2:05, 1:02:05.
  package static func duration(_ seconds: Double) -> String {
    guard seconds >= 0, seconds < 1e9 else { return missing }
    if seconds > 0, seconds < 0.0995 { return fixed(seconds * 1000, seconds < 0.00995 ? 1 : 0) + " ms" }
    return seconds < 60 ? fixed(seconds, seconds < 10 ? 1 : 0) + " s" : clock(Int(seconds.rounded()))
  }

  /// The same, or a dash.
  package static func duration(_ seconds: Double?) -> String { seconds.map(duration) ?? missing }

  /// Whole seconds with their unit: 12 s, 3:05 min, 1:02:07 h.
  package static func timeLeft(_ seconds: Double) -> String {
    guard abs(seconds) < 1e9 else { return missing }
    let whole = Int(seconds.rounded())
    return whole < 60 ? "\(whole) s" : clock(whole) + (whole < 3600 ? " min" : " h")
  }

  private static func clock(_ seconds: Int) -> String {
    seconds < 3600
      ? String(format: "%d:%02d", seconds / 60, seconds % 60)
      : String(format: "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
  }

  /// The time of day, `14:32:07`, at an offset from Greenwich in seconds.
  package static func timeOfDay(_ secondsSince1970: Double, offset: Int) -> String {
    let day = ((Int(secondsSince1970.rounded()) + offset) % 86_400 + 86_400) % 86_400
    return String(format: "%02d:%02d:%02d", day / 3600, day / 60 % 60, day % 60)
  }
}
