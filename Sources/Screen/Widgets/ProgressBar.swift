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
    for column in 0..<rect.width {
      let filled = min(max(eighths - column * 8, 0), 8)
      let scalar: Unicode.Scalar
      if context.capabilities.unicode {
        scalar = filled == 0 ? "▁" : filled == 8 ? "▇" : Unicode.Scalar(0x2590 - UInt32(filled)) ?? "▇"
      } else {
        scalar = filled >= 4 ? "#" : "."
      }
      let style = filled == 0 ? Style(.barTrack) : Style(foreground: .role(role), background: .role(.background))
      buffer.put(scalar, x: rect.x + column, y: rect.y, style: style)
    }
  }
}
