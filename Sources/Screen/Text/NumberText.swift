import Foundation

/// Numbers as the screens write them.
package enum NumberText {
  /// A tick's label: as many decimals as the distance between ticks needs.
  static func tick(_ value: Double, step: Double) -> String {
    if value == 0 { return "0" }
    if abs(value) >= 1e6 || step < 1e-4 { return short(value) }
    let decimals = max(0, Int(-floor(log10(step) + 1e-9)))
    return fixed(value, decimals)
  }

  /// With so many decimals; `…` when it is not finite.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    value.isFinite ? String(format: "%.\(decimals)f", value) : "…"
  }

  /// With so many decimals where that fits into so many columns, else in short.
  package static func fixed(_ value: Double, _ decimals: Int, width: Int) -> String {
    let text = fixed(value, decimals)
    return value.isFinite && text.count <= width ? text : short(value)
  }

  /// Three significant digits, with an exponent when it is very small or large: learning rates, values at a cursor.
  package static func short(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    let size = abs(value)
    if size != 0, size < 0.01 || size >= 100_000 {
      let text = String(format: "%.2e", value)
      guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]) else {
        return text
      }
      var mantissa = text[..<mark]
      while mantissa.hasSuffix("0") { mantissa.removeLast() }
      if mantissa.hasSuffix(".") { mantissa.removeLast() }
      return "\(mantissa)e\(exponent)"
    }
    return fixed(value, size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4)
  }

  /// A place on an axis.
  static func cursor(_ value: Double, whole: Bool) -> String {
    whole && abs(value) < 1e15 ? count(Int(value.rounded())) : short(value)
  }

  /// A count with separated thousands: 155,970.
  package static func count(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (value < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }

  /// A count in k, M, G: 156 k.
  package static func compact(_ value: Int) -> String {
    let size = Double(value.magnitude)
    for (limit, unit) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] where size >= limit {
      let scaled = Double(value) / limit
      return fixed(scaled, abs(scaled) < 10 ? 1 : 0) + " " + unit
    }
    return String(value)
  }

  /// Bytes in KiB, MiB, GiB.
  package static func bytes(_ value: Int) -> String {
    for (shift, unit) in [(30, "GiB"), (20, "MiB"), (10, "KiB")] where value >= 1 << shift {
      let scaled = Double(value) / Double(1 << shift)
      return fixed(scaled, scaled < 10 ? 1 : 0) + " " + unit
    }
    return "\(value) B"
  }

  /// A share as percent: 70.2 %.
  package static func percent(_ share: Double, _ decimals: Int = 0) -> String {
    share.isFinite ? fixed(share * 100, decimals) + " %" : "…"
  }

  /// A length of time: 5.1 s, 2:05, 1:02:05.
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "…" }
    if seconds < 10 { return fixed(seconds, 1) + " s" }
    if seconds < 60 { return fixed(seconds, 0) + " s" }
    let whole = Int(seconds.rounded())
    let minutes = whole / 60 % 60
    return whole < 3600
      ? String(format: "%d:%02d", minutes, whole % 60)
      : String(format: "%d:%02d:%02d", whole / 3600, minutes, whole % 60)
  }
}
