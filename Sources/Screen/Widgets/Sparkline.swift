/// Values as a row of columns, eight heights each.
package struct Sparkline: Widget, Equatable, Sendable {
  /// From left to right; what is no number leaves a gap.
  package var values: [Double]
  /// The heights' bottom and top; nil for the smallest and largest value.
  package var range: ClosedRange<Double>?
  /// Their colour.
  package var role: Role

  /// A row of values.
  package init(_ values: [Double], range: ClosedRange<Double>? = nil, role: Role = .accent) {
    self.values = values
    self.range = range
    self.role = role
  }

  /// Draws one row. Where there are more values than columns, a column has the largest of its share of them.
  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let finite = values.filter(\.isFinite)
    guard let low = range?.lowerBound ?? finite.min(), let high = range?.upperBound ?? finite.max() else { return }
    let columns = min(rect.width, values.count)
    for column in 0..<columns {
      let part = values[column * values.count / columns..<max((column + 1) * values.count / columns, 1)]
      guard let value = part.filter({ !$0.isNaN }).max() else { continue }
      let share = high > low ? (value - low) / (high - low) : 0.5
      let level = min(max(Int((min(max(share, 0), 1) * 7).rounded()), 0), 7)
      buffer.put(
        Unicode.Scalar(0x2581 + UInt32(level)) ?? "█", x: rect.x + column, y: rect.y, style: Style(role))
    }
  }
}
