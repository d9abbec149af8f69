import Kernels
import Testing

@testable import Lab

@Suite struct NetworkStateTests {
  @Test func parametersFollowTheWidthsAsTheyAreEdited() {
    var network = NetworkState()
    network.pick("convnet")
    #expect(network.outline.parameters == 37_490)
    network.edit { $0.replace(with: [3, 24, 48, 96]) }
    #expect(network.outline.rows.map(\.parameters) == [672, 10_416, 41_568, 0, 970])
  }

  @Test func aConvNetTooDeepForItsImagesIsBlamedOnItsLayer() {
    var network = NetworkState()
    network.pick("ConvNet")
    network.edit { $0.replace(with: [3, 20, 40, 80, 160, 320]) }
    #expect(network.outline.problem?.layer == "layers.4")
    #expect(network.outline.rows.count == 4)
  }

  @Test func undoAndRedoGoThroughTheChangesOfOneArchitecture() {
    var network = NetworkState()
    network.pick("ConvNet")
    network.edit { $0.add() }
    network.edit { $0.change(to: 33) }
    #expect(network.widths == [3, 20, 33, 40, 80])
    network.edit { $0.undo() }
    network.edit { $0.undo() }
    #expect(network.widths == [3, 20, 40, 80])
    network.edit { $0.redo() }
    #expect(network.widths == [3, 20, 20, 40, 80])
  }

  @Test func widthsFollowTheImagesAndClasses() {
    var network = NetworkState()
    network.pick("SimpleNet")
    network.fit(image: MapShape(3, 16, 16), classes: 7)
    #expect(network.widths == [768, 40, 7])
    #expect(network.outline.problem == nil)
  }

  @Test(arguments: [("3, 20, 40", [3, 20, 40]), ("[3,20]", [3, 20]), ("3 20\t40", [3, 20, 40])])
  func listsOfWidthsAreReadAsPeopleWriteThem(_ text: String, _ widths: [Int]) {
    #expect((try? TypedWidths.parseList(text).get()) == widths)
  }

  @Test(arguments: [(80, ["time"]), (100, ["MACs", "time"]), (120, ["MACs", "time", "7.00 ms"])])
  func whatWasMeasuredStandsBesideEachLayerUntilTheWidthsChange(_ width: Int, _ texts: [String]) {
    var state = Support.state(width: width)
    state.screen = .network
    state.network.pick("ConvNet")
    #expect(!Support.view(state).text.contains("time  "))
    Support.press(.character("m"), on: &state)
    let layers = state.network.outline.rows.count
    let measurement = NetworkState.Measurement(
      network: "ConvNet", widths: state.network.widths, batchSize: 256, secondsPerStep: 0.5,
      layerSeconds: Array(repeating: 0.007, count: layers - 1) + [0.001])
    _ = update(&state, NetworkMessage.measured(measurement))
    Support.end(&state)
    let shown = Support.view(state).text
    // 60 images are one batch.
    for text in texts + ["29.0 ms", "0.5 s trn/epoch"] { #expect(shown.contains(text), "\(text):\n\(shown)") }
    state.network.edit { $0.change(to: 21) }
    #expect(!Support.view(state).text.contains("29.0 ms"))
  }

  @Test(arguments: ["", "3, x", "0", "100001", "3.5"]) func whatIsNoListOfWidthsIsRefused(_ text: String) {
    #expect((try? TypedWidths.parseList(text).get()) == nil)
  }
}

@Suite struct DeepNetworkTests {
  @Test func theLayersOfADeepNetworkScrollToTheTotal() {
    var state = Support.state(width: 80, height: 24)
    state.screen = .network
    state.network.pick("Resnet")
    state.network.edit { $0.replace(with: [10, 20, 40, 80, 160]) }
    #expect(Support.view(state).text.contains("769,170"))
    #expect(!Support.view(state).text.contains("linear classes"))
    for _ in 0..<9 { Support.press(.pageDown, on: &state) }
    #expect(Support.view(state).text.contains("linear classes"))
  }

  @Test func aWarningOfTheRunStaysOnTheScreen() {
    var state = Support.training(steps: 4)
    _ = update(&state, TrainMessage.events([.warning("the disk is full")]))
    Support.press(.character("L"), on: &state)
    #expect(Support.view(state).text.contains("the disk is full"))
    state.width = 80
    state.height = 24
    #expect(Support.view(state).text.contains("the disk is full"))
  }
}

@Suite struct SchedulePanelTests {
  private func state(width: Int, height: Int) -> LabState {
    var state = Support.state(width: width, height: height)
    state.screen = .network
    state.network.pick("ConvBnNet")
    return state
  }

  @Test func itStandsBesideTheRecipeWhereThereIsRoom() {
    var state = state(width: 200, height: 60)
    #expect(Support.view(state).text.contains("learning rate, momentum 0.9"))
    Support.press(.character("v"), on: &state)
    #expect(state.notice?.text.contains("all of it is on the screen") == true)
  }

  @Test func elsewhereAKeyPutsItInPlaceOfTheLayers() {
    var state = state(width: 80, height: 24)
    #expect(!Support.view(state).text.contains("learning rate"))
    Support.press(.character("v"), .character("v"), on: &state)
    let text = Support.view(state).text
    #expect(text.contains("learning rate, momentum 0.9") && text.contains("fit 2") && !text.contains("layers.0"))
    #expect(state.screen.type.sameCommand(state).hasSuffix("--schedule"))
    Support.press(.escape, on: &state)
    #expect(Support.view(state).text.contains("layers.0"))
  }

  @Test func theMomentumIsDrawnWhereACallMovesIt() {
    var state = state(width: 200, height: 60)
    _ = state.set(.fits, to: "1e-1, 2, use_clr_beta=10/10/0.95/0.85")
    let text = Support.view(state).text
    #expect(text.contains(" momentum ") && !text.contains("momentum 0.9,"))
    #expect(NetworkScreen.lines(state).last?.hasPrefix("schedule: 2 steps, lr 1e-2 at first") == true)
  }
}
