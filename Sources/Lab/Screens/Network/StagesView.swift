import Kernels
import Screen

/// The feature maps of a network as blocks, as high as the maps, with the number of channels beneath.
struct StagesView: Widget {
  let outline: NetworkOutline
  let image: MapShape

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(rect, title: "stages: size of the maps, and how many").inset(columns: 1)
    // Consecutive layers with the same output shape are one stage.
    var stages = [(shape: image, layers: 0)]
    for row in outline.rows {
      if row.output == stages[stages.count - 1].shape {
        stages[stages.count - 1].layers += 1
      } else {
        stages.append((row.output, 1))
      }
    }
    let width = 7
    let heights = max(inner.height - 2, 1) * 8
    for (index, stage) in stages.prefix(inner.width / width).enumerated() {
      let x = inner.x + index * width
      let size = stage.shape.height
      let eighths = max(1, size * heights / max(image.height, 1))
      for row in 0..<max(inner.height - 2, 1) {
        let filled = min(max(eighths - row * 8, 0), 8)
        guard filled > 0, let block = Unicode.Scalar(0x2580 + UInt32(filled)) else { continue }
        for column in 0..<4 {
          buffer.put(block, x: x + column, y: inner.maxY - 3 - row, style: Style(index == 0 ? .muted : .accent))
        }
      }
      let times = stage.layers > 1 ? " ×\(stage.layers)" : ""
      buffer.write(
        stage.shape.area == 1 ? "1" : "\(size)²", x: x, y: inner.maxY - 2, style: Style(.text), width: width - 1)
      buffer.write("\(stage.shape.channels)\(times)", x: x, y: inner.maxY - 1, style: Style(.muted), width: width - 1)
    }
  }
}
