/// A bar in eighths of a cell. The top of the row stays free, so that bars on neighbouring rows do not touch.
package struct ProgressBar: Widget, Equatable, Sendable {
  /// From 0 to 1.
  package var share: Double
  /// Of the filled part.
  package var role: Role

  package init(_ share: Double, role: Role = .barFill) {
    self.share = share.isNaN ? 0 : min(max(share, 0), 1)
    self.role = role
  }

  package func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let eighths = Int((share * Double(rect.width) * 8).rounded())
    for (column, scalar) in BarText.whole(share, width: rect.width).unicodeScalars.enumerated() {
      let filled = eighths - column * 8
      let sign = context.capabilities.unicode ? scalar : filled >= 4 ? "#" : "."
      let style = filled > 0 ? Style(foreground: .role(role), background: .role(.background)) : Style(.barTrack)
      buffer.put(sign, x: rect.x + column, y: rect.y, style: style)
    }
  }
}
