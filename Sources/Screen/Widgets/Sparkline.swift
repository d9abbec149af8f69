/// Values as columns of seven heights, in one row. An eighth height would touch the row above.
package struct Sparkline: Widget, Equatable, Sendable {
  /// A NaN leaves a gap.
  package var values: [Double]
  /// Bottom and top; nil: the smallest and largest value.
  package var range: ClosedRange<Double>?
  package var role: Role

  package init(_ values: [Double], range: ClosedRange<Double>? = nil, role: Role = .accent) {
    self.values = values
    self.range = range
    self.role = role
  }

  /// Where several values fall into one column, it shows the largest.
  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let finite = values.filter(\.isFinite)
    guard let low = range?.lowerBound ?? finite.min(), let high = range?.upperBound ?? finite.max() else { return }
    let columns = min(rect.width, values.count)
    for column in 0..<columns {
      let part = values[column * values.count / columns..<max((column + 1) * values.count / columns, 1)]
      guard let value = part.filter({ !$0.isNaN }).max() else { continue }
      let share = high > low ? (value - low) / (high - low) : 0.5
      let level = Int((min(max(share, 0), 1) * 6).rounded())
      buffer.put(
        Unicode.Scalar(0x2581 + UInt32(level)) ?? "▇", x: rect.x + column, y: rect.y, style: Style(role))
    }
  }
}
