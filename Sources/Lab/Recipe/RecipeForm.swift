import Experiments
import Files
import ImageData
import Networks
import Screen
import Training

/// The recipe as a form: one row a setting, each typed or chosen, each wrong entry explained beside it, and a last row
/// for what it carries along and does not show by itself.
struct RecipeForm: Equatable, Sendable {
  /// From top to bottom.
  enum Row: Equatable, Sendable {
    case field(RecipeField)
    /// The settings that have no row, where they are not as usual.
    case carried
  }

  /// The network that the settings are for.
  struct Target {
    let architecture: any Architecture
    /// nil: it cannot work as it is.
    let layers: [LayerSpec]?
  }

  /// What each setting is until somebody changes it.
  let standard: Recipe
  /// As set so far; network and widths are those of the screen. Without calls of `fit`: the network's own.
  private(set) var recipe: Recipe
  private var selection = 0

  init(standard: Recipe = Recipe(network: "")) {
    self.standard = standard
    recipe = standard
  }

  var rows: [Row] { RecipeField.rows.map(Row.field) + (carried.isEmpty ? [] : [.carried]) }
  var selectedIndex: Int { min(selection, rows.count - 1) }
  var selected: Row { rows[selectedIndex] }
  /// The settings of the last row.
  private var carried: [RecipeField] { RecipeField.carried.filter { !$0.isSame(in: recipe, and: standard) } }

  /// The last row in words: `no-shuffle · max-steps 100`.
  var carriedText: String {
    carried.map { field in
      if case .flag = field.form { return field.option ?? field.title }
      return "\(field.option ?? field.title) \(field.shown(recipe))"
    }.joined(separator: " · ").printable
  }

  var batchSize: Int { recipe.batchSize }
  var subset: Int? { recipe.subset }
  var augmentation: Augmentation { recipe.training.augmentation }
  /// The calls that were typed; empty: the network's own.
  var ownFits: [FitCall] { recipe.fits }

  /// The recipe for an architecture.
  private func recipe(for architecture: any Architecture) -> Recipe {
    var recipe = recipe
    recipe.network = architecture.name
    return recipe
  }

  /// The calls of a run: those typed, else the architecture's own.
  func fits(for architecture: any Architecture) -> [FitCall] { recipe(for: architecture).knownSchedule }

  /// What the row shows for an architecture: its own schedule where none was typed.
  func shown(_ field: RecipeField, for architecture: any Architecture) -> String {
    field == .fits
      ? fits(for: architecture).map(Self.short).joined(separator: " ; ") : field.shown(recipe(for: architecture))
  }

  /// What typing in the row begins with.
  func typed(_ field: RecipeField, for architecture: any Architecture) -> String {
    field == .fits ? shown(field, for: architecture) : field.text(recipe(for: architecture)) ?? ""
  }

  /// A fit call with its rate as people write it, to the last digit: `1e-1, 4, cycle_len=1`.
  static func short(_ call: FitCall) -> String {
    let parts = call.description.split(separator: ",", maxSplits: 1)
    return rate(call.learningRate) + (parts.count > 1 ? "," + parts[1] : "")
  }

  /// A rate that reads back to the same bits, with an exponent where three digits are enough: `1e-1`.
  static func rate(_ rate: Double) -> String {
    let short = Figures.rate(rate)
    return Double(short) == rate ? short : "\(rate)"
  }

  mutating func move(by offset: Int) { selection = min(max(selectedIndex + offset, 0), rows.count - 1) }
}

extension RecipeForm {
  /// Takes what was typed, or says what is wrong with it.
  mutating func set(_ field: RecipeField, to typed: String, for network: Target) -> InputError? {
    var changed = recipe(for: network.architecture)
    do throws(InvalidValue) {
      try field.take(typed, into: &changed)
    } catch {
      return InputError(error.reason)
    }
    do throws(NetworkError) {
      if changed.options.frozen != recipe.options.frozen { try network.layers?.check(changed.options) }
    } catch {
      return InputError(error.description)
    }
    replace(with: changed)
    return nil
  }

  /// The next or the one before of the choices.
  mutating func choose(_ field: RecipeField, by offset: Int, for network: Target) -> InputError? {
    let choices = field.choices
    guard !choices.isEmpty else { return nil }
    let index = choices.firstIndex(of: field.shown(recipe)) ?? 0
    return set(field, to: choices[(index + offset + choices.count) % choices.count], for: network)
  }

  /// Whether the row is not as usual.
  func canReset(_ row: Row) -> Bool {
    switch row {
    case .field(let field): !field.isSame(in: recipe, and: standardOfSameNetwork)
    case .carried: true
    }
  }

  /// The usual setting again; the last row drops all that it carries.
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

  /// All rates become `rate`, as the finder suggests.
  mutating func take(rate: Double, for architecture: any Architecture) {
    var changed = recipe(for: architecture)
    changed.fits = changed.knownSchedule.map { call in
      var call = call
      call.learningRate = rate
      return call
    }
    replace(with: changed)
  }

  mutating func useOwnSchedule() {
    var changed = recipe
    changed.fits = []
    replace(with: changed)
  }

  /// The images that are trained on from now on.
  mutating func use(data: String, size: Int) {
    var changed = recipe
    changed.data = data
    changed.size = size
    replace(with: changed)
  }

  /// Takes the settings of an earlier run, all of them.
  mutating func take(_ recipe: Recipe) { self.recipe = recipe }

  /// What was set by hand at steps of the old recipe means nothing where its steps are others now.
  private mutating func replace(with changed: Recipe) {
    var old = recipe
    old.network = changed.network
    recipe = changed
    recipe.keepHistory(ifStepsAreThoseOf: old)
  }
}

extension RecipeField {
  /// The settings that `:set` takes; what a run did can be dropped there by its word.
  static let settable = rows + carried

  /// The title as one word.
  var word: String { title.replacing(" ", with: "-") }

  private var names: [String] { [title, word] + (option.map { [$0] } ?? []) }

  /// The setting that a line begins with, and what it is to be: `batch size 64`, `batch-size 64`, `batch 64`,
  /// `no-shuffle`. nil where it begins with none, or with what could be more than one.
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

  /// An option without a value says what it says on the command line; `no-shuffle off` shuffles.
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
  /// Without the spaces at both ends.
  var trimmed: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
