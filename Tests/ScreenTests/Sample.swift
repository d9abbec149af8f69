@testable import Screen

/// Widgets with contents that use all of their features, and pictures to draw.
enum Sample {
  static let full = RenderContext(theme: .dark, capabilities: .full)
  static let ascii = RenderContext(theme: .dark, capabilities: .plain)

  static func image(width: Int = 32, height: Int = 32, seed: UInt64 = 3) -> PixelImage {
    var generator = SeededGenerator(state: seed)
    return PixelImage(
      width: width, height: height,
      pixels: (0..<width * height).map { _ in RGB(hex: UInt32.random(in: 0...0xFFFFFF, using: &generator)) })
  }

  static let curve = (0..<300).map { PlotPoint(Double($0), 1 / (1 + Double($0) / 50)) }

  static let plot = LinePlot(
    title: "größe",
    series: [
      LinePlot.Series("train", curve, role: .series(0)),
      LinePlot.Series(
        "valid", [PlotPoint(100, 0.4), PlotPoint(200, 0.2)], role: .series(1), shape: .markedLine,
        marker: "◆"),
    ],
    x: PlotAxis("step", wholeNumbers: true), marks: [LinePlot.Mark(x: 50, label: "lr ×10")], cursor: 120,
    focused: true)

  static let table = Table(
    columns: [.init("nöm"), .init("loss", width: .fixed(8), align: .right)],
    rows: (0..<30).map { [Span("run → \($0)"), Span("1.\($0)")] }, selection: 12, marks: [11: Span("◆", Style(.mark))],
    sort: .init(column: 1, ascending: true))

  static let heat = HeatTable(
    rowLabels: ["猫", "hund", "é"], columnLabels: ["猫", "hund", "é"],
    shares: [[1, 0, 0.5], [0, 1, 0], [.nan, 0, 1]], texts: [["99", "0", "50"], ["0", "99", "0"], ["…", "0", "99"]],
    selection: .init(row: 0, column: 2))

  static let widgets: [any Widget & Sendable] = [
    plot, LinePlot(title: "·", series: []), table, heat,
    ItemList(["é", "→", "猫"], selection: 1),
    TextField("schärfe", input: TextInput("→3,20,40"), editing: true, focused: true, error: "zu tief für 32×32"),
    TextField("·", input: TextInput(""), placeholder: "…"),
    ProgressBar(0.43), Sparkline([1, 5, .nan, 3, 8, 2]),
    TabBar(name: "·lab", titles: ["Data", "Réseau"], active: 1, status: [Span("● läuft")]),
    KeyHints([.init("↑↓", "wählen"), .init("x", "stop", disabledReason: "·"), .init("?", "hilfe")]),
    Dialog(
      title: "löschen?", text: "“run” → weg…", field: TextField("", input: TextInput("é")),
      hints: [.init("⏎", "ja"), .init("esc", "nein")], isWarning: true),
    LogPane([.init("é"), .init("→", level: .warning), .init("猫", level: .error)]),
    Paragraph("Größe … → 猫 und noch viel mehr"),
    ImageView(image()),
  ]

  static func draw(
    _ widget: any Widget, width: Int, height: Int, _ context: RenderContext, in rect: Rect? = nil
  ) -> Buffer {
    var buffer = Buffer(width: width, height: height, unicode: context.capabilities.unicode)
    buffer.draw(widget, in: rect ?? buffer.bounds, context)
    return buffer
  }
}
