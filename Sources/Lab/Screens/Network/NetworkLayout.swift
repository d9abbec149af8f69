import Screen

/// Positions of the parts.
struct NetworkLayout: Equatable, Sendable {
  private static let listWidth = 25
  private static let widthsHeight = 4
  private static let stagesHeight = 6
  /// The form and the schedule side by side, and so the layers and the drawing of the stages.
  private static let widthForBoth = 130
  private static let widestSchedule = 80
  /// Frame and margin of a panel.
  private static let frame = 4
  private static let leastStages = 30

  private(set) var architectures: Rect?
  private(set) var widths: Rect?
  private(set) var layers: Rect?
  private(set) var stages: Rect?
  private(set) var difference: Rect?
  /// The whole form.
  private(set) var recipe: Rect?
  /// The recipe in one line.
  private(set) var shortRecipe: Rect?
  private(set) var schedule: Rect?
  /// Rows of the layer table or of the difference that do not fit.
  private(set) var hiddenLayers = 0

  init() {}

  init(_ state: LabState) {
    let part = state.network.part
    var area = state.contentArea
    guard !state.isMaximised else {
      placeAlone(part, in: area)
      if layers == nil { panes = [.layers] }
      placePane(state)
      placeSchedule(state)
      hiddenLayers = hiddenRows(state)
      return
    }
    if state.isWide || part == .architectures || part == .recipe {
      let parts = area.columns([.fixed(Self.listWidth), .rest])
      (architectures, area) = (parts[0], parts[1])
    }
    if state.isTall {
      placeTall(state, in: area)
    } else if part == .recipe {
      recipe = area
    } else {
      let recipe = RecipeView(state: state).shortHeight(width: area.width)
      let rows = area.rows([.fixed(Self.widthsHeight), .rest, .fixed(recipe)])
      (widths, layers, shortRecipe) = (rows[0], rows[1], rows[2])
    }
    panes = [.layers] + (stages == nil ? [.stages] : [])
    placePane(state)
    placeSchedule(state)
    if recipe == nil || schedule == nil || recipe?.y != schedule?.y { panes.append(.schedule) }
    hiddenLayers = hiddenRows(state)
  }

  /// The part with the focus on the whole screen; what a change of widths does to the layers is seen beside it.
  private mutating func placeAlone(_ part: NetworkState.Part, in area: Rect) {
    switch part {
    case .architectures: architectures = area
    case .widths:
      let rows = area.rows([.fixed(Self.widthsHeight), .rest])
      (widths, layers) = (rows[0], rows[1])
    case .layers: layers = area
    case .recipe: recipe = area
    }
  }

  private mutating func placeTall(_ state: LabState, in area: Rect) {
    let form = RecipeView(state: state).height
    let isBroad = area.width >= Self.widthForBoth
    let lines = LayerTable(state.network.outline, nil, width: area.width - Self.frame).rows.count
    let needed = lines + LayersView.extraRows + LayersView.hintRows
    let left = area.height - Self.widthsHeight - (isBroad ? 0 : Self.stagesHeight)
    // Whoever edits layers sees them rather than the form.
    let isShort = state.network.part == .layers && needed > left - form
    let rows = area.rows([
      .fixed(Self.widthsHeight), .rest, .fixed(isBroad ? 0 : Self.stagesHeight),
      .fixed(isShort ? RecipeView(state: state).shortHeight(width: area.width) : form),
    ])
    (widths, layers, stages) = (rows[0], rows[1], rows[2])
    if isShort { shortRecipe = rows[3] } else { recipe = rows[3] }
    if isBroad { placeBeside(state, in: rows[1]) }
  }

  /// The table takes what it needs, the drawing of the stages the rest.
  private mutating func placeBeside(_ state: LabState, in area: Rect) {
    let table = LayerTable(state.network.outline, state.measuredNetwork, width: area.width)
    let width = min(max(table.naturalWidth + Self.frame, Self.leastTable), area.width - Self.leastStages)
    let parts = area.columns([.fixed(width), .rest])
    (layers, stages) = (parts[0], parts[1])
  }
  private static let leastTable = 70

  /// What was asked for in place of the layers.
  private mutating func placePane(_ state: LabState) {
    switch state.network.pane {
    case .layers, .schedule: break
    case .difference: if let place = layers { (difference, layers) = (place, nil) }
    case .stages: if stages == nil, let place = layers { (stages, layers) = (place, nil) }
    }
  }

  /// Beside the whole form if that leaves room for both, else in place of the layers when asked for.
  private mutating func placeSchedule(_ state: LabState) {
    if let form = recipe, form.width >= Self.widthForBoth {
      let parts = form.columns([.rest, .fixed(min(form.width * 2 / 5, Self.widestSchedule))])
      (recipe, schedule) = (parts[0], parts[1])
    } else if state.network.pane == .schedule {
      (schedule, layers) = (layers, nil)
    }
  }

  private func hiddenRows(_ state: LabState) -> Int {
    if let difference {
      let inner = difference.inset(columns: 2, rows: 1)
      return NetworkDifference.hiddenRows(state, in: inner)
    }
    guard let layers else { return 0 }
    let table = LayerTable(state.network.outline, state.measuredNetwork, width: layers.width - Self.frame)
    return max(0, table.rows.count - (layers.height - LayersView.extraRows))
  }

  /// What can stand in the place of the layers, and has no place of its own.
  private(set) var panes = NetworkState.Pane.allCases
}
