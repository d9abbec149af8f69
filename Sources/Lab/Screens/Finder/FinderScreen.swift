import Experiments
import Screen

/// Loss over learning rate, and suggested rates.
enum FinderScreen: LabScreen {
  static let title = "LR finder"

  static let commands = [
    PromptCommand("find", help: "finds a learning rate", when: { $0.startAvailability }) { $0.startFinder() },
    PromptCommand("range", "START END", help: "the rates that the LR finder goes through") { state, text in
      FinderRange().take(text, in: &state).map { $0 + state.open(.finder) }
    },
  ]

  static func layOut(_ state: inout LabState) { state.finder.layout = FinderLayout(state.contentArea) }

  static func draw(_ state: LabState, into buffer: inout Buffer, _ context: RenderContext) {
    let layout = state.finder.layout
    let view = FinderView(state: state)
    buffer.draw(view.plot, in: layout.plot, context)
    view.drawSweep(into: &buffer, in: layout.sweep)
    view.drawSuggestions(into: &buffer, in: layout.suggestions)
    view.drawRecipe(into: &buffer, in: layout.recipe)
  }

  static func isDivided(_ state: LabState) -> Bool { false }

  /// In the plot the cursor goes to the rate there; a suggestion is chosen.
  static func click(_ state: inout LabState, x: Int, y: Int) -> [Effect] {
    let (layout, view) = (state.finder.layout, FinderView(state: state))
    if let rate = view.plot.x(atX: x, y: y, in: layout.plot, unicode: state.isUnicode) {
      state.finder.moveCursor(toRate: rate)
    } else if let number = view.suggestion(atX: x, y: y, in: layout.suggestions) {
      state.finder.select(suggestion: number)
    }
    return []
  }

  static func subject(_ state: LabState) -> Subject {
    let network = state.finder.sweep?.recipe.network ?? state.network.architecture.name
    return Subject(network: network, detail: state.data.set?.name)
  }

  static func sameCommand(_ state: LabState) -> String {
    let options = state.finder.options
    let range = ["--start-lr", options.start.exactRate, "--end-lr", options.end.exactRate]
    return state.saidRecipe.commandLine(
      "lr-find", RecipeCommand.find,
      extra: range + (options.isLinear ? ["--linear"] : []) + (state.finder.isCurveAlone ? [] : ["--by-trial"]))
  }

  static func lines(_ state: LabState) -> [String] {
    guard let sweep = state.finder.sweep, sweep.found != nil else { return [] }
    return ["the sweep has ended: \(sweep.curve.endingText)"] + [sweep.remark].compactMap(\.self)
      + sweep.suggestions.map { "suggestion \($0.rule.rawValue): lr \(Figures.rate($0.rate))" }
  }
}

/// The range of a sweep being edited.
struct FinderRange: TypedField {
  func take(_ text: String, in state: inout LabState) -> Result<[Effect], InputError> {
    let parts = text.split { ", ".contains($0) }.map { Double($0) }
    guard parts.count == 2, let start = parts[0], let end = parts[1], start > 0, end > start, end.isFinite else {
      return .failure(InputError("two rates, the first below the second: 1e-5 10"))
    }
    (state.finder.options.start, state.finder.options.end) = (start, end)
    return .success([])
  }
}
