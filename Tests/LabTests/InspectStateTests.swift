import Experiments
import ImageData
import Screen
import Testing
import Training

@testable import Lab

@Suite struct InspectStateTests {
  private func state(width: Int = 120, height: Int = 40) throws -> LabState {
    var state = Support.state(width: width, height: height)
    state.screen = .inspect
    _ = update(&state, InspectMessage.inspected(try Support.inspection()))
    return state
  }

  /// As many classes, of which every fourth image is taken for the next one.
  private func state(classes: Int, width: Int, height: Int) throws -> LabState {
    let names = (0..<classes).map { "class number \($0)" }
    let labels = (0..<classes * 4).map { UInt8($0 % classes) }
    var values: [Float] = []
    for (image, label) in labels.enumerated() {
      let said = image / classes == 3 ? (Int(label) + 1) % classes : Int(label)
      values += (0..<classes).map { $0 == said ? -0.1 : -6 }
    }
    let images = ImageSet(size: 32, pixels: [UInt8](repeating: 90, count: labels.count * 3_072), labels: labels)
    let set = DataSet(name: "many", source: "many", classes: names, train: images, valid: images)
    let inspection = Inspection(
      title: "20260101-120000-ConvNet-42", network: "ConvNet",
      facts: try Interpretation(
        classes: names, predictions: Predictions(classes: classes, logProbabilities: values, labels: labels)),
      images: images, history: [],
      labels: InspectLabels(file: "labels.csv", overlay: LabelOverlay(), images: RelabelledSet(set), source: set))
    var state = Support.state(width: width, height: height)
    state.screen = .inspect
    _ = update(&state, InspectMessage.inspected(inspection))
    return state
  }

  @Test(arguments: [2, 10, 40, 100], [(80, 24), (120, 40), (200, 55)])
  func theConfusionIsUsableWithAnyNumberOfClasses(_ classes: Int, _ size: (Int, Int)) throws {
    var state = try state(classes: classes, width: size.0, height: size.1)
    for _ in 0..<classes { Support.press(.down, .right, on: &state) }
    let shown = Support.view(state).text
    #expect(shown.contains("recall") && shown.contains("precision"))
    // The last class is reached: its row and its cell are there, and what the cursor stands on is said.
    #expect(shown.contains("class number \(classes - 1), rightly"))
    #expect(shown.contains(/▐ +75▌/), "\(shown)")
    if classes > 10 { #expect(shown.contains("of \(classes) · 20260101")) }
  }

  @Test func rightAndWrongDifferInHueAndInSign() throws {
    let state = try state()
    let place = try #require(state.inspect.layout.matrix)
    let buffer = Support.view(state)
    let layout = try #require(
      HeatTableLayout(
        ConfusionView(inspection: state.inspect.inspection!, inspect: state.inspect).table,
        in: ConfusionView.table(in: place)))
    var signs: [String: Set<String>] = [:]
    for y in layout.grid.y..<layout.grid.maxY {
      for x in layout.grid.x..<layout.grid.maxX {
        guard case .gradient(let gradient, _) = buffer[x, y].style.background else { continue }
        signs[gradient.name, default: []].insert(String(Character(buffer[x, y].glyph.base)))
      }
    }
    #expect(signs["heat"]?.contains("✓") == true && signs["heat"]?.contains("✗") == false)
    #expect(signs["wrong"]?.contains("✗") == true && signs["wrong"]?.contains("✓") == false)
  }

  @Test(arguments: [(80, 24), (100, 30), (120, 40), (160, 45), (200, 55)])
  func theProbabilitiesHaveFiguresAndBarsInsideThePanel(_ width: Int, _ height: Int) throws {
    var state = try state(width: width, height: height)
    Support.press(.tab, .enter, on: &state)
    let panel = try #require(state.inspect.layout.images)
    let rows = Support.view(state).text(in: panel)
    let lines = rows.filter { $0.contains(" %") && ($0.contains("▇") || $0.contains("▁")) }
    #expect(lines.count == 10, "\(rows.joined(separator: "\n"))")
    #expect(lines.first?.contains("81.9 %") == true)
    for line in lines { #expect(line.hasSuffix("┃") && !line.contains("…")) }
  }

  @Test func classesAreNamedWholeBeneathSmallAndLargePictures() throws {
    for zoom in [ImageZoom.half, .full] {
      var state = try state(width: 200, height: 55)
      state.inspect.zoom = zoom
      let inspection = try #require(state.inspect.inspection)
      let image = try #require(state.inspect.current)
      let shown = Support.view(state).text
      #expect(shown.contains("▸" + inspection.classes[inspection.label(image)]))
      #expect(shown.contains("→ " + inspection.classes[inspection.predicted(image)]))
    }
  }

  @Test func inTheReportClassesAreChosenAndEnterShowsTheirErrors() throws {
    var state = try state(width: 100, height: 30)
    Support.press(.character("v"), on: &state)
    let footer = Support.view(state).row(29)
    #expect(!footer.contains("←→") && !footer.contains("%") && footer.contains("↑↓ class"))
    for key in [KeyPress.left, .right, .character("%"), .character("n")] {
      let before = Support.view(state)
      #expect(KeyTable.find(key, state) == nil && Support.view(state) == before)
    }
    let inspection = try #require(state.inspect.inspection)
    state.inspect.select(row: 3, column: 5)
    Support.press(.down, .up, .down, .up, .enter, on: &state)
    #expect(state.inspect.row == 3 && state.inspect.part == .images)
    #expect(Support.view(state).text.contains("images: \(inspection.classes[3]) → others"))
    let listed = state.inspect.listed
    #expect(!listed.isEmpty && listed.allSatisfy { inspection.label($0) == 3 && inspection.predicted($0) != 3 })
  }

  @Test func zTogglesTheSizeOfThePictures() throws {
    var state = try state(width: 200, height: 55)
    #expect(state.inspect.layout.grid.zoom == .full)
    Support.press(.tab, .character("z"), on: &state)
    #expect(state.inspect.layout.grid.zoom == .half)
    Support.press(.character("z"), on: &state)
    #expect(state.inspect.layout.grid.zoom == .full)
  }

  @Test func openingTheScreenAfterATrainingShowsThatNetworkOnce() throws {
    var state = Support.training()
    _ = update(&state, TrainMessage.events([.stopped(.completed)]))
    Support.end(&state)
    #expect(Support.press(.character("5"), on: &state).count == 1)
    #expect((state.inspecting?.work as? InspectJob)?.id == "20260101-120000-ConvNet-42")
    Support.end(&state)
    #expect(Support.press(.character("1"), .character("5"), on: &state).isEmpty)
  }

  @Test func withoutARunTheScreenSaysHowToGetOne() {
    var state = Support.state()
    Support.press(.character("5"), on: &state)
    #expect(Support.view(state).text.contains("t on screen 2 trains one"))
  }

  @Test func theFiguresOfCalibrationStandInAPartOfTheirOwn() throws {
    var state = try state(width: 80, height: 24)
    Support.press(.backTab, on: &state)
    let shown = Support.view(state).text
    #expect(shown.contains("reliability: said and right") && shown.contains("90–100 %"))
    // All 20 images are said with 82 %, and 13 of them rightly.
    #expect(shown.contains("80–90 %") && shown.contains("65 %   82 %"))
  }
}
