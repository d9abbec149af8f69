import Experiments
import Listing
import Screen

/// What is not the same in all marked runs: settings and results.
struct RunsDifference: Equatable, Sendable {
  /// A line: a column of the table, and what each run says.
  struct Line: Equatable, Sendable {
    let column: RunColumn
    let cells: [RunCell]
    /// The places of the best ones, where that is a question.
    let best: Set<Int>
  }

  /// The runs and the lines.
  struct Lines: Equatable, Sendable {
    let runs: [RunRow]
    /// What each run is called here.
    let names: [String]
    let lines: [Line]
    /// The networks of the others against that of the first, line by line.
    let networks: [LineDifference.Line]

    var count: Int { lines.count + networks.count }

    init(_ runs: [RunRow]) {
      self.runs = runs
      names = runs.toldApart(\.shortName)
      lines = RunColumn.all.compactMap { column in
        let cells = runs.map { $0[column] }
        guard ![.folder, .date, .name].contains(column), Set(cells.map(\.text)).count > 1 else { return nil }
        let figures = cells.compactMap(\.number)
        let best = !column.isMerit ? nil : column.ascends ? figures.min() : figures.max()
        return Line(
          column: column, cells: cells, best: Set(cells.indices.filter { best != nil && cells[$0].number == best }))
      }
      networks = Self.networks(of: runs, called: names)
    }

    private static func networks(of runs: [RunRow], called names: [String]) -> [LineDifference.Line] {
      guard let recipe = runs.first?.recipe else { return [] }
      let own = recipe.networkLines
      return zip(runs, names).dropFirst().flatMap { other, name -> [LineDifference.Line] in
        let difference = LineDifference(own, other.recipe?.networkLines ?? own)
        guard !difference.isEmpty else { return [] }
        let heading = "network: − \(names[0]), + \(name)"
        return [LineDifference.Line(.same, heading)] + difference.shortened
      }
    }
  }

  /// What fits of it.
  struct Layout: Equatable, Sendable {
    /// A column is no wider unless there is room for all of them.
    private static let widest = 26

    let titleWidth: Int
    /// Of each run's column.
    let widths: [Int]
    let hiddenLines: Int
    /// Runs that stand further right, where the first ones are shown.
    let hiddenRuns: Int

    init(_ content: Lines, in rect: Rect) {
      titleWidth = content.lines.map(\.column.title.count).max() ?? 0
      let share = (rect.width - titleWidth) / max(content.runs.count, 1) - 2
      widths = content.runs.indices.map { index in
        let cells = content.lines.map { $0.cells[index].width + ($0.best.contains(index) ? 1 : 0) }
        return min(max(cells.max() ?? 0, TextWidth.of(content.names[index]) + 2), max(Self.widest, share))
      }
      hiddenLines = max(0, content.count - max(0, rect.height - 1))
      // The last ones have to fit beside each other.
      var left = rect.width - titleWidth
      var fitting = 0
      for width in widths.reversed() where left >= width + 2 {
        left -= width + 2
        fitting += 1
      }
      hiddenRuns = max(0, widths.count - max(1, fitting))
    }
  }

  var isShown = false
  /// The first line and the first run that are shown.
  private(set) var top = 0
  private(set) var left = 0

  mutating func scroll(by offset: Int, in layout: Layout) {
    top = min(max(min(top, layout.hiddenLines) + offset, 0), layout.hiddenLines)
  }

  mutating func scrollRuns(by offset: Int, in layout: Layout) {
    left = min(max(min(left, layout.hiddenRuns) + offset, 0), layout.hiddenRuns)
  }

  mutating func show(_ isShown: Bool) { self = RunsDifference(isShown: isShown) }

  init(isShown: Bool = false) { self.isShown = isShown }
}

extension RunsState {
  /// The runs that are compared: those marked, or the one marked and the one under the cursor.
  var compared: [RunRow] {
    let marked = markedRows
    guard marked.count < 2, let selected, selected.document != nil, !marked.contains(where: { $0.id == selected.id })
    else { return marked }
    return marked + rows.filter { $0.id == selected.id }
  }

  var differenceLines: RunsDifference.Lines { RunsDifference.Lines(compared) }
}

/// Draws the difference: a run a column, a line for what differs, the best figure with a star.
struct RunsDifferenceView: Widget {
  let runs: RunsState
  let layout: RunsDifference.Layout

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let content = runs.differenceLines
    let left = min(runs.difference.left, layout.hiddenRuns)
    let shown = layout.hiddenRuns == 0 ? "" : " · from run \(left + 1) on, ←→"
    let inner = buffer.frame(
      rect, title: "difference", note: "\(content.runs.count) runs\(shown)",
      focused: runs.layout.scrollsDifference || layout.hiddenRuns > 0
    ).inset(columns: 1)
    guard content.count > 0 else {
      let text = content.runs.count < 2 ? "mark a run and choose another" : "settings and results are the same"
      buffer.write(text, x: inner.x, y: inner.y, style: Style(.muted), width: inner.width)
      return
    }
    let indices = Array(content.runs.indices.dropFirst(left))
    var x = inner.x + layout.titleWidth + 2
    for index in indices where x < inner.maxX {
      let place = runs.marks.place(of: content.runs[index].id)
      let glyph = place.map { String(RunMarks.glyph($0)) } ?? "▸"
      let style = place.map(RunMarks.style) ?? Style(.focus, .bold)
      let room = min(layout.widths[index], inner.maxX - x)
      buffer.write(
        [Span(glyph + " ", style), Span(content.names[index], Style(.title))], x: x, y: inner.y, width: room)
      x += layout.widths[index] + 2
    }
    let top = min(runs.difference.top, layout.hiddenLines)
    for (offset, line) in content.lines.dropFirst(top).prefix(max(0, inner.height - 1)).enumerated() {
      let y = inner.y + 1 + offset
      buffer.write(line.column.title, x: inner.x, y: y, style: Style(.muted), width: layout.titleWidth)
      var x = inner.x + layout.titleWidth + 2
      for index in indices where x < inner.maxX {
        let isBest = line.best.contains(index)
        let text = line.cells[index].text.isEmpty ? Figures.missing : line.cells[index].text
        buffer.write(
          text + (isBest ? "★" : ""), x: x, y: y, style: isBest ? Style(.good, .bold) : .text,
          width: min(layout.widths[index], inner.maxX - x))
        x += layout.widths[index] + 2
      }
    }
    let above = max(0, content.lines.count - top)
    for (offset, line) in content.networks.dropFirst(max(0, top - content.lines.count)).enumerated() {
      let y = inner.y + 1 + above + offset
      guard y < inner.maxY else { break }
      buffer.write(line.text, x: inner.x, y: y, style: line.style, width: inner.width)
    }
    buffer.scrollBar(
      right: inner.maxX, y: inner.y + 1, height: inner.height - 1, top: top, count: content.count)
  }
}
