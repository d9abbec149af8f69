import Experiments
import Screen
import Training

/// Figures of each layer with their course over the epochs, and what its normalisations have learned.
struct InspectLayersView: Widget {
  let inspection: Inspection
  let isFocused: Bool
  let scroll: Int

  /// A column of figures, or of curves.
  private struct Column {
    let title: String
    var texts: [Span] = []
    var curves: [[Double]] = []
    /// As much as titles, figures, or an epoch in each cell need.
    var width: Int {
      let cells = texts.map { TextWidth.of($0.text) } + curves.map { min($0.count, Self.longestCurve) }
      return max(TextWidth.of(title), cells.max() ?? 0)
    }
    private static let longestCurve = 16
  }

  /// What the sign over the last columns means.
  private var note: String { inspection.history.isEmpty ? "" : "↝ epoch by epoch" }

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let layers = inspection.facts.layers
    let inner = buffer.frame(rect, title: "layers on one batch", note: note, focused: isFocused)
      .inset(columns: 1)
    var columns = [names(layers)]
    var left = inner.width - columns[0].width
    for column in figures(layers) where column.width + 2 <= left {
      columns.append(column)
      left -= column.width + 2
    }
    let visible = Self.rows(in: rect)
    let top = min(max(scroll, 0), max(layers.count - visible, 0))
    var x = inner.x
    for (index, column) in columns.enumerated() {
      let width = column.width
      let alignment: Alignment = index == 0 || column.texts.isEmpty ? .left : .right
      buffer.write(
        column.title, x: x, y: inner.y, style: Style(.muted, .underline), width: width, align: alignment)
      for row in 0..<min(visible, layers.count - top) {
        let y = inner.y + 1 + row
        if column.texts.indices.contains(top + row) {
          let text = column.texts[top + row]
          buffer.write(text.text, x: x, y: y, style: text.style, width: width, align: alignment)
        } else if column.curves.indices.contains(top + row) {
          let curve = column.curves[top + row]
          let highest = max(curve.filter(\.isFinite).max() ?? 1, 1e-9)
          buffer.draw(
            Sparkline(curve, range: 0...highest), in: Rect(x: x, y: y, width: width, height: 1), context)
        }
      }
      x += width + 2
    }
    buffer.scrollBar(right: inner.maxX, y: inner.y + 1, height: visible, top: top, count: layers.count)
  }

  /// Layers that have room in the frame `rect`, beneath their headings.
  static func rows(in rect: Rect) -> Int { max(rect.height - 3, 0) }

  private func names(_ layers: [LayerFigures]) -> Column {
    Column(title: "layer", texts: layers.map { Span($0.name) })
  }

  /// The columns beside the names, the most telling first.
  private func figures(_ layers: [LayerFigures]) -> [Column] {
    func history(_ value: (LayerRow) -> Double) -> [[Double]] {
      layers.map { layer in inspection.history.filter { $0.layer == layer.name }.map(value) }
    }
    var columns = [
      Column(title: "mean", texts: layers.map { Span(Figures.short($0.mean)) }),
      Column(title: "std", texts: layers.map { Span(Figures.short($0.std)) }),
      Column(
        title: "dead",
        texts: layers.map { Span(Figures.percentSign($0.deadShare), Style($0.deadShare > 0.5 ? .warning : .text)) }),
      Column(title: "gradient", texts: layers.map { Span($0.gradientNorm.map(Figures.short) ?? Figures.missing) }),
    ]
    if !inspection.facts.norms.isEmpty {
      columns.append(Column(title: "scale", texts: layers.map { spread($0, \.scale) }))
      columns.append(Column(title: "shift", texts: layers.map { spread($0, \.shift) }))
    }
    guard !inspection.history.isEmpty else { return columns }
    return columns + [
      Column(title: "std ↝", curves: history(\.std)), Column(title: "dead ↝", curves: history(\.deadShare)),
      Column(title: "gradient ↝", curves: history { $0.gradientNorm ?? .nan }),
    ]
  }

  /// What the normalisations of a layer have learned: mean ± deviation over its channels.
  private func spread(_ layer: LayerFigures, _ part: KeyPath<NormFigures, NormFigures.Spread?>) -> Span {
    guard let spread = inspection.facts.norms.first(where: { $0.layer == layer.name })?[keyPath: part] else {
      return Span("", Style(.muted))
    }
    return Span("\(Figures.fixed(spread.mean, 2)) ± \(Figures.fixed(spread.deviation, 2))")
  }
}
