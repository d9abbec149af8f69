import Screen

/// The filters of the first layer, and a line of figures for each layer.
struct InspectLayersView: Widget {
  let inspection: Inspection
  let isFocused: Bool

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let filterRows = inspection.filters.isEmpty ? 0 : min(6, rect.height / 3)
    let rows = rect.rows([.fixed(filterRows), .rest])
    if filterRows > 2 { drawFilters(into: &buffer, in: rows[0], context) }
    let inner = buffer.frame(rows[1], title: "layers on one batch", focused: isFocused).inset(columns: 1)
    let table = inspection.layers.map { layer in
      [
        Span(layer.name), Span(NumberText.short(layer.mean)), Span(NumberText.short(layer.std)),
        Span(NumberText.percent(layer.deadShare, 1), Style(layer.deadShare > 0.5 ? .warning : .text)),
        Span(layer.gradientNorm.map(NumberText.short) ?? Figures.missing),
      ]
    }
    let columns = [
      Table.Column("layer", width: .fixed(12)), Table.Column("mean", width: .fixed(9), align: .right),
      Table.Column("std", width: .fixed(9), align: .right), Table.Column("dead", width: .fixed(7), align: .right),
      Table.Column("gradient", width: .fixed(9), align: .right),
    ]
    buffer.draw(Table(columns: columns, rows: table, focused: false), in: inner, context)
    let x = inner.x + 51
    guard inner.maxX - x > 6 else { return }
    buffer.write("values", x: x, y: inner.y, style: Style(.muted, .underline), width: inner.maxX - x)
    for (index, layer) in inspection.layers.enumerated() where inner.y + 1 + index < inner.maxY {
      buffer.draw(
        Sparkline(layer.histogram.map { Double($0) }, range: 0...Double(layer.histogram.max() ?? 1)),
        in: Rect(x: x, y: inner.y + 1 + index, width: inner.maxX - x, height: 1), context)
    }
  }

  private func drawFilters(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(rect, title: "filters of the first layer").inset(columns: 1)
    var x = inner.x
    for filter in inspection.filters where x + filter.width <= inner.maxX {
      let picture = PixelImage(width: filter.width, height: filter.height, planes: filter.pixels)
      buffer.draw(
        ImageView(picture), in: Rect(x: x, y: inner.y, width: filter.width, height: inner.height), context)
      x += filter.width + 1
    }
  }
}
