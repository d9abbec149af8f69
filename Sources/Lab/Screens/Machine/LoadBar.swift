import Screen

/// A bar of three parts, each with its own character: the lab's share, that of others, free.
struct LoadBar: Widget {
  static let legend = "▇ lab ▃ others · free"

  let lab: Double
  let others: Double

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let first = cells(lab, rect.width)
    let second = cells(lab + others, rect.width)
    for column in 0..<rect.width {
      let (sign, role): (Unicode.Scalar, Role) =
        column < first ? ("▇", .accent) : column < second ? ("▃", .warning) : ("·", .barTrack)
      buffer.put(sign, x: rect.x + column, y: rect.y, style: Style(role))
    }
  }

  private func cells(_ share: Double, _ width: Int) -> Int { Int((min(max(share, 0), 1) * Double(width)).rounded()) }
}
