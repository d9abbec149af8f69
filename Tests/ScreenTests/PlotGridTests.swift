import Foundation
import Testing

@testable import Screen

@Suite struct PlotGridTests {
  /// The rows with a label at the left, where the grid lines are.
  private func gridRows(_ buffer: Buffer) -> [Int] {
    (1..<buffer.height - 1).filter { y in (1..<12).contains { buffer[$0, y].style.foreground == .role(.muted) } }
  }

  @Test(arguments: [PlotAxis.Scale.linear, .log]) func gridLinesStandAtEvenDistances(_ scale: PlotAxis.Scale) {
    let curves: [[Double]] = [
      [2.31, 1.7, 0.83], [0.4, 7], [96.1, 97.4, 98], [1e-6, 3e-3, 0.2], [11, 11], [1, 2e26], [0.1, 0.13], [3, 4_812],
    ]
    for curve in curves {
      for height in 6..<34 {
        let points = curve.enumerated().map { PlotPoint(Double($0), $1) }
        let plot = LinePlot(title: "", series: [.init("", points, role: .series(0))], y: PlotAxis(scale: scale))
        let rows = gridRows(Sample.draw(plot, width: 40, height: height, Sample.full))
        #expect(rows.count >= 2, "\(curve) in \(height)")
        let distances = Set(zip(rows, rows.dropFirst()).map { $1 - $0 })
        #expect(distances.count == 1, "\(rows) of \(curve) in \(height)")
      }
    }
  }

  @Test func theGridCoversWhatItIsAskedFor() {
    var generator = SeededGenerator(state: 3)
    for _ in 0..<2_000 {
      let low = Double.random(in: -5...5, using: &generator) * pow(10, Double.random(in: -4...6, using: &generator))
      let high = low + pow(10, Double.random(in: -3...6, using: &generator))
      let rows = Int.random(in: 1...60, using: &generator)
      let grid = EvenGrid(covering: low, high, of: PlotAxis(), rows: rows, dots: 4)
      #expect(grid.low <= low + (high - low) * 1e-6 && grid.high >= high - (high - low) * 1e-6)
      // It wastes no more than half of the rows.
      #expect(rows < 4 || grid.high - grid.low < 2.2 * (high - low), "\(low) … \(high) in \(rows)")
      let slack = (high - low) * 1e-3
      #expect(grid.lines.allSatisfy { $0.value >= grid.low - slack && $0.value <= grid.high + slack })
    }
  }

  @Test(arguments: [PlotAxis.Scale.linear, .log]) func aNarrowRangeFillsTheRowsAndItsLinesDiffer(
    _ scale: PlotAxis.Scale
  ) {
    let axis = PlotAxis(scale: scale)
    for (low, high) in [(2.3, 2.306), (0.1, 0.11), (1_000, 1_001)] {
      guard let from = axis.position(low), let to = axis.position(high) else { continue }
      let grid = EvenGrid(covering: from, to, of: axis, rows: 14, dots: 4)
      #expect(grid.high - grid.low < 2.2 * (to - from))
      #expect(grid.lines.count >= 2 && Set(grid.lines.map(\.label)).count == grid.lines.count)
    }
  }

  @Test func linesOfALogarithmicAxisSayTheirValues() {
    let decades = EvenGrid(covering: -5, 1, of: PlotAxis(scale: .log), rows: 20, dots: 4).lines.map(\.label)
    #expect(decades.contains("1e-4") || decades.contains("1e-3"))
    let narrow = EvenGrid(covering: log10(0.9), log10(2.3), of: PlotAxis(scale: .log), rows: 10, dots: 4).lines
    #expect(
      narrow.count >= 2
        && narrow.allSatisfy { line in Double(line.label).map { abs($0 / line.value - 1) < 0.01 } == true })
  }
}

@Suite struct PlotRangeTests {
  /// A loss that falls from 2.3 to 0.8.
  private let falling = (0..<100).map { PlotPoint(Double($0), 0.8 + 1.5 / (1 + Double($0) / 8)) }

  private func draw(_ points: [PlotPoint], _ axis: PlotAxis, hint: String = "") -> Buffer {
    let plot = LinePlot(
      title: "", series: [.init("", points, role: .series(0))], x: PlotAxis(range: 0...99), y: axis, outsideHint: hint)
    return Sample.draw(plot, width: 60, height: 14, Sample.full)
  }

  /// Rows that the curve takes right of its first quarter.
  private func rows(_ buffer: Buffer) -> Int {
    (1..<13).count { y in (18..<59).contains { buffer[$0, y].style.foreground == .role(.series(0)) } }
  }

  @Test(arguments: [3, 97]) func aSpikeDoesNotFlattenTheRestAndItsValueStandsAtTheEdge(_ place: Int) {
    var points = falling
    points[place].y = 3.21e26
    let flat = draw(points, PlotAxis())
    let robust = draw(points, PlotAxis(isRobust: true))
    #expect(rows(flat) <= 2 || place == 97)
    #expect(robust.row(1).contains("▲ 3.21e26") || robust.row(1).contains("3.21e26 ▲"))
    #expect(!flat.text.contains("▲"))
    #expect(robust.text.contains("1.0") || robust.text.contains("1.5"))
  }

  @Test func anInfiniteLossIsNamedAtTheEdge() {
    var points = falling
    points[60].y = .infinity
    #expect(draw(points, PlotAxis(isRobust: true)).row(1).contains("▲ inf"))
  }

  @Test func whatFallsFarBelowIsMarkedAtTheLowerEdge() {
    var points = falling
    points[50].y = 1e-9
    let buffer = draw(points, PlotAxis(scale: .log, isRobust: true))
    #expect(buffer.row(12).contains("▼ 1e-9"))
  }

  @Test func anOrdinaryCurveIsShownWhole() {
    for axis in [PlotAxis(isRobust: true), PlotAxis(scale: .log, isRobust: true)] {
      #expect(!draw(falling, axis).text.contains("▲"))
    }
    let accuracies = [10.0, 50, 60, 65, 66, 67].enumerated().map { PlotPoint(Double($0), $1) }
    #expect(!draw(accuracies, PlotAxis(isRobust: true)).text.contains("▼"))
  }

  @Test func theHintStandsWhereSomethingIsOutside() {
    var points = falling
    #expect(!draw(points, PlotAxis(isRobust: true), hint: "L: log axis").text.contains("L: log axis"))
    points[5].y = 500
    #expect(draw(points, PlotAxis(isRobust: true), hint: "L: log axis").row(0).contains("L: log axis"))
  }

  @Test func manyMarkersDoNotHideTheirLine() {
    func markers(_ count: Int) -> Int {
      let points = (0..<count).map { PlotPoint(Double($0), sin(Double($0))) }
      let plot = LinePlot(
        title: "", series: [.init("", points, role: .series(0), shape: .markedLine, marker: "◆")])
      return Sample.draw(plot, width: 60, height: 12, Sample.full).cells.count {
        $0.glyph == Glyph("◆" as Unicode.Scalar)
      }
    }
    #expect(markers(10) == 10 && markers(400) == 1)
  }

  @Test func aCurveOfThreePointsKeepsItsSegmentsWithoutColour() {
    let context = RenderContext(theme: .dark, capabilities: Capabilities(colour: .none, unicode: true))
    for step in [1, 2, 3, 5, 11] {
      let points = (0..<3).map { PlotPoint(Double($0 * step), Double($0)) }
      let plot = LinePlot(
        title: "",
        series: [
          .init("", [], role: .series(0)), .init("", points, role: .series(1), shape: .markedLine, marker: "◆"),
        ],
        x: PlotAxis(range: 0...40))
      let buffer = Sample.draw(plot, width: 60, height: 12, context)
      let drawn = buffer.cells.count {
        $0.style.foreground == .role(.series(1)) && $0.glyph != Glyph("◆" as Unicode.Scalar)
      }
      #expect(drawn > 0, "points \(step) apart")
    }
  }
}

@Suite struct PlotStackTests {
  private static let steps = (0..<100).map { PlotPoint(Double($0), 1_000_000 + Double($0)) }
  private static let stack = PlotStack(
    [
      .init(LinePlot(title: "a", series: [.init("x", steps, role: .series(0))], x: axis, cursor: 42), weight: 4),
      .init(
        LinePlot(
          title: "b", series: [.init("y", [PlotPoint(0, 1), PlotPoint(99, 2)], role: .series(1))], x: axis, cursor: 42),
        weight: 3),
      .init(
        LinePlot(
          title: "c", series: [.init("z", [PlotPoint(0, 0.001), PlotPoint(99, 0.1)], role: .series(2))], x: axis,
          cursor: 42), weight: 2),
    ])
  private static let axis = PlotAxis("step", range: 0...99, wholeNumbers: true)

  /// The columns with a role's ink in the rows between two.
  private func columns(_ role: Role, _ buffer: Buffer) -> [Int] {
    (0..<buffer.width).filter { x in (1..<buffer.height - 1).contains { buffer[x, $0].style.foreground == .role(role) }
    }
  }

  @Test(arguments: [16, 20, 40]) func stepZeroAndTheCursorStandInOneColumnOfAllPlots(_ height: Int) {
    let buffer = Sample.draw(Self.stack, width: 78, height: height, Sample.full)
    let starts = (0..<3).map { columns(.series($0), buffer).first }
    #expect(Set(starts).count == 1 && starts[0] != nil, "\(starts)")
    #expect(columns(.cursor, buffer).count == 1)
    let cursor = columns(.cursor, buffer)[0]
    let dividers = (1..<height - 1).filter { buffer[0, $0].glyph == Glyph("├" as Unicode.Scalar) }
    #expect(dividers.count == 2)
    // Through each of the three.
    for part in [1..<dividers[0], dividers[0] + 1..<dividers[1], dividers[1] + 1..<height - 1] {
      #expect(part.contains { buffer[cursor, $0].style.foreground == .role(.cursor) })
    }
  }

  @Test func oneAxisStandsBelowAllAndEachTitleAboveItsPlot() {
    let text = Sample.draw(Self.stack, width: 78, height: 20, Sample.full).text
    #expect(text.components(separatedBy: " step ").count == 3)
    for title in ["┌ a ", "├ b ", "├ c "] { #expect(text.contains(title)) }
    #expect(text.contains("step 42") && text.components(separatedBy: "step 42").count == 2)
  }
}
