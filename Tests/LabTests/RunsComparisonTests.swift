import Foundation
import Listing
import Networks
import Screen
import Testing
import Training

@testable import Experiments
@testable import Lab

/// Runs beside each other: marks, curves, their legend, the difference, means over seeds.
@Suite struct RunsComparisonTests {
  @Test func aMarkHasTheGlyphAndTheColourOfItsCurveAndKeepsThem() {
    var state = Support.listed()
    Support.press(.character(" "), .character(" "), .character(" "), on: &state)
    let ids = state.runs.marks.ids
    #expect(ids.count == 3)
    let signs = state.runs.drawn.map { RunsLegend.sign(of: $0, state.runs) }
    for (id, sign) in zip(ids, signs) {
      let row = state.runs.rows.first { $0.id == id }!
      #expect(state.runs.mark(of: row) == Span(String(sign.0), sign.1))
    }
    #expect(Set(signs.map { String($0.0) }).count == 3 && Set(signs.map { "\($0.1)" }).count == 3)
    // The first is unmarked: the others stay what they were.
    Support.press(.home, .character(" "), on: &state)
    #expect(state.runs.marks.ids == Array(ids.dropFirst()))
    #expect(RunsLegend.sign(of: state.runs.drawn[0], state.runs) == signs[1])
    Support.press(.home, .character(" "), on: &state)
    #expect(state.runs.marks.place(of: ids[0]) == 0)
    let ascii = (0..<6).map { String(Glyph(Character(RunMarks.glyph($0))).asciiTwin.scalars.first ?? " ") }
    #expect(Set(ascii).count == 6)
  }

  @Test func theRunUnderTheCursorIsReadAndDrawnAtOnce() throws {
    var state = Support.state()
    state.screen = .runs
    let first = update(&state, RunsMessage.listed(Support.rows))
    #expect(first == [.file(LoadEpochs(id: "20260103-170000-ConvBnNet-7"))])
    #expect(Support.view(state).text.contains("reading …"))
    #expect(Support.press(.down, &state) == [.file(LoadEpochs(id: "20260102-090000-SimpleNet-1"))])
    let epochs = try RecordedRun.shared.get().epochs.map { EpochRow($0) }
    _ = update(&state, RunsMessage.loaded(epochs, id: "20260102-090000-SimpleNet-1"))
    #expect(Support.view(state).text.contains("▸ SimpleNet-1") && !Support.view(state).text.contains("reading …"))
    // What is known is not read again, unless the run has come further.
    #expect(Support.press(.up, &state).isEmpty)
    #expect(Support.press(.down, &state).isEmpty)
    var further = Support.rows
    further[1] = Support.row(further[1].id, accuracy: 0.5, parameters: 1) { $0.result.epochs = 3 }
    #expect(update(&state, RunsMessage.listed(further)) == [.file(LoadEpochs(id: further[1].id))])
  }

  @Test func theLegendSaysWhatDiffers() {
    let rows = [(0.1, 42), (0.1, 43), (0.3, 42)].enumerated().map { index, setting in
      Support.row("2026010\(index + 1)-120000-ConvNet-\(setting.1)", accuracy: 0.5, parameters: 1) {
        $0.recipe.fits = [FitCall(setting.0, 2)]
        $0.recipe.seed = UInt64(setting.1)
      }
    }
    var state = Support.listed(rows)
    Support.press(.character(" "), .character(" "), .character(" "), on: &state)
    let text = Support.view(state).text
    for entry in ["● lr 3e-1 seed 42", "◆ lr 1e-1 seed 43", "▲ lr 1e-1 seed 42"] { #expect(text.contains(entry)) }
    let many = RunsLegend(Support.listed(rows).runs).lines(width: 20, most: 1)
    #expect(many.count == 1)
  }

  @Test func theDifferenceIsOfAllMarkedRunsWithTheirResults() {
    var state = Support.listed(height: 50)
    Support.press(.character(" "), .character(" "), .character(" "), .character("d"), on: &state)
    let lines = state.runs.differenceLines.lines
    #expect(state.runs.differenceLines.runs.count == 3)
    #expect(Set(lines.map(\.column.key)) == ["network", "accuracy", "loss", "parameters"])
    let text = Support.view(state).text
    #expect(text.contains("70.16★") && text.contains("58.17") && text.contains("47.24") && !text.contains("momentum"))
    #expect(text.contains("● ConvBnNet-7") && text.contains("◆ SimpleNet-1") && text.contains("▲ ConvNet-42"))
  }

  @Test func runsOfOneNameAreToldApartByTheirTimeOrTheirDay() throws {
    func row(_ id: String, _ seconds: Double, _ rate: Double) -> RunRow {
      Support.row(id, accuracy: rate, parameters: 1) { document in
        document.created += seconds
        document.recipe.fits = [FitCall(rate, 2)]
      }
    }
    let oneDay = [row("20260101-120000-ConvNet-42", 0, 0.1), row("20260101-120010-ConvNet-42", 10, 0.2)]
    #expect(RunsDifference.Lines(oneDay).names == ["ConvNet-42 12:00:00", "ConvNet-42 12:00:10"])
    let days = [oneDay[0], row("20260102-120000-ConvNet-42", 0, 0.2), row("20260102-120000-ConvNet-7", 0, 0.3)]
    #expect(
      RunsDifference.Lines(days).names == ["ConvNet-42 26-01-01 12:00", "ConvNet-42 26-01-02 12:00", "ConvNet-7"])
    let atOnce = [oneDay[0], row("20260101-120000-ConvNet-42-2", 0, 0.2)]
    #expect(Set(RunsDifference.Lines(atOnce).names).count == 2)
    var state = Support.listed(oneDay, width: 100, height: 30)
    Support.press(.character(" "), .character(" "), .character("d"), on: &state)
    let shown = Support.view(state).text
    #expect(shown.contains("● ConvNet-42 12:00:10") && shown.contains("◆ ConvNet-42 12:00:00"))
  }

  @Test func twoRunsBesideEachOtherUseTheWholeWidth() {
    let rows = [0.1, 0.2].enumerated().map { index, rate in
      Support.row("2026010\(index + 1)-120000-ConvNet-1", accuracy: rate, parameters: 1) {
        $0.recipe.fits = [FitCall(rate, 2), FitCall(rate, 4, cycleLength: 1)]
      }
    }
    var state = Support.listed(rows, width: 100, height: 30)
    Support.press(.character(" "), .character(" "), .character("d"), on: &state)
    let shown = Support.view(state).text
    // As everywhere, rates have an exponent.
    for rate in ["1e-1", "2e-1"] { #expect(shown.contains("\(rate), 2; \(rate), 4, cycle_len=1"), "\(shown)") }
  }

  @Test func curvesOfAlikeRunsAreToldApart() {
    let rows = ["20260101-120000-ConvNet-42", "20260102-120000-ConvNet-42", "20260103-120000-ConvNet-43"].map { id in
      Support.row(id, accuracy: 0.5, parameters: 1) { $0.recipe.seed = id.hasSuffix("43") ? 43 : 42 }
    }
    var state = Support.listed(rows)
    Support.press(.character(" "), .character(" "), .character(" "), on: &state)
    let shown = Support.view(state).text
    for entry in ["● seed 43 ", "◆ seed 42 26-01-02 12:00", "▲ seed 42 26-01-01 12:00"] {
      #expect(shown.contains(entry), "\(shown)")
    }
  }

  @Test func theDifferenceOfNetworksLeavesOutTheRecipeThatTheyPropose() throws {
    let rows = try ["ResNet20", "VGG"].enumerated().map { index, name in
      let architecture = try Architectures.named(name)
      return Support.row("2026010\(index + 1)-120000-\(name)-1", accuracy: 0.5, parameters: 1) { document in
        document.recipe.use(architecture)
        document.recipe.widths = nil
      }
    }
    let lines = RunsDifference.Lines(rows).networks.map(\.content)
    #expect(lines.contains { $0.contains("conv") } && !lines.contains { $0.contains("recipe") || $0.contains("about") })
  }

  /// Runs that differ in many settings.
  private var varied: [RunRow] {
    (1...9).map { number in
      Support.row("2026010\(number)-120000-ConvNet-\(number)", accuracy: Double(number) / 10, parameters: number) {
        $0.recipe.seed = UInt64(number)
        $0.recipe.batchSize = number
        $0.recipe.subset = number * 100
        $0.recipe.widths = [number]
        $0.recipe.training.optimizer.sgd.momentum = Double(number) / 10
        $0.recipe.training.optimizer.sgd.nesterov = number % 2 == 0
        $0.recipe.options.dropout = Double(number) / 20
        $0.recipe.fits = [FitCall(Double(number) / 100, number)]
        $0.result.seconds = Double(number)
        $0.result.steps = number
      }
    }
  }

  @Test(arguments: [(80, 24), (100, 30)]) func theDifferenceIsScrolledWhileItIsShown(_ width: Int, _ height: Int) {
    var state = Support.listed(varied, width: width, height: height)
    for _ in 0..<9 { Support.press(.character(" "), on: &state) }
    Support.press(.character("d"), on: &state)
    let selected = state.runs.selectedID
    let first = Support.view(state)
    let isWhole = state.runs.layout.difference?.hiddenLines == 0
    Support.press(.down, on: &state)
    #expect(state.runs.selectedID == selected)
    #expect(isWhole ? state.notice != nil : Support.view(state) != first)
    Support.press(.end, .up, .home, on: &state)
    #expect(isWhole || Support.view(state).text == first.text)
    // All nine do not fit side by side.
    func headings(_ view: Buffer) -> String { state.runs.layout.below.map { view.text(in: $0)[1] } ?? "" }
    #expect(!headings(first).contains("ConvNet-1 ") && headings(first).contains("ConvNet-9"))
    for _ in 0..<9 { Support.press(.right, on: &state) }
    #expect(headings(Support.view(state)).contains("ConvNet-1 "))
    Support.press(.character("d"), .up, on: &state)
    #expect(state.runs.selectedID != selected)
  }

  @Test func theLastLineOfADifferenceIsReached() throws {
    var state = Support.listed(varied, width: 100, height: 30)
    Support.press(.character(" "), .character(" "), .character("d"), on: &state)
    let layout = try #require(state.runs.layout.difference)
    #expect(layout.hiddenLines > 0)
    let last = try #require(state.runs.differenceLines.lines.last?.column.title)
    let below = try #require(state.runs.layout.below)
    #expect(!Support.view(state).text(in: below).joined().contains(last))
    for _ in 0..<5 { Support.press(.pageDown, on: &state) }
    #expect(Support.view(state).text(in: below).joined().contains(last))
  }

  @Test func runsThatDifferInTheirSeedsShareARowWithMeanAndDeviation() {
    let rows = [(1, 0.6), (2, 0.64), (3, 0.5)].map { seed, accuracy in
      Support.row("2026010\(seed)-120000-ConvNet-\(seed)", accuracy: accuracy, parameters: 1) {
        $0.recipe.seed = UInt64(seed)
        if seed == 3 { $0.recipe.batchSize = 7 }
      }
    }
    var state = Support.listed(rows)
    Support.press(.down, .character("&"), on: &state)
    #expect(state.runs.shown.count == 2)
    #expect(Support.view(state).text.contains("62.00 ±2.83"))
    #expect(state.runs.selectedID == rows[1].id)
    // A mark is of all its runs; it is named and deleted by itself only.
    Support.press(.character(" "), on: &state)
    #expect(state.runs.marks.ids.sorted() == [rows[0].id, rows[1].id])
    Support.press(.character("c"), .end, .character("N"), on: &state)
    #expect(state.notice?.text == "N: this row stands for several runs; & shows each")
    Support.press(.character("X"), on: &state)
    #expect(state.notice?.text == "X: this row stands for several runs; space marks them")
    Support.press(.character("&"), on: &state)
    #expect(state.runs.shown.count == 3)
  }
}
