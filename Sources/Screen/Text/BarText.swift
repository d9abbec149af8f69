/// Bars as text, in eighths of a cell. No cell is higher than seven eighths, so bars on neighbouring rows do not touch.
package enum BarText {
  /// The filled part of a bar of `width` cells: full cells, then one whose height is what remains.
  package static func filled(_ share: Double, width: Int) -> String {
    let part = share.isNaN ? 0 : min(max(share, 0), 1)
    let eighths = Int((part * Double(max(width, 0) * 8)).rounded())
    var text = String(repeating: "▇", count: eighths / 8)
    if eighths % 8 > 0, let tip = Unicode.Scalar(0x2580 + UInt32(eighths % 8)) { text.unicodeScalars.append(tip) }
    return text
  }

  /// The same with its track behind.
  package static func whole(_ share: Double, width: Int) -> String {
    let filled = filled(share, width: width)
    return filled + String(repeating: "▁", count: width - filled.count)
  }
}
