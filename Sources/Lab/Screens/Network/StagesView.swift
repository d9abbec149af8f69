import Kernels
import Screen

/// The feature maps of a network as blocks, as high as the maps, with the number of channels beneath; over them the
/// branches of its residual blocks.
struct StagesView: Widget {
  /// Cells of layers without a branch, of those between branches, and of the space between stages.
  private static let width = (alone: 4, beside: 2, gap: 3)
  private static let mostHeight = 14

  let outline: NetworkOutline
  let image: MapShape

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(
      rect, title: "stages: size of the maps, and how many", note: note(width: rect.width)
    ).inset(columns: 1)
    let depth = outline.stages.map { Self.depth($0.parts) }.max() ?? 0
    // Two rows of figures, and one for the maps at least.
    let arcs = max(0, min(depth, inner.height - 3))
    let height = max(1, min(inner.height - 2 - arcs, Self.mostHeight))
    let perLine = arcs + height + 2
    var (x, y) = (inner.x, inner.y)
    for (index, stage) in outline.stages.enumerated() {
      let isBrief = Self.width(stage.parts) > inner.width
      let isAlone = index == 0 || isBrief || Self.isPlain(stage.parts)
      let times = stage.layers > 1 ? " ×\(stage.layers)" : ""
      let count = "\(stage.shape.channels)\(times)"
      // As wide as what stands beneath, so that stages stay near each other.
      let width = max(isAlone ? Self.width.alone : Self.width(stage.parts), TextWidth.of(count))
      if x + width > inner.maxX {
        (x, y) = (inner.x, y + perLine + 1)
      }
      guard y + perLine <= inner.maxY else { return }
      let bars = Rect(x: x, y: y + arcs, width: width, height: height)
      let role: Role = index == 0 ? .muted : .accent
      if index == 0 || isBrief || Self.isPlain(stage.parts) {
        fill(&buffer, Rect(x: x, y: bars.y, width: width, height: height), stage, role)
      } else {
        _ = drawParts(stage.parts, stage, x: x, level: 0, arcs: arcs, bars, role, &buffer)
      }
      let size = stage.shape.area == 1 ? "1" : "\(stage.shape.height)" + (buffer.unicode ? "²" : "^2")
      buffer.write(size, x: x, y: bars.maxY, style: .text, width: width)
      buffer.write(count, x: x, y: bars.maxY + 1, style: Style(.muted), width: width)
      x += width + Self.width.gap
    }
  }

  private func note(width: Int) -> String {
    let blocks = outline.stages.map(\.parts)
    guard blocks.contains(where: { Self.depth($0) > 0 }), width > 50 else { return "" }
    return blocks.contains(where: Self.hasShortcut)
      ? "╭──╮ residual block · ╭▪▪╮ with layers on its shortcut" : "╭──╮ residual block"
  }

  private static func depth(_ parts: [NetworkStage.Part]) -> Int {
    parts.map { if case .block(let inside, _) = $0 { depth(inside) + 1 } else { 0 } }.max() ?? 0
  }

  /// One or more layers without a branch.
  private static func isPlain(_ parts: [NetworkStage.Part]) -> Bool { parts.count == 1 && depth(parts) == 0 }

  private static func hasShortcut(_ parts: [NetworkStage.Part]) -> Bool {
    parts.contains { if case .block(let inside, let has) = $0 { has || hasShortcut(inside) } else { false } }
  }

  private static func width(_ parts: [NetworkStage.Part]) -> Int {
    guard parts.count > 1 || depth(parts) > 0 else { return width.alone }
    return parts.map(width).reduce(parts.count - 1, +)
  }

  private static func width(_ part: NetworkStage.Part) -> Int {
    guard case .block(let inside, _) = part else { return width.beside }
    return depth(inside) == 0 ? width.alone : width(inside) + 2
  }

  /// The parts from `x` on; the columns that they take.
  private func drawParts(
    _ parts: [NetworkStage.Part], _ stage: NetworkStage, x start: Int, level: Int, arcs: Int, _ bars: Rect,
    _ role: Role, _ buffer: inout Buffer
  ) -> Int {
    var x = start
    for (index, part) in parts.enumerated() {
      if index > 0 { x += 1 }
      let isAlone = parts.count == 1 && level == 0
      var width = isAlone ? Self.width(parts) : Self.width(part)
      switch part {
      case .layers: fill(&buffer, Rect(x: x, y: bars.y, width: width, height: bars.height), stage, role)
      case .block(let inside, let hasShortcut):
        width = Self.width(part)
        let top = bars.maxY - (eighths(stage, height: bars.height) + 7) / 8
        if level < arcs { drawArc(x: x, y: top - arcs + level, width: width, hasShortcut, &buffer) }
        if Self.depth(inside) > 0 {
          _ = drawParts(inside, stage, x: x + 1, level: level + 1, arcs: arcs, bars, role, &buffer)
        } else {
          fill(&buffer, Rect(x: x, y: bars.y, width: width, height: bars.height), stage, role)
        }
      }
      x += width
    }
    return x - start
  }

  private func drawArc(x: Int, y: Int, width: Int, _ hasShortcut: Bool, _ buffer: inout Buffer) {
    let line: String = hasShortcut ? "▪" : "─"
    let text = "╭" + String(repeating: line, count: width - 2) + "╮"
    buffer.write(text, x: x, y: y, style: Style(.title), width: width)
  }

  private func eighths(_ stage: NetworkStage, height: Int) -> Int {
    max(1, stage.shape.height * height * 8 / max(image.height, 1))
  }

  /// A block as high as the maps of a stage are against those of the image.
  private func fill(_ buffer: inout Buffer, _ rect: Rect, _ stage: NetworkStage, _ role: Role) {
    let eighths = self.eighths(stage, height: rect.height)
    for row in 0..<rect.height {
      let filled = min(max(eighths - row * 8, 0), 8)
      guard filled > 0, let block = Unicode.Scalar(0x2580 + UInt32(filled)) else { continue }
      for column in 0..<rect.width { buffer.put(block, x: rect.x + column, y: rect.maxY - 1 - row, style: Style(role)) }
    }
  }
}
