import Screen

/// The lines of a network with what follows from them, in columns no wider than what stands in them. A line that is too
/// long goes on below.
struct LayerTable {
  /// A row on the screen.
  struct Row {
    /// Index of the line in the text, where it is one.
    let line: Int
    let text: [Span]
    let cells: [Span]
    var isError = false
  }

  /// Signs of the cursor and of marks, and the space between columns.
  private static let gutter = 2
  private static let spacing = 2
  private static let leastText = 24

  private(set) var rows: [Row] = []
  /// Of the text, and of each other column.
  private(set) var widths: [Int] = []
  private(set) var titles: [String] = ["layer", "output"]
  private(set) var totals: [Span] = [Span("total", Style(.title, .bold)), Span("")]

  /// What it takes with all its columns and no line cut.
  private(set) var naturalWidth = 0

  init(_ outline: NetworkOutline, _ measured: NetworkState.Measurement?, width: Int) {
    let costs = LayerCosts(outline, measured)
    titles += costs.titles
    totals += costs.totals
    let cells = outline.lines.map { [Span($0.output?.text ?? "")] + costs.cells(of: $0) }
    let sizes = titles.indices.dropFirst().map { column in
      max(
        TextWidth.of(titles[column]), TextWidth.of(totals[column].text),
        cells.map { TextWidth.of($0[column - 1].text) }.max() ?? 0)
    }
    let longest = max(5, outline.lines.map { TextWidth.of($0.text) + 2 * $0.depth }.max() ?? 0)
    naturalWidth = Self.gutter + longest + sizes.reduce(0) { $0 + $1 + Self.spacing }
    var shown = sizes
    func room() -> Int { width - Self.gutter - shown.reduce(0) { $0 + $1 + Self.spacing } }
    // Without room for the lines, costs are left out: the share first, and never what was measured.
    while shown.count > costs.needed, room() < min(longest, max(Self.leastText, width * 2 / 5)) { shown.removeLast() }
    widths = [min(max(room(), 1), longest)] + shown
    titles = Array(titles.prefix(widths.count))
    totals = Array(totals.prefix(widths.count))
    for (line, cells) in zip(outline.lines, cells) {
      add(line, Array(cells.prefix(shown.count)))
      guard let problem = outline.problem, problem.line == line.index, let remark = problem.remark else { continue }
      let room = max(20, width - Self.gutter - 2)
      for (number, text) in Paragraph.wrap(remark, width: room - 2).enumerated() {
        let span = Span((number == 0 ? "! " : "  ") + text, Style(.error))
        rows.append(Row(line: line.index, text: [span], cells: [], isError: true))
      }
    }
  }

  private mutating func add(_ line: NetworkLine, _ cells: [Span]) {
    let branches = String(repeating: "│ ", count: line.depth)
    let room = max(4, widths[0] - 2 * line.depth)
    let parts = TextWidth.of(line.text) <= room ? [line.text] : Paragraph.wrap(line.text, width: room)
    for (number, part) in parts.enumerated() {
      let text = number == 0 ? Self.styled(part, line.role) : [Span(part, Style(.muted))]
      rows.append(
        Row(line: line.index, text: [Span(branches, Style(.border))] + text, cells: number == 0 ? cells : []))
    }
  }

  /// The label, what kind it is, and what is said of it.
  private static func styled(_ text: String, _ role: LayerLines.Role) -> [Span] {
    guard role == .layer || role == .opens else { return [Span(text, Style(role == .remark ? .muted : .text))] }
    let comment = text.firstIndex(of: "#") ?? text.endIndex
    let remark = Span(String(text[comment...]), Style(.muted))
    guard let label = LayerLines.label(text), text.hasPrefix(label) else {
      return [Span(String(text[..<comment])), remark]
    }
    return [Span(label, Style(.muted)), Span(String(text[..<comment].dropFirst(label.count))), remark]
  }

  /// Where each column begins and how wide it is.
  func places(in rect: Rect) -> [Rect] {
    var x = rect.x + Self.gutter
    return widths.map { width in
      defer { x += width + Self.spacing }
      return Rect(x: x, y: rect.y, width: max(0, min(width, rect.maxX - x)), height: 1)
    }
  }

  /// Rows of a line.
  func rows(of line: Int) -> Range<Int>? {
    guard let first = rows.firstIndex(where: { $0.line == line }) else { return nil }
    return first..<(rows.lastIndex { $0.line == line } ?? first) + 1
  }
}
