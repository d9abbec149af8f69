import Foundation
import Screen
import Testing
import Training

@testable import Experiments
@testable import Lab

/// Sentences that name a key name the one that the user has.
@Suite struct KeyProseTests {
  /// Each action by a letter that is no key of the table.
  private static let map: KeyMap = {
    let letters = (0x400..<0x480).compactMap(Unicode.Scalar.init) + (0x48A..<0x530).compactMap(Unicode.Scalar.init)
    let actions = Set(KeyTable.all.flatMap(\.actions)).sorted()
    precondition(actions.count <= letters.count)
    let lines = zip(actions, letters).map { "\"\($0)\": \"\($1)\"" }
    var problems: [String] = []
    let map = KeyMap(Array("{\(lines.joined(separator: ","))}".utf8), for: KeyTable.all, problems: &problems)
    precondition(problems.isEmpty, "\(problems)")
    return map
  }()

  /// Keys as they are without the map, where a text names them; empty: none.
  private static func oldKeys(in text: String) -> [String] {
    var found: [String] = []
    // The headings of a matrix are parts of words.
    guard !text.contains(" recall ") else { return [] }
    let words = text.split { " \n·:;,()?!.\"│┃─━┌┐└┘┏┓┗┛├┤┣┫".contains($0) }.map(String.init)
    for (index, word) in words.enumerated() {
      let before = index > 0 ? words[index - 1] : ""
      let after = index + 1 < words.count ? words[index + 1] : ""
      switch word {
      case "enter", "esc", "tab", "Tab", "del", "pgup", "pgdn": found.append(word)
      case "space", "delete", "home", "end":
        // As a key it does something.
        if after.hasSuffix("s"), !["is", "was", "has", "this"].contains(after) { found.append("\(word) \(after)") }
      case "a", "A", "I", "F1": if before == "press" { found.append(word) }
      default:
        let isKey = word.count == 1 && word.first!.isASCII && word.first!.isLetter
        let isFunction = word.wholeMatch(of: /F[0-9]+|\^[A-Z]/) != nil
        // A unit stands behind a figure.
        let isUnit = before.last?.isNumber == true || before == "…" || before == "–"
        if isFunction || isKey && !isUnit { found.append("\(before) \(word) \(after)") }
      }
    }
    return found
  }

  /// States of the lab in which screens say what to do.
  private static func states(_ width: Int, _ height: Int) throws -> [LabState] {
    var states: [LabState] = []
    func add(_ state: LabState, _ change: (inout LabState) throws -> Void = { _ in }) throws {
      var state = state
      (state.width, state.height) = (width, height)
      state.keyMap = map
      try change(&state)
      state.layOut()
      states.append(state)
    }
    try add(LabState())
    try add(LabState()) { _ = update(&$0, DataMessage.loadFailed(source: "gone", "it is not there")) }
    try add(Support.state()) { state in
      state.data.sources = [
        SourceEntry(source: "shapes", title: "shapes", detail: "drawn", availability: .builtIn),
        SourceEntry(source: "cifar10", title: "CIFAR-10", detail: "162 MiB", availability: .fetchable),
      ]
      let set = RecordedRun.images
      _ = update(&state, DataMessage.loaded(source: "auto", state.data.options, set, SetFacts(set)))
      state.data.part = .sources
    }
    try add(Support.state()) { state in
      state.data.showsStrip = true
      state.data.toggleSet()
    }
    for part in [NetworkState.Part.widths, .layers, .recipe] {
      try add(Support.state()) { state in
        state.network.part = part
        state.network.edit { $0.take(Array($0.draft.dropLast())) }
      }
    }
    try add(Support.state()) { state in
      state.network.part = .layers
      _ = state.editLayer()
    }
    try add(Support.training())
    try add(Support.training(steps: 3)) { _ = update(&$0, TrainMessage.events([.paused(step: 3)])) }
    try add(Support.training(steps: 3)) { state in
      _ = state.startFinder()
      _ = update(&state, TrainMessage.events([.stopped(.stopped)]))
      Support.end(&state)
    }
    let divergence = Divergence(step: 3, learningRate: 0.1, lastLoss: 3, start: .beginning)
    try add(Support.training(steps: 3)) { _ = update(&$0, TrainMessage.events([.held(divergence)])) }
    try add(Support.training(steps: 3)) { state in
      _ = update(&state, TrainMessage.events([.held(divergence)]))
      state.train.hideDivergence()
      _ = state.startTraining()
    }
    try add(Support.state()) { _ = $0.startFinder() }
    try add(Support.state()) { state in
      _ = state.startFinder()
      Support.begin(&state)
      for message in Support.sweep() { _ = update(&state, message) }
      Support.end(&state)
      _ = state.takeFoundRate()
    }
    try add(Support.listed())
    try add(Support.listed()) { $0.runs.set(filter: "nothing") }
    try add(Support.listed()) { state in
      state.runs.picker = RunsColumnPicker()
      _ = update(&state, InspectMessage.inspected(try Support.inspection()))
    }
    try add(try RecordedRun.shared.get().state(width: width, height: height)) { state in
      MachineSamples.fill(&state)
      try PredictSamples.fill(&state)
    }
    return states
  }

  @Test func everyNamedActionIsInTheTable() {
    let actions = Set(KeyTable.all.flatMap(\.actions))
    for action in NamedAction.allCases { #expect(actions.contains(action.rawValue), "\(action)") }
    for screen in ScreenID.allCases { #expect(actions.contains(screen.action)) }
    var state = Support.state()
    #expect(state.keyName(.train) == "t" && state.keyName(.back) == "esc" && state.keyName(of: .network) == "2")
    state.keyMap = Self.map
    #expect(NamedAction.allCases.allSatisfy { Self.oldKeys(in: state.keyName($0)).isEmpty })
  }

  @Test func anActionIsTheSameThingWhereverItsNameStands() {
    var keys: [String: Set<KeyPress>] = [:]
    for binding in KeyTable.all {
      for (action, group) in zip(binding.actions, binding.keys) {
        // One who gives it another key gives that to both.
        #expect(!keys[action, default: Set(group)].isDisjoint(with: group), "\(action): \(binding.help)")
        keys[action, default: []].formUnion(group)
      }
    }
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 55)]) func noScreenNamesAKeyThatTheUserHasMoved(
    _ width: Int, _ height: Int
  ) throws {
    for (number, one) in try Self.states(width, height).enumerated() {
      for screen in ScreenID.allCases {
        var state = one
        if state.editing == nil { state.screen = screen }
        let text = Support.view(state).text
        for row in text.split(separator: "\n") {
          let old = Self.oldKeys(in: String(row))
          #expect(old.isEmpty, "state \(number), \(screen): \(row)")
        }
      }
    }
  }

  @Test func noMessageNoReasonAndNoHelpNamesAKeyThatTheUserHasMoved() throws {
    var seen: Set<String> = []
    func check(_ text: String, _ place: String) {
      guard seen.insert(text).inserted else { return }
      #expect(Self.oldKeys(in: text).isEmpty, "\(place): \(text)")
    }
    for (number, one) in try Self.states(120, 40).enumerated() {
      for screen in ScreenID.allCases where one.editing == nil {
        var state = one
        state.screen = screen
        for binding in KeyTable.all(state) where [.screen(screen), .everywhere].contains(binding.scope) {
          check(binding.help, "help")
          switch binding.availability(state) {
          case .elsewhere: break
          case .off(let reason): check(reason, "state \(number), \(screen), \(binding.title)")
          case .on:
            for group in binding.keys.indices {
              var after = state
              _ = binding.run(&after, group)
              check(after.notice?.text ?? "", "state \(number), \(screen), \(binding.title)")
              if case .question(let question) = after.overlays.last { check(question.text, "\(binding.title)") }
            }
          }
        }
      }
    }
    for binding in KeyTable.all { check(binding.help, "help") }
  }

  @Test func panelsAndPromptsNameTheKeysThatTheUserHas() throws {
    var base = Support.listed()
    base.keyMap = Self.map
    let overlays: [Overlay] = [
      .log(LogPanel()), .command(CommandPrompt()), .themes(ThemePicker(selected: 0, before: base.theme)),
      .sameCommand("cifarlab"), .question(Question("Stop?", yes: "stop", then: StopTraining())),
      .confirm(Confirmation("Remove?", word: "remove", then: StopTraining())),
    ]
    for overlay in overlays {
      var state = base
      state.overlays = [overlay]
      for row in Support.view(state).text.split(separator: "\n") {
        #expect(Self.oldKeys(in: String(row)).isEmpty, "\(row)")
      }
    }
    base.overlays = [.help(HelpPanel())]
    let rows = Support.view(base).text.split(separator: "\n")
    #expect(rows.contains { $0.contains("type to search") } && rows.allSatisfy { !$0.contains("↑↓ choose") })
  }
}
