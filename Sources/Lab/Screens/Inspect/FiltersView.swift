import Experiments
import Screen

/// Filters of the first layer, the strongest first, up to three cells a pixel.
struct FiltersView: Widget {
  /// Smaller ones show nothing; of larger ones so many have to be visible.
  private static let wanted = 6
  let filters: [FilterImage]
  var isFocused = false

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(
      rect, title: "filters of the first layer, by norm", note: "\(filters.count) filters", focused: isFocused
    ).inset(columns: 1)
    let sorted = filters.enumerated().sorted { ($1.element.norm, $0.offset) < ($0.element.norm, $1.offset) }
    guard let first = filters.first else { return }
    let zoom = Self.zoom(of: first, count: filters.count, in: inner)
    let cells = zoom.size(width: first.width, height: first.height)
    let tile = (width: max(cells.columns, 4) + 1, height: cells.rows + 1)
    let columns = max(1, (inner.width + 1) / tile.width)
    for (place, (index, filter)) in sorted.prefix(columns * max(1, inner.height / tile.height)).enumerated() {
      let (x, y) = (inner.x + place % columns * tile.width, inner.y + place / columns * tile.height)
      let picture = PixelImage(width: filter.width, height: filter.height, planes: filter.pixels)
      let box = Rect(x: x, y: y, width: cells.columns, height: cells.rows).intersection(inner)
      buffer.draw(ImageView(picture, zoom: zoom), in: box, context)
      guard y + cells.rows < inner.maxY else { continue }
      let label =
        tile.width > 10 ? "\(index)  \(Figures.short(Double(filter.norm)))" : Figures.short(Double(filter.norm))
      buffer.write(label, x: x, y: y + cells.rows, style: Style(.muted), width: tile.width - 1)
    }
  }

  /// The largest size at which enough of them have room.
  private static func zoom(of filter: FilterImage, count: Int, in area: Rect) -> ImageZoom {
    let sizes: [ImageZoom] = [.triple, .double, .full]
    return sizes.first { zoom in
      let cells = zoom.size(width: filter.width, height: filter.height)
      return (area.width + 1) / (max(cells.columns, 4) + 1) * (area.height / (cells.rows + 1)) >= min(count, wanted)
    } ?? .half
  }
}
