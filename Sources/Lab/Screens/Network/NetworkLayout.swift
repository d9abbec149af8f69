import Screen

/// Positions of the parts.
struct NetworkLayout: Equatable, Sendable {
  private static let listWidth = 25
  private static let widthsHeight = 4
  /// The form and the schedule side by side.
  private static let widthForBoth = 130
  private static let widestSchedule = 80

  private(set) var architectures = Rect(x: 0, y: 0, width: 0, height: 0)
  private(set) var widths: Rect?
  private(set) var layers: Rect?
  private(set) var stages: Rect?
  /// The whole form.
  private(set) var recipe: Rect?
  /// The recipe in one line.
  private(set) var shortRecipe: Rect?
  private(set) var schedule: Rect?
  /// Rows of the layer table that do not fit.
  private(set) var hiddenLayers = 0

  init() {}

  init(_ state: LabState) {
    let parts = state.contentArea.columns([.fixed(Self.listWidth), .rest])
    architectures = parts[0]
    if state.isTall {
      let rows = parts[1].rows([.fixed(Self.widthsHeight), .rest, .fixed(6), .fixed(RecipeView(state: state).height)])
      (widths, layers, stages, recipe) = (rows[0], rows[1], rows[2], rows[3])
    } else if state.network.part == .recipe {
      recipe = parts[1]
    } else {
      let rows = parts[1].rows([.fixed(Self.widthsHeight), .rest, .fixed(3)])
      (widths, layers, shortRecipe) = (rows[0], rows[1], rows[2])
    }
    placeSchedule(state)
    let outline = state.network.outline
    let rows = outline.rows.count + (outline.problem == nil ? 1 : 2)
    hiddenLayers = layers.map { max(0, rows - ($0.height - 3)) } ?? 0
  }

  /// Beside the whole form if that leaves room for both, else in place of the layers when asked for.
  private mutating func placeSchedule(_ state: LabState) {
    if let form = recipe, form.width >= Self.widthForBoth {
      let parts = form.columns([.rest, .fixed(min(form.width * 2 / 5, Self.widestSchedule))])
      (recipe, schedule) = (parts[0], parts[1])
    } else if state.network.showsSchedule {
      (schedule, layers) = (layers, nil)
    }
  }

  /// Whether the schedule is there without being asked for.
  var hasScheduleBesideForm: Bool { recipe != nil && schedule != nil && recipe?.y == schedule?.y }
}
