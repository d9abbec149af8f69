import Experiments
import Screen

/// The reliability diagram: for each interval of confidence how many of its images are right, and what the network said.
struct ReliabilityView: Widget {
  /// Ten intervals, their heading, and the frame.
  static let height = 13
  let calibration: Calibration
  var isFocused = false

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(
      rect, title: "reliability: said and right",
      note: "calibration error \(Figures.percent(calibration.expectedError)) %", focused: isFocused
    ).inset(columns: 1)
    let counts = calibration.bins.map { TextWidth.of(Figures.grouped($0.images)) }.max() ?? 1
    // The interval, its images, what was right and said in per cent, and the bar.
    let columns = inner.columns(
      [.fixed(8), .fixed(max(counts, 6)), .fixed(5), .fixed(5), .rest], spacing: 2)
    for (title, place) in zip(["said", "images", "right", "mean", "▇ right, ◆ said"], columns) {
      let isBar = place == columns.last
      buffer.write(
        title, x: place.x, y: inner.y, style: Style(.muted, .underline), width: place.width,
        align: isBar || place == columns[0] ? .left : .right)
    }
    for (row, bin) in calibration.bins.enumerated() where inner.y + 1 + row < inner.maxY {
      let y = inner.y + 1 + row
      let interval = "\(Int((bin.lower * 100).rounded()))–\(Int((bin.upper * 100).rounded())) %"
      buffer.write(interval, x: columns[0].x, y: y, style: Style(.muted), width: 8, align: .right)
      buffer.write(
        Figures.grouped(bin.images), x: columns[1].x, y: y, style: Style(.muted), width: columns[1].width,
        align: .right)
      guard bin.images > 0 else { continue }
      let figures = [(bin.accuracy, Style(.accuracy, .bold)), (bin.confidence, Style(.mark))]
      for ((share, style), place) in zip(figures, columns[2...]) {
        buffer.write("\(Int((share * 100).rounded())) %", x: place.x, y: y, style: style, width: 5, align: .right)
      }
      let bar = Rect(x: columns[4].x, y: y, width: columns[4].width, height: 1)
      guard bar.width > 1 else { continue }
      buffer.draw(ProgressBar(bin.accuracy, role: .accuracy), in: bar, context)
      let mark = min(Int(bin.confidence * Double(bar.width)), bar.width - 1)
      buffer.put("◆", x: bar.x + mark, y: y, style: Style(.mark, on: .background))
    }
  }
}
