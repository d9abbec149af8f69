import Foundation

/// Numbers as people read them.
enum Figures {
  /// With a fixed number of digits after the point, or as a power of ten where that would be endless; a dash where it is
  /// not finite.
  static func fixed(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite else { return "–" }
    return String(format: abs(value) < 1e7 ? "%.\(digits)f" : "%.2e", value)
  }

  /// A fraction as per cent, without the sign.
  static func percent(_ fraction: Double) -> String { fixed(fraction * 100, 2) }

  /// A fraction as whole per cent: 74 %.
  static func percentSign(_ fraction: Double) -> String { "\(fixed(fraction * 100, 0)) %" }

  /// A difference of fractions in points of a per cent, with its sign.
  static func points(_ difference: Double) -> String {
    (difference < 0 ? "" : "+") + "\(percent(difference)) points"
  }

  /// With commas between the thousands.
  static func grouped(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return value < 0 ? "-\(text)" : text
  }

  /// Three significant digits and a unit prefix: 2.61 M.
  static func prefixed(_ value: Double) -> String {
    for (limit, prefix) in [(1e9, " G"), (1e6, " M"), (1e3, " k")] where value >= limit {
      return String(format: "%.3g", value / limit) + prefix
    }
    return String(format: "%.3g", value)
  }

  /// Bytes in binary units: 12.4 MiB.
  static func bytes(_ count: Int) -> String {
    let value = Double(count)
    for (limit, unit) in [(1024.0 * 1024 * 1024, "GiB"), (1024 * 1024, "MiB"), (1024, "KiB")] where value >= limit {
      return String(format: "%.1f ", value / limit) + unit
    }
    return "\(count) B"
  }

  /// A time to go: 12 s, 3:05 min, 1:02:07 h.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "–" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return String(format: "%d:%02d min", whole / 60, whole % 60) }
    return String(format: "%d:%02d:%02d h", whole / 3600, whole / 60 % 60, whole % 60)
  }

  /// A learning rate: 1.00e-02.
  static func rate(_ value: Double) -> String { String(format: "%.2e", value) }
}
