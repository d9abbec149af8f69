import Experiments
import Screen

/// Architectures, widths, layers, and the recipe.
enum NetworkScreen: LabScreen {
  static let title = "Network"

  static let commands = [
    PromptCommand(
      "network", "NAME", help: "picks an architecture", candidates: { $0.network.architectures.map(\.name) }
    ) {
      state, name in
      guard state.network.pick(name) else {
        return .failure(InputError("there are \(state.network.architectures.map(\.name).joined(separator: ", "))"))
      }
      return .success(state.open(.network))
    },
    PromptCommand("widths", "10,20,40", help: "the widths of the network") { state, text in
      if let error = state.takeWidths(text) { return .failure(error) }
      return .success(state.open(.network))
    },
    PromptCommand("save", "NAME", help: "saves the edited network as one of yours") { state, name in
      state.saveNetwork(as: name)
    },
  ]

  static func layOut(_ state: inout LabState) { state.network.layout = NetworkLayout(state) }

  static func draw(_ state: LabState, into buffer: inout Buffer, _ context: RenderContext) {
    let layout = state.network.layout
    let view = NetworkView(state: state)
    if let list = layout.architectures { view.drawArchitectures(into: &buffer, in: list, context) }
    if let widths = layout.widths { view.drawWidths(into: &buffer, in: widths, context) }
    if let layers = layout.layers { buffer.draw(LayersView(state: state), in: layers, context) }
    if let difference = layout.difference, let last = state.lastRecipe {
      buffer.draw(NetworkDifference(state: state, last: last), in: difference, context)
    }
    if let stages = layout.stages {
      buffer.draw(StagesView(outline: state.network.outline, image: state.network.image), in: stages, context)
    }
    let recipe = RecipeView(state: state)
    if let whole = layout.recipe { buffer.draw(recipe, in: whole, context) }
    if let short = layout.shortRecipe { recipe.drawShort(into: &buffer, in: short) }
    if let schedule = layout.schedule { buffer.draw(SchedulePlot(state.schedule), in: schedule, context) }
  }

  static func opened(_ state: inout LabState) -> [Effect] { [.file(ListNetworks())] }

  static func back(_ state: inout LabState) {
    if state.network.pane != .layers {
      state.network.pane = .layers
    } else if state.network.cursor.anchor != nil {
      state.network.cursor.anchor = nil
    } else {
      state.network.part = .architectures
    }
  }

  /// Chooses a network, a width, a line of the layers or a setting.
  static func click(_ state: inout LabState, x: Int, y: Int) -> [Effect] {
    let (layout, view) = (state.network.layout, NetworkView(state: state))
    func isIn(_ rect: Rect?) -> Bool { rect?.contains(x: x, y: y) == true }
    if isIn(layout.architectures) {
      state.network.part = .architectures
      if let index = view.architecture(atX: x, y: y) { state.network.select(index) }
    } else if isIn(layout.widths) {
      state.network.part = .widths
      if let index = view.width(atX: x, y: y) { state.network.edit { $0.move(to: index) } }
    } else if let layers = layout.layers, isIn(layers) {
      let line = LayersView(state: state).line(atX: x, y: y, in: layers)
      state.network.part = .layers
      if let line { state.network.cursor.line = line }
    } else if let recipe = layout.recipe, isIn(recipe) {
      let row = RecipeView(state: state).row(atX: x, y: y, in: recipe)
      state.network.part = .recipe
      if let row { state.form.move(by: row - state.form.selectedIndex) }
    } else if isIn(layout.shortRecipe) {
      state.network.part = .recipe
    }
    return []
  }

  static func hasSeveralParts(_ state: LabState) -> Bool { true }

  static func moveFocus(_ state: inout LabState, by offset: Int) {
    state.network.part = state.network.part.moved(by: offset)
  }

  /// The file of a network of the user's.
  static func target(_ state: LabState) -> Result<OpenTarget, InputError> {
    state.network.editor.file.map { .success(.path($0)) }
      ?? .failure(InputError("\(state.network.architecture.name) stands in no file of yours"))
  }

  static func sameCommand(_ state: LabState) -> String {
    guard state.network.pane == .schedule else { return state.saidRecipe.commandLine("summary", RecipeCommand.summary) }
    return state.saidRecipe.commandLine(
      "summary", RecipeCommand.summary + RecipeCommand.schedule, extra: ["--schedule"])
  }

  static func lines(_ state: LabState) -> [String] {
    let network = state.network
    let layers = network.outline.rows.map { row in
      "layer \(row.name): \(row.kind), output \(row.output.text), \(Figures.grouped(row.parameters)) parameters, "
        + "\(Figures.compact(row.macs)) multiply-adds"
    }
    let widths = network.widths.map(String.init).joined(separator: ", ")
    let fields = state.form.rows.map { row in
      switch row {
      case .field(let field): "\(field.title): \(state.form.shown(field, for: network.architecture))"
      case .carried: "also: \(state.form.carriedText)"
      }
    }
    return ["network \(network.architecture.name), widths \(widths)"] + layers
      + (network.outline.problem.map { ["cannot work: \($0.text)"] } ?? [])
      + ["\(Figures.grouped(network.outline.parameters)) parameters in all"] + fields + [scheduleLine(state)]
  }

  private static func scheduleLine(_ state: LabState) -> String {
    let schedule = state.schedule
    let rates = schedule.samples(1000).map(\.learningRate)
    let ends = [rates.first, rates.max(), rates.last].map { $0.map(Figures.rate) ?? Figures.missing }
    return
      "schedule: \(Figures.grouped(schedule.steps)) steps, lr \(ends[0]) at first, \(ends[1]) at most, \(ends[2]) at last"
  }
}
