import Foundation
import Listing
import Screen
import Testing
import Training

@testable import Experiments
@testable import Lab

/// What is done to runs, and stores that are large or hostile.
@Suite struct RunsActionTests {
  @Test func aStoppedRunGoesOnAndOthersSayWhyNot() {
    var state = Support.listed()
    #expect(Support.press(.character("r"), &state).isEmpty)
    #expect(state.notice?.text == "r: this run is complete")
    let cases: [(RunListing.Status, Bool)] = [
      (.stopped, true), (.interrupted, true), (.diverged, false), (.running, false),
    ]
    for (status, goesOn) in cases {
      let row = Support.row("20260104-120000-ConvNet-1", accuracy: 0.3, parameters: 37_490, status: status)
      var state = Support.listed([row])
      let effects = Support.press(.character("r"), &state)
      #expect(effects == (state.training.map { [.start($0)] } ?? []), "\(status)")
      #expect(state.screen == (goesOn ? .train : .runs) && (state.training != nil) == goesOn)
    }
  }

  @Test(arguments: ["last", "my run", "my", "20260104", "20260104-120000-ConvNet-1"])
  func theCommandResumesARunByWhateverItIsCalled(_ word: String) {
    let stopped = Support.row("20260104-120000-ConvNet-1", accuracy: 0.3, parameters: 1, status: .stopped) {
      $0.label = try? RunLabel(parsing: "my run")
    }
    var state = Support.listed(Support.rows + [stopped])
    Support.press(.home, .down, .character("/"), on: &state)
    _ = Support.type("completed", &state)
    Support.press(.enter, .character(":"), on: &state)
    _ = Support.type("resume \(word)", &state)
    Support.press(.enter, on: &state)
    #expect(state.screen == .train && state.training != nil)
  }

  @Test func aWordThatMeansSeveralRunsIsNotTakenForOne() {
    var state = Support.listed()
    Support.press(.character(":"), on: &state)
    _ = Support.type("resume 2026", &state)
    Support.press(.enter, on: &state)
    #expect(state.prompt?.error?.contains("'2026' may be 20260101-120000-ConvNet-42, ") == true)
  }

  @Test func aRunsNetworkIsExportedIntoTheFolderThatIsTyped() {
    var state = Support.listed()
    Support.press(.character(">"), on: &state)
    #expect(Support.view(state).text.contains(RunExportField.usage))
    #expect(state.editing?.line.text == "20260103-170000-ConvBnNet-7-export")
    Support.press(.control("u"), on: &state)
    #expect(Support.press(.enter, &state).isEmpty && state.editing?.error != nil)
    _ = Support.type("out", &state)
    #expect(Support.press(.enter, &state) == [.file(ExportRun(id: "20260103-170000-ConvBnNet-7", folder: "out"))])
    #expect(state.editing == nil)
    _ = RunsMessage.exported("a", ["model.onnx", "model.py"], to: "out").apply(to: &state)
    #expect(state.notice?.text == "a is exported: model.onnx, model.py in out")
    let running = Support.row("20260104-120000-ConvNet-1", accuracy: 0.3, parameters: 1, status: .running)
    state = Support.listed([running])
    Support.press(.character(">"), on: &state)
    #expect(state.editing == nil && state.notice?.text.hasPrefix(">: it is being trained") == true)
  }

  @Test func aRunIsNamedAndFoundByItsTag() throws {
    var state = Support.listed()
    Support.press(.character("N"), on: &state)
    #expect(Support.view(state).text.contains(RunLabel.usage))
    _ = Support.type("best #paper | why", &state)
    #expect(
      Support.press(.enter, &state)
        == [
          .file(LabelRun(id: "20260103-170000-ConvBnNet-7", label: try RunLabel(parsing: "best #paper | why")))
        ])
    let named = Support.row("20260103-170000-ConvBnNet-7", accuracy: 0.7, parameters: 1) {
      $0.label = try? RunLabel(parsing: "best #paper | why")
    }
    state = Support.listed(Support.rows.dropLast() + [named])
    #expect(Support.view(state).text.contains("best #paper | why"))
    Support.press(.character("/"), on: &state)
    _ = Support.type("#paper", &state)
    Support.press(.enter, on: &state)
    #expect(state.runs.shown.map(\.id) == [named.id])
    Support.press(.escape, .down, .character("N"), on: &state)
    _ = Support.type("best", &state)
    Support.press(.enter, on: &state)
    #expect(state.editing?.error?.reason == "that is the name of 20260103-170000-ConvBnNet-7")
  }

  @Test func deletingWantsTheWord() {
    var state = Support.listed()
    Support.press(.character("X"), on: &state)
    _ = Support.type("yes", &state)
    #expect(Support.press(.enter, &state).isEmpty)
    Support.press(.character("X"), on: &state)
    _ = Support.type("delete", &state)
    #expect(Support.press(.enter, &state) == [.file(DeleteRuns(ids: ["20260103-170000-ConvBnNet-7"]))])
  }

  @Test func allMarkedRunsAreDeletedByOneWord() {
    var state = Support.listed()
    Support.press(.character(" "), .character(" "), .character("X"), on: &state)
    #expect(Support.view(state).text.contains("the 2 marked runs"))
    _ = Support.type("delete", &state)
    #expect(
      Support.press(.enter, &state)
        == [.file(DeleteRuns(ids: ["20260103-170000-ConvBnNet-7", "20260102-090000-SimpleNet-1"]))])
  }

  @Test func aRunsRecipeComesBackToTheNetworkScreen() {
    var state = Support.listed()
    Support.press(.character("j"), .enter, on: &state)
    #expect(state.screen == .network)
    #expect(state.network.architecture.name == "SimpleNet")
    #expect(state.recipe.fits == Support.rows[1].recipe?.fits)
  }

  @Test func theSameCommandIsThatOfWhatIsShown() {
    var state = Support.listed()
    #expect(RunsScreen.sameCommand(state) == "cifarlab runs show 20260103-170000-ConvBnNet-7")
    _ = state.filterRuns("acc>50")
    #expect(RunsScreen.sameCommand(state) == "cifarlab runs list --filter 'acc>50'")
    Support.press(.character(" "), .character(" "), on: &state)
    #expect(
      RunsScreen.sameCommand(state)
        == "cifarlab runs show 20260103-170000-ConvBnNet-7 20260101-120000-ConvNet-42")
  }

  @Test func fiveHundredRunsAreWalkedThroughFilteredAndGrouped() {
    let rows = (0..<500).map { number in
      Support.row("20260101-\(100_000 + number)-ConvNet-\(number)", accuracy: Double(number) / 1_000, parameters: 1) {
        $0.created += Double(number)
        $0.recipe.seed = UInt64(number % 5)
        $0.recipe.batchSize = 1 + number / 5
      }
    }
    var state = Support.listed(rows)
    var asked = 0
    for _ in 0..<500 { asked += Support.press(.down, &state).count }
    #expect(state.runs.selectedID == rows[0].id && asked == 499)
    Support.press(.character("/"), on: &state)
    _ = Support.type("acc>=40 !seed=3", &state)
    Support.press(.enter, on: &state)
    #expect(state.runs.shown.count == 80 && Support.view(state).text.contains("80 of 500"))
    Support.press(.escape, .character("&"), on: &state)
    #expect(state.runs.shown.count == 100)
    for _ in 0..<100 { Support.press(.character(" "), on: &state) }
    #expect(state.runs.marks.ids.count == 500)
    Support.press(.character("d"), on: &state)
    #expect(Support.view(state).text.contains("500 runs"))
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 55)]) func whatStandsInAHostileFolderDoesNotReachTheTerminal(
    _ width: Int, _ height: Int
  ) throws {
    let row = Support.row("20260101-120000-Conv\u{1B}[2J-1", accuracy: 1, parameters: .max) {
      $0.recipe.network = "a\u{1B}]0;x\u{7}" + String(repeating: "wide", count: 1_000)
      $0.data.name = "\u{202E}b\n\n"
      $0.result.validLoss = 1e300
      $0.result.seconds = 1e11
      $0.created = 1e11
      $0.result.epochs = 1_000_000_000
    }
    let damaged = RunRow(
      RunListing(name: "\u{9B}31m", folder: "x", content: .damaged("because\u{1B}[2J"), isLive: false))
    var state = Support.listed([row, damaged], width: width, height: height)
    for key in " jd\t pvjjj kk".map(KeyPress.character) {
      Support.press(key, on: &state)
      #expect(Support.view(state).text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x9B })
    }
  }
}
