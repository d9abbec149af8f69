import ImageData
import Screen
import Testing

@testable import Lab

@Suite struct TitleTests {
  @Test func aNarrowTitleSaysInAWordThatImagesAreLoaded() {
    var state = Support.state(width: 80, height: 24)
    _ = state.load("cifar10")
    #expect(Support.view(state).row(0).hasSuffix(" loading"))
    state.width = 120
    #expect(Support.view(state).row(0).hasSuffix("loading images"))
  }

  @Test func aNarrowTitleKeepsNetworkAndState() {
    let state = Support.training(steps: 6, width: 80, height: 24)
    for screen in ScreenID.allCases {
      var state = state
      state.screen = screen
      #expect(Support.view(state).row(0).hasSuffix("Net · ● 50%"), "\(screen)")
    }
  }

  @Test func theTitleSpeaksOfWhatTheScreenShowsAndOfWhatIsTrainedIfThatIsAnother() throws {
    var state = Support.training(steps: 6)
    _ = update(&state, InspectMessage.inspected(try Support.inspection()))
    state.screen = .inspect
    // The inspected run is the one that is trained.
    #expect(Support.view(state).row(0).hasSuffix("ConvNet · 20260101-120000 · ● training 50%"))
    state.train.folder = "another"
    #expect(Support.view(state).row(0).hasSuffix("ConvNet · 20260101-120000 · SimpleNet ● training 50%"))
    state.screen = .network
    state.network.pick("Resnet")
    #expect(Support.view(state).row(0).hasSuffix("Resnet · plain · SimpleNet ● training 50%"))
    state.screen = .train
    #expect(Support.view(state).row(0).hasSuffix("ConvNet · plain · ● training 50%"))
  }

  @Test(arguments: [ScreenID.network, .finder, .train]) func aNarrowFooterKeepsTheWayOn(_ screen: ScreenID) {
    var state = Support.state(width: 80, height: 24)
    state.screen = screen
    let footer = Support.view(state).row(23)
    let ofScreen = screen == .network ? ["f find", "tab part"] : screen == .finder ? ["f find"] : []
    for hint in ["t train", "? help"] + ofScreen { #expect(footer.contains(hint), "\(footer)") }
  }

  @Test(arguments: [ScreenID.finder, .predict, .inspect, .train]) func aScreenOfOnePartNamesNoKeyToAnother(
    _ screen: ScreenID
  ) {
    var state = Support.state(width: 100, height: 30)
    state.screen = screen
    #expect(!Support.view(state).row(29).contains("tab part"))
    Support.press(.tab, on: &state)
    #expect(state.notice?.text.contains("this screen has one part only") == true)
  }

  @Test func aTrainingThatIsOverIsNotNamedWhereAnotherRunIsShown() throws {
    var state = Support.training()
    _ = update(&state, TrainMessage.events([.stopped(.completed)]))
    Support.end(&state)
    #expect(Support.view(state).row(0).hasSuffix("ConvNet · plain · ✓ trained"))
    _ = update(&state, InspectMessage.inspected(try Support.inspection()))
    state.screen = .inspect
    #expect(Support.view(state).row(0).hasSuffix("ConvNet · 20260101-120000 · ✓ trained"))
    state.train.folder = "another"
    #expect(Support.view(state).row(0).hasSuffix("ConvNet · 20260101-120000 · idle"))
  }

  @Test func theFirstScreenShowsKeysAndTheWayToRealImages() {
    var state = LabState()
    (state.width, state.height) = (80, 24)
    let set = ShapesSet.make(train: 40, valid: 10)
    _ = update(&state, DataMessage.loaded(source: "auto", ReadOptions(size: set.size), set, SetFacts(set)))
    _ = update(
      &state,
      DataMessage.sourcesListed([
        SourceEntry(source: "shapes", title: "shapes", detail: "drawn", availability: .builtIn),
        SourceEntry(source: "cifar10", title: "CIFAR-10", detail: "162 MiB", availability: .fetchable),
      ]))
    // So few drawn images are said to be few.
    state.notice = nil
    let shown = Support.view(state).text
    #expect(shown.contains("tab enter fetches real images, CIFAR-10   :data PATH your own"))
    #expect(shown.contains("2 t train it"))
    // And the keys do that.
    guard case .files = Support.press(.tab, .enter, on: &state).first, case .loading("cifar10", _) = state.data.phase
    else {
      Issue.record("nothing is fetched: \(state.data.phase)")
      return
    }
  }
}
