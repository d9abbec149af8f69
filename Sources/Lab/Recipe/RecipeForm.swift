import Experiments
import Files
import ImageData
import Networks
import Screen
import Training

/// The recipe as a form: a row per setting, with errors beside it, and a last row for settings without a row of their
/// own.
struct RecipeForm: Equatable, Sendable {
  enum Row: Equatable, Sendable {
    case field(RecipeField)
    /// Settings without a row of their own, where they differ from the default.
    case carried
  }

  /// The network of the recipe.
  struct Target {
    let architecture: any Architecture
    /// nil: the network cannot be built.
    let layers: [LayerSpec]?
  }

  /// The defaults.
  let standard: Recipe
  /// The current settings and their earlier values.
  private(set) var history: UndoHistory<Recipe>
  private var selection = 0

  init(standard: Recipe = Recipe(network: "")) {
    self.standard = standard
    history = UndoHistory(standard)
  }

  /// The current settings. Network and widths are those of the screen; without fit calls, the network's own schedule
  /// applies.
  var recipe: Recipe { history.value }

  var rows: [Row] { RecipeField.rows.map(Row.field) + (carried.isEmpty ? [] : [.carried]) }
  var selectedIndex: Int { min(selection, rows.count - 1) }
  var selected: Row { rows[selectedIndex] }
  /// Settings in the last row.
  private var carried: [RecipeField] { RecipeField.carried.filter { !$0.isSame(in: recipe, and: standard) } }

  /// Text of the last row: `no-shuffle · max-steps 100`.
  var carriedText: String {
    carried.map { field in
      if case .flag = field.form { return field.option ?? field.title }
      return "\(field.option ?? field.title) \(field.shown(recipe))"
    }.joined(separator: " · ").printable
  }

  var batchSize: Int { recipe.batchSize }
  var subset: Int? { recipe.subset }
  var augmentation: Augmentation { recipe.training.augmentation }
  /// The fit calls that were typed; empty: the network's own schedule.
  var ownFits: [FitCall] { recipe.fits }

  /// The recipe for an architecture.
  private func recipe(for architecture: any Architecture) -> Recipe {
    var recipe = recipe
    recipe.use(architecture)
    return recipe
  }

  /// The fit calls of a run: those typed, else the architecture's own.
  func fits(for architecture: any Architecture) -> [FitCall] { recipe(for: architecture).knownSchedule }

  /// Text of a row for an architecture, with its own schedule if no calls were typed.
  func shown(_ field: RecipeField, for architecture: any Architecture) -> String {
    field == .fits
      ? fits(for: architecture).map(\.shortText).joined(separator: " ; ") : field.shown(recipe(for: architecture))
  }

  /// Initial text when the row is edited.
  func typed(_ field: RecipeField, for architecture: any Architecture) -> String {
    field == .fits ? shown(field, for: architecture) : field.text(recipe(for: architecture)) ?? ""
  }

  mutating func move(by offset: Int) { selection = min(max(selectedIndex + offset, 0), rows.count - 1) }
}

extension RecipeForm {
  /// Sets a setting to typed text, or returns what is wrong with it.
  mutating func set(_ field: RecipeField, to typed: String, for network: Target) -> InputError? {
    var changed = recipe(for: network.architecture)
    do throws(InvalidValue) {
      try field.take(typed, into: &changed)
    } catch {
      return InputError(error.reason)
    }
    do throws(NetworkError) {
      if changed.options.frozen != recipe.options.frozen || changed.fits != recipe.fits {
        try network.layers?.check(frozen: changed.options.frozen + changed.fits.flatMap(\.frozen))
      }
      if changed.training.groupNames != recipe.training.groupNames {
        try network.layers?.check(groups: changed.training.groupNames.sorted())
      }
    } catch {
      return InputError(error.description)
    }
    replace(with: changed)
    return nil
  }

  /// Takes the next or previous choice.
  mutating func choose(_ field: RecipeField, by offset: Int, for network: Target) -> InputError? {
    let choices = field.choices
    guard !choices.isEmpty else { return nil }
    let index = choices.firstIndex(of: field.shown(recipe)) ?? 0
    return set(field, to: choices[(index + offset + choices.count) % choices.count], for: network)
  }

  /// Whether the row differs from its default.
  func canReset(_ row: Row) -> Bool {
    switch row {
    case .field(let field): !field.isSame(in: recipe, and: standardOfSameNetwork)
    case .carried: true
    }
  }

  /// Resets a row to its default; the last row drops all its settings.
  mutating func reset(_ row: Row) {
    let fields =
      switch row {
      case .field(let field): [field]
      case .carried: carried
      }
    var changed = recipe
    for field in fields { field.copy(standard, into: &changed) }
    replace(with: changed)
  }

  private var standardOfSameNetwork: Recipe {
    var standard = standard
    standard.network = recipe.network
    return standard
  }

  /// Scales the fit calls so that their highest rate is `rate`.
  mutating func scale(toHighest rate: Double, for architecture: any Architecture) {
    var changed = recipe(for: architecture)
    changed.scale(toHighest: rate)
    replace(with: changed)
  }

  mutating func undo() { history.undo() }

  mutating func redo() { history.redo() }

  mutating func useOwnSchedule() {
    var changed = recipe
    changed.fits = []
    replace(with: changed)
  }

  /// The images to train on from now on; not a change that can be undone.
  mutating func use(data: String, _ options: ReadOptions) {
    let old = recipe
    history.amend { recipe in
      recipe.data = data
      recipe.reading = options
      recipe.keepHistory(ifStepsAreThoseOf: old)
    }
  }

  /// The shares that were asked for of one set do not go on to another.
  mutating func divideAsUsual() {
    var options = recipe.reading
    options.split = SplitShares()
    use(data: recipe.data, options)
  }

  /// Begins with the settings of an earlier session: there is nothing to undo.
  mutating func begin(with recipe: Recipe) { history = UndoHistory(recipe) }

  /// Adopts all settings of an earlier run.
  mutating func take(_ recipe: Recipe) { history.set(recipe) }

  /// Replaces the recipe; manual rates are dropped if its steps have changed.
  private mutating func replace(with changed: Recipe) {
    var old = recipe
    old.network = changed.network
    var changed = changed
    changed.keepHistory(ifStepsAreThoseOf: old)
    history.set(changed)
  }
}

extension RecipeField {
  /// Settings for `:set`. Records of a run can only be cleared there.
  static let settable = rows + carried

  /// The title with hyphens.
  var word: String { title.replacing(" ", with: "-") }

  private var names: [String] { [title, word] + (optionUsage.map { [$0] } ?? []) }

  /// Parses a line of a setting and its value: `batch size 64`, `batch-size 64`, `batch 64`, `no-shuffle`. nil: it
  /// begins with no setting, or is ambiguous.
  static func reading(_ line: String) -> (field: RecipeField, value: String)? {
    let line = line.trimmed
    let lowercased = line.lowercased()
    let whole = settable.flatMap { field in field.names.map { (field: field, name: $0) } }
      .filter { (lowercased + " ").hasPrefix($0.name + " ") }.max { $0.name.count < $1.name.count }
    if let (field, name) = whole { return (field, field.value(line.dropFirst(name.count).trimmed, after: name)) }
    guard let first = lowercased.split(separator: " ").first else { return nil }
    let fitting = settable.filter { field in field.names.contains { $0.hasPrefix(first) } }
    guard fitting.count == 1, let name = fitting[0].names.first(where: { $0.hasPrefix(first) }) else { return nil }
    return (fitting[0], fitting[0].value(line.dropFirst(first.count).trimmed, after: name))
  }

  /// The value for a line that begins with `name`. An option without a value means the same as on the command line;
  /// `no-shuffle off` shuffles.
  private func value(_ typed: String, after name: String) -> String {
    guard case .flag(let said) = form, name == option else { return typed }
    switch (Switch(rawValue: typed), typed.isEmpty) {
    case (_, true): return said.rawValue
    case (let given?, _) where said == .off: return given == .on ? Switch.off.rawValue : Switch.on.rawValue
    default: return typed
    }
  }
}

extension StringProtocol {
  /// Without surrounding spaces.
  var trimmed: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
