import Foundation
import Testing

@testable import Screen

@Suite struct PlotTests {
  /// Rows in which something of a series is drawn, from the top of the buffer.
  private func rows(of role: Role, in buffer: Buffer) -> Set<Int> {
    Set(
      (1..<buffer.height - 1).filter { y in
        (0..<buffer.width).contains { buffer[$0, y].style.foreground == .role(role) }
      })
  }

  @Test(arguments: [true, false])
  func aSingleSpikeAmongManyPointsIsNotLost(_ unicode: Bool) {
    var points = (0..<50_000).map { PlotPoint(Double($0), 0) }
    points[31_415].y = 1
    let plot = LinePlot(title: "", series: [.init("", points, role: .series(0))])
    let buffer = Sample.draw(plot, width: 60, height: 12, unicode ? Sample.full : Sample.ascii)
    // Its line reaches from the bottom to the top without a gap, at its place.
    let drawn = rows(of: .series(0), in: buffer)
    #expect(drawn.count >= 6 && drawn == Set(drawn.min()!...drawn.max()!))
    let column = (0..<60).first { buffer[$0, 5].style.foreground == .role(.series(0)) }
    #expect(column.map { (36...40).contains($0) } == true)
  }

  @Test func markersOfTwoCurvesInOnePlaceAreBothSeen() {
    let points = [PlotPoint(0, 2), PlotPoint(9, 1)]
    let plot = LinePlot(
      title: "",
      series: [
        .init("", points, role: .series(0), marker: "●"),
        .init("", points, role: .series(1), shape: .markedLine, marker: "◆"),
      ])
    let buffer = Sample.draw(plot, width: 40, height: 10, Sample.full)
    let ends = (1..<9).map { buffer.row($0) }.filter { $0.contains("●") }
    #expect(ends.count == 1 && ends[0].contains("●◆"), "\(buffer.text)")
    #expect((1..<9).map { buffer.row($0).filter { $0 == "◆" }.count }.reduce(0, +) == 2)
  }

  @Test func whatIsNoNumberLeavesAGap() {
    let points = [PlotPoint(0, 1), PlotPoint(1, 1), PlotPoint(2, .nan), PlotPoint(8, 1), PlotPoint(9, 1)]
    let plot = LinePlot(title: "", series: [.init("", points, role: .series(0))])
    let buffer = Sample.draw(plot, width: 60, height: 9, Sample.full)
    let columns = (0..<60).filter { x in (1..<8).contains { buffer[x, $0].style.foreground == .role(.series(0)) } }
    #expect(!columns.contains { (20...40).contains($0) } && columns.count > 8)
  }

  @Test func aDivergedCurveGoesUpAndDoesNotHideTheRest() {
    let points = [PlotPoint(0, 2), PlotPoint(1, 1), PlotPoint(2, .infinity), PlotPoint(3, .nan)]
    let plot = LinePlot(title: "", series: [.init("", points, role: .series(0))])
    let buffer = Sample.draw(plot, width: 40, height: 10, Sample.full)
    #expect(rows(of: .series(0), in: buffer).count >= 7)
    #expect(buffer.text.contains("1.5"))
  }

  @Test func aZoomedPlotShowsOnlyItsPart() {
    let points = (0...100).map { PlotPoint(Double($0), Double($0)) }
    let plot = LinePlot(
      title: "", series: [.init("", points, role: .series(0))], x: PlotAxis(range: 40...60))
    let buffer = Sample.draw(plot, width: 60, height: 12, Sample.full)
    #expect(buffer.text.contains("50") && !buffer.text.contains("80"))
    #expect(rows(of: .series(0), in: buffer).count >= 9)
  }

  @Test func aPlotWithoutPointsSaysSo() {
    let plot = LinePlot(title: "loss", series: [.init("train", [], role: .series(0))], emptyText: "no batch yet")
    #expect(Sample.draw(plot, width: 40, height: 7, Sample.full).text.contains("no batch yet"))
  }

  @Test func oneOrEqualPointsHaveAPlace() {
    for points in [[PlotPoint(3, 2)], [PlotPoint(0, 0), PlotPoint(1, 0)], [PlotPoint(5, 1), PlotPoint(5, 2)]] {
      let plot = LinePlot(title: "", series: [.init("", points, role: .series(0))])
      #expect(!rows(of: .series(0), in: Sample.draw(plot, width: 40, height: 9, Sample.full)).isEmpty)
    }
  }

  @Test func extremeValuesAreDrawnToo() {
    var generator = SeededGenerator(state: 5)
    let extremes = [
      0, -0.0, 1e300, -1e300, .infinity, -.infinity, .nan, Double.greatestFiniteMagnitude, .leastNonzeroMagnitude, 1,
      -1,
    ]
    for scale in [PlotAxis.Scale.linear, .log] {
      for _ in 0..<60 {
        let points = (0..<5).map { _ in
          PlotPoint(extremes.randomElement(using: &generator) ?? 0, extremes.randomElement(using: &generator) ?? 0)
        }.sorted { $0.x < $1.x }
        let plot = LinePlot(
          title: "", series: [.init("a", points, role: .series(0), shape: .markedLine)], x: PlotAxis("x", scale: scale),
          y: PlotAxis(scale: scale), marks: [.init(x: extremes.randomElement(using: &generator) ?? 0, label: "m")],
          cursor: extremes.randomElement(using: &generator))
        #expect(Sample.draw(plot, width: 40, height: 9, Sample.full).height == 9)
      }
    }
  }

  @Test func seriesDifferWithoutColourAndUnicode() {
    let other = Sample.curve.map { PlotPoint($0.x, $0.y + 0.3) }
    let plot = LinePlot(
      title: "", series: [.init("a", Sample.curve, role: .series(0)), .init("b", other, role: .series(1), marker: "◆")])
    let text = Sample.draw(plot, width: 60, height: 12, Sample.ascii).text
    #expect(text.contains("***") && text.contains("..."))
  }

  @Test func theLegendHasTheValuesAtTheCursor() {
    let buffer = Sample.draw(Sample.plot, width: 90, height: 12, Sample.full)
    #expect(buffer.row(0).contains("step 120"))
    #expect(buffer.row(0).contains("● train 0.2941"))
    #expect(buffer.row(0).contains("◆ valid 0.4000"))
  }

  @Test func aMarkerStandsOnItsCurve() {
    let points = [PlotPoint(0, 1), PlotPoint(4, 1.3), PlotPoint(9, 1.9), PlotPoint(15, 1.2), PlotPoint(20, 2.4)]
    let line = LinePlot(title: "", series: [.init("", points, role: .series(2))])
    let marked = LinePlot(title: "", series: [.init("", points, role: .series(2), shape: .markers, marker: "◆")])
    for (width, height) in [(60, 12), (41, 9), (80, 23)] {
      let lineBuffer = Sample.draw(line, width: width, height: height, Sample.full)
      let markers = Sample.draw(marked, width: width, height: height, Sample.full)
      for y in 1..<height - 1 {
        for x in 1..<width - 1 where markers[x, y].glyph == Glyph("◆" as Unicode.Scalar) {
          #expect(lineBuffer[x, y].style.foreground == .role(.series(2)), "(\(x), \(y)) of \(width) × \(height)")
        }
      }
    }
  }

  @Test func marksThatCollideStandAboveEachOther() {
    let marks = [10.0, 12, 12, 14].enumerated().map { LinePlot.Mark(x: $1, label: "stopped\($0)") }
    let plot = LinePlot(title: "", series: [.init("", Sample.curve, role: .series(0))], marks: marks)
    let drawn = Sample.draw(plot, width: 60, height: 10, Sample.full)
    let rows = (4...8).map(drawn.row)
    for index in marks.indices { #expect(rows.contains { $0.contains("▲stopped\(index)") }) }
    #expect(rows.map { $0.components(separatedBy: "▲").count - 1 }.reduce(0, +) == 4)
  }

  @Test func aMarkWithoutRoomForItsLabelKeepsItsSign() {
    let marks = (0..<9).map { LinePlot.Mark(x: 10 + Double($0), label: String(repeating: "m", count: 30)) }
    let plot = LinePlot(title: "", series: [.init("", Sample.curve, role: .series(0))], marks: marks)
    let drawn = Sample.draw(plot, width: 60, height: 10, Sample.full)
    let text = (0..<10).map(drawn.row).joined()
    #expect(text.components(separatedBy: "m").count - 1 < 9 * 30)
    #expect(text.contains("▲"))
  }

  @Test func aPlaceOnALogAxisIsToldAsItsTicksAre() {
    var plot = LinePlot(title: "", series: [.init("loss", Sample.curve, role: .series(0))], cursor: 0.0139)
    plot.x = PlotAxis("lr", scale: .log)
    #expect(Sample.draw(plot, width: 60, height: 10, Sample.full).row(0).contains("lr 1.39e-2"))
  }
}

@Suite struct TickTests {
  private func labels(_ axis: PlotAxis, _ low: Double, _ high: Double, _ count: Int = 5) -> [String] {
    axis.ticks(from: low, to: high, count: count).map(\.label)
  }

  @Test func ticksAreRoundNumbers() {
    #expect(labels(PlotAxis(), 0.83, 2.31) == ["1.0", "1.5", "2.0"])
    #expect(labels(PlotAxis(wholeNumbers: true), 0, 3) == ["0", "1", "2", "3"])
    #expect(labels(PlotAxis(), 0, 980) == ["0", "200", "400", "600", "800"])
    #expect(labels(PlotAxis(), -1, 1, 4) == ["-1.0", "-0.5", "0", "0.5", "1.0"])
  }

  @Test func aLogAxisHasDecades() {
    #expect(labels(PlotAxis(scale: .log), -5, 1, 8) == ["1e-5", "1e-4", "1e-3", "1e-2", "1e-1", "1e0", "1e1"])
    #expect(labels(PlotAxis(scale: .log), -5, 1, 4) == ["1e-4", "1e-2", "1e0"])
    #expect(labels(PlotAxis(scale: .log), log10(0.9), log10(2.3), 5).count >= 2)
  }
}
