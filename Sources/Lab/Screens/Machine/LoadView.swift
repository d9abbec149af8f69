import Screen

/// Load of the cores, its history, and measured peaks.
struct LoadView {
  /// Age in seconds from which a sample is stale.
  private static let stale = 3.0

  let state: LabState
  private var machine: MachineState { state.machine }
  private var clock: (seconds: Double, offset: Int) { state.clock }
  private var text: MachineText { MachineText(machine) }

  func drawLoad(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(rect, title: title, note: LoadBar.legend, focused: machine.part == .load).inset(columns: 1)
    let loads = machine.loads
    guard !loads.isEmpty else {
      let isKnown = machine.sample?.cores.isEmpty != true
      buffer.write(
        isKnown ? "one moment …" : MachineText.unknown, x: inner.x, y: inner.y, style: Style(.muted), width: inner.width
      )
      return
    }
    let columns = inner.columns(
      Array(repeating: .rest, count: MachineLayout.columns(cores: loads.count, rect.width)), spacing: 2)
    let rows = max(0, inner.height - 3)
    for (index, column) in columns.enumerated() {
      drawRow("core", nil, into: &buffer, at: inner.y, in: column, context)
      for (row, load) in loads.dropFirst(index * rows).prefix(rows).enumerated() {
        drawRow("\(load.core)", load, into: &buffer, at: inner.y + 1 + row, in: column, context)
      }
    }
    let all = CoreLoad(core: 0, lab: loads.mean(\.lab), others: loads.mean(\.others), stolen: loads.mean(\.stolen))
    drawRow("all", all, into: &buffer, at: inner.maxY - 2, in: columns[0], context)
    if let others = text.others { buffer.write([others], x: inner.x, y: inner.maxY - 1, width: inner.width) }
  }

  private var title: String {
    guard let sample = machine.sample, clock.seconds - sample.time > Self.stale else {
      return "load of the last second"
    }
    return "load at \(Figures.timeOfDay(sample.time, offset: clock.offset)), while files are read"
  }

  /// The row of a core, or without a load the headings.
  private func drawRow(
    _ label: String, _ load: CoreLoad?, into buffer: inout Buffer, at y: Int, in rect: Rect, _ context: RenderContext
  ) {
    let parts = Rect(x: rect.x, y: y, width: rect.width, height: 1).columns([.fixed(5), .rest, .fixed(7), .fixed(8)])
    let style = load == nil ? Style(.muted) : .text
    buffer.write(label, x: parts[0].x, y: y, style: Style(.muted), width: parts[0].width)
    let others = load.map { $0.others + $0.stolen }
    buffer.write(
      load.map { Figures.percentSign($0.lab) } ?? "lab", x: parts[2].x, y: y, style: style, width: parts[2].width,
      align: .right)
    buffer.write(
      others.map { Figures.percentSign($0) } ?? "others", x: parts[3].x, y: y, style: style, width: parts[3].width,
      align: .right)
    if let load, let others { buffer.draw(LoadBar(lab: load.lab, others: others), in: parts[1], context) }
  }

  var history: LinePlot {
    let moments = machine.moments
    func points(_ share: KeyPath<MachineState.Moment, Double>) -> [PlotPoint] {
      moments.enumerated().map { PlotPoint(Double($0 - moments.count + 1), $1[keyPath: share] * 100) }
    }
    return LinePlot(
      title: "load of all cores, %",
      series: [
        LinePlot.Series("lab", points(\.lab), role: .accent),
        LinePlot.Series("others", points(\.others), role: .warning, marker: "◆"),
      ],
      x: PlotAxis("s", range: -Double(max(moments.count - 1, 60))...0, wholeNumbers: true),
      y: PlotAxis(range: 0...100), emptyText: "one point a second")
  }

  func drawPeaks(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let title = "multiply-add peak, GFLOP/s"
    let inner = buffer.frame(rect, title: title, note: text.peakSummary).inset(columns: 1)
    guard let most = machine.peakRange?.upperBound else {
      buffer.draw(
        Paragraph(
          "\(state.keyName(.measure)) measures for a second what all threads together can multiply and add: the best that the machine can do, "
            + "and the median, which others' work lowers as it slows epochs.", style: Style(.muted)),
        in: inner, context)
      return
    }
    let peaks = Array(machine.peaks.reversed())
    let figures = [
      ["time"] + peaks.map { Figures.timeOfDay($0.time, offset: clock.offset) },
      ["best"] + peaks.map { MachineText.gigaflops($0.best) },
      ["median"] + peaks.map { MachineText.gigaflops($0.median) },
      ["others"] + peaks.map { MachineText.others($0) },
    ]
    let widths = figures.map { $0.map { TextWidth.of($0) }.max() ?? 0 }
    let columns = [
      Table.Column("time", width: .fixed(widths[0])), Table.Column("best", width: .fixed(widths[1]), align: .right),
      Table.Column("median", width: .fixed(widths[2]), align: .right), Table.Column("▇ median ▃ best"),
      Table.Column("others", width: .fixed(widths[3]), align: .right),
    ]
    let cells = Double(max(0, inner.width - widths.reduce(0) { $0 + $1 + 1 })) / most
    let rows = peaks.enumerated().map { row, peak in
      let (median, best) = (Int((peak.median * cells).rounded()), Int((peak.best * cells).rounded()))
      let bar = String(repeating: "▇", count: median) + String(repeating: "▃", count: best - median)
      return [
        Span(figures[0][row + 1], Style(.muted)), Span(figures[1][row + 1], Style(.text, .bold)),
        Span(figures[2][row + 1]), Span(bar, Style(.accent)), Span(figures[3][row + 1], Style(.muted)),
      ]
    }
    buffer.draw(Table(columns: columns, rows: rows, focused: false, top: 0), in: inner, context)
  }
}
