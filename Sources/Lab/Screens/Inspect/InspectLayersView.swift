import Experiments
import Screen

/// First-layer filters, and figures of each layer with their course over the epochs.
struct InspectLayersView: Widget {
  private static let historyWidth = 9
  let inspection: Inspection
  let isFocused: Bool

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let filterRows = inspection.facts.filters.isEmpty ? 0 : min(6, rect.height / 3)
    let rows = rect.rows([.fixed(filterRows), .rest])
    if filterRows > 2 { drawFilters(into: &buffer, in: rows[0], context) }
    let layers = inspection.facts.layers
    let inner = buffer.frame(rows[1], title: "layers on one batch", note: "right: epoch by epoch", focused: isFocused)
      .inset(columns: 1)
    let isRoomy = inner.width >= 76
    var columns = [
      Table.Column("layer", width: .fixed(11)), Table.Column("mean", width: .fixed(7), align: .right),
      Table.Column("std", width: .fixed(7), align: .right), Table.Column("dead", width: .fixed(6), align: .right),
      Table.Column("gradient", width: .fixed(8), align: .right),
    ]
    columns.append(Table.Column("std ↝", width: .fixed(Self.historyWidth)))
    if isRoomy {
      columns.append(Table.Column("dead ↝", width: .fixed(Self.historyWidth)))
      columns.append(Table.Column("gradient ↝", width: .rest))
    }
    let table = layers.map { layer in
      [
        Span(layer.name), Span(Figures.short(layer.mean)), Span(Figures.short(layer.std)),
        Span(Figures.percentSign(layer.deadShare), Style(layer.deadShare > 0.5 ? .warning : .text)),
        Span(layer.gradientNorm.map(Figures.short) ?? Figures.missing),
      ]
    }
    buffer.draw(Table(columns: columns, rows: table, focused: false, top: 0), in: inner, context)
    let places = Rect(x: inner.x, y: inner.y, width: inner.width, height: 1).columns(columns.map(\.width), spacing: 1)
    for (index, layer) in layers.enumerated() where inner.y + 1 + index < inner.maxY {
      let rows = inspection.history.filter { $0.layer == layer.name }
      let curves = [rows.map(\.std), rows.map(\.deadShare), rows.map { $0.gradientNorm ?? .nan }]
      for (curve, place) in zip(curves, places.dropFirst(5)) where curve.contains(where: \.isFinite) {
        let area = Rect(x: place.x, y: inner.y + 1 + index, width: place.width, height: 1)
        buffer.draw(Sparkline(curve, range: 0...max(curve.filter(\.isFinite).max() ?? 1, 1e-9)), in: area, context)
      }
    }
  }

  private func drawFilters(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(rect, title: "filters of the first layer").inset(columns: 1)
    var x = inner.x
    for filter in inspection.facts.filters where x + filter.width <= inner.maxX {
      let picture = PixelImage(width: filter.width, height: filter.height, planes: filter.pixels)
      buffer.draw(ImageView(picture), in: Rect(x: x, y: inner.y, width: filter.width, height: inner.height), context)
      x += filter.width + 1
    }
  }
}
