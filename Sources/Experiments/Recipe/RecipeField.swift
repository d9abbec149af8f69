import Foundation

/// A setting of a recipe: its names, its help, and how it is read and written.
///
/// JSON, command-line options and their help, the lab's form, `:set`, the difference of two recipes and "the same
/// command" are all derived from these.
package struct RecipeField: Sendable {
  /// How a value is typed.
  package enum Form: Sendable, Equatable {
    /// On or off; the option takes no value and means `Switch`.
    case flag(Switch)
    case choice([String])
    /// A text; the help shows this placeholder.
    case value(String)
  }

  package enum Switch: String, Sendable, CaseIterable {
    case on, off

    package static let words = allCases.map(\.rawValue)

    fileprivate var opposite: Switch { self == .on ? .off : .on }
  }

  /// Where the lab shows it.
  package enum Place: Sendable, Equatable {
    /// A row of the form, in this order.
    case row(Int)
    /// In the form's last row, where it differs from the default.
    case carried
    /// On a screen or in an editor of its own.
    case elsewhere
  }

  /// Type-erased access to the value.
  struct Access: Sendable {
    /// nil: the setting is absent.
    let text: @Sendable (Recipe) -> String?
    let set: @Sendable (inout Recipe, String) throws(InvalidValue) -> Void
    let clear: @Sendable (inout Recipe) -> Void
    let copy: @Sendable (inout Recipe, Recipe) -> Void
  }

  /// JSON key; nil: derived from other settings and not kept.
  package let key: String?
  /// Option without dashes; nil: there is none.
  package let option: String?
  package let form: Form
  /// Help of the option.
  package let help: String
  /// The word for an absent value; nil: there always is one.
  package let clearWord: String?
  package private(set) var title: String
  /// Explanation in the form.
  package private(set) var explanation: String
  package private(set) var place = Place.carried
  /// Whether it determines what each step of a run does.
  package private(set) var definesSteps = false
  /// Whether commands include it even at its default.
  package private(set) var isAlwaysSaid = false
  /// Whether the option may be repeated; the text form separates values by semicolons.
  package private(set) var isRepeatable = false

  /// Whether it is a value for each of some names: its option is `--option.NAME X`.
  package private(set) var isFamily = false

  private let access: Access
  private(set) var json: RecipeJSON
  private var show: (@Sendable (Recipe) -> String)?
  /// Its line among the recipe's facts; nil: there is none.
  private(set) var fact: Fact?

  /// Title and text of a setting where two recipes are compared.
  struct Fact: Sendable {
    let name: String
    /// nil: the text of the field.
    let value: (@Sendable (Recipe) -> String)?
  }

  /// The title is the option or else the key, so that screens and command line have one name for it; what an option
  /// switches off is called without its `no`. `titled` names what has no option.
  init(
    key: String?, option: String?, form: Form, clearWord: String?, help: String, access: Access, json: RecipeJSON
  ) {
    self.key = key
    self.option = option
    self.form = form
    self.clearWord = clearWord
    self.help = help
    self.access = access
    self.json = json
    let name = option ?? key ?? ""
    title = (name.hasPrefix("no-") ? String(name.dropFirst(3)) : name).replacing("-", with: " ")
    explanation = help
    fact = Fact(name: title, value: nil)
  }
}

extension RecipeField {
  /// The value as text; nil: absent.
  package func text(_ recipe: Recipe) -> String? { access.text(recipe) }

  /// The value for display.
  package func shown(_ recipe: Recipe) -> String { show?(recipe) ?? text(recipe) ?? clearWord ?? "" }

  /// Its name among the facts of a recipe; nil: it is none of them.
  package var factName: String? { fact?.name }
  /// Its value among them.
  package func factText(_ recipe: Recipe) -> String { fact?.value?(recipe) ?? shown(recipe) }

  /// Parses `text`; throws what it must be.
  package func set(_ recipe: inout Recipe, to text: String) throws(InvalidValue) { try access.set(&recipe, text) }

  /// Parses the value of its option. A flag may be empty, and that of a family, `biases=0.053`, changes one of its
  /// values. The word for an absent value takes back what a network's text says.
  package func setByOption(_ recipe: inout Recipe, _ text: String) throws(InvalidValue) {
    switch form {
    case .flag(let said):
      guard let word = text.isEmpty ? .on : Switch(rawValue: text) else { throw .noChoice(of: Switch.words) }
      // `--no-augment=off` is an augmentation that is on.
      try set(&recipe, to: (word == .on ? said : said.opposite).rawValue)
    case .choice, .value:
      if isFamily {
        try change(&recipe, by: text)
      } else if let clearWord, text == clearWord {
        access.clear(&recipe)
      } else {
        try set(&recipe, to: text)
      }
    }
  }

  private func change(_ recipe: inout Recipe, by entry: String) throws(InvalidValue) {
    let parts = entry.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, parts[1] == clearWord ?? "" else {
      var one = recipe
      try set(&one, to: entry)
      let all = entries(recipe).merging(entries(one)) { $1 }
      return try set(&recipe, to: all.map { "\($0)=\($1)" }.joined(separator: ","))
    }
    var others = entries(recipe)
    others[String(parts[0])] = nil
    access.clear(&recipe)
    if !others.isEmpty { try set(&recipe, to: others.map { "\($0)=\($1)" }.joined(separator: ",")) }
  }

  /// The values of a family by their names.
  func entries(_ recipe: Recipe) -> [String: String] {
    let pairs = (text(recipe) ?? "").split(separator: ",").map { entry in
      entry.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
    }
    return Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) })
  }

  /// The option as it is written before a value, `lr.GROUP` where there is one for each name.
  package var optionUsage: String? { option.map { isFamily ? $0 + ".GROUP" : $0 } }

  /// Whether `name` is its option, and which name of the family it says.
  package func matches(_ name: String) -> Bool {
    guard let option else { return false }
    return isFamily ? name.hasPrefix(option + ".") && name.count > option.count + 1 : name == option
  }

  /// What a value of the option `name` says: `biases=0.053` of `lr.biases`.
  package func saying(_ text: String, by name: String) -> String {
    isFamily ? "\(name.dropFirst((option?.count ?? 0) + 1))=\(text)" : text
  }

  /// Parses what was typed, which may be the word for an absent value, or empty.
  package func take(_ typed: String, into recipe: inout Recipe) throws(InvalidValue) {
    let typed = typed.trimmingCharacters(in: .whitespaces)
    if let clearWord, typed.isEmpty || typed.lowercased() == clearWord.lowercased() {
      access.clear(&recipe)
    } else {
      try access.set(&recipe, typed)
    }
  }

  /// Copies the value from `other`.
  package func copy(_ other: Recipe, into recipe: inout Recipe) { access.copy(&recipe, other) }

  package func isSame(in recipe: Recipe, and other: Recipe) -> Bool { shown(recipe) == shown(other) }

  /// The choices, beginning with the word for an absent value; empty where text is typed.
  package var choices: [String] {
    let words: [String] =
      switch form {
      case .flag: Switch.words
      case .choice(let words): words
      case .value: []
      }
    return words.isEmpty ? [] : (clearWord.map { [$0] } ?? []) + words
  }
}

/// Modifiers: each returns the field with one more property.
extension RecipeField {
  private func with<Value>(_ path: WritableKeyPath<RecipeField, Value>, _ value: Value) -> RecipeField {
    var field = self
    field[keyPath: path] = value
    return field
  }

  func titled(_ title: String) -> RecipeField {
    with(\.title, title).with(\.fact, fact.map { Fact(name: title, value: $0.value) })
  }

  /// A row of the form, with an explanation where the option's help does not suit.
  func row(_ order: Int, _ explanation: String? = nil) -> RecipeField {
    with(\.place, .row(order)).with(\.explanation, explanation ?? help)
  }

  func elsewhere() -> RecipeField { with(\.place, .elsewhere) }
  func definingSteps() -> RecipeField { with(\.definesSteps, true) }
  func alwaysSaid() -> RecipeField { with(\.isAlwaysSaid, true) }
  func family() -> RecipeField { with(\.isFamily, true) }
  func repeatable() -> RecipeField { with(\.isRepeatable, true) }

  func shown(_ show: @escaping @Sendable (Recipe) -> String) -> RecipeField { with(\.show, show) }

  func fact(_ name: String, _ value: (@Sendable (Recipe) -> String)? = nil) -> RecipeField {
    with(\.fact, Fact(name: name, value: value))
  }

  /// Omits the default from JSON, so that documents from before the setting existed stay unchanged.
  func keptWhereNotDefault() -> RecipeField {
    let (whole, json) = (self, json)
    let encode: @Sendable (Recipe, inout KeyedEncodingContainer<RecipeKey>) throws -> Void = { recipe, container in
      guard !whole.isSame(in: recipe, and: Recipe(network: recipe.network)) else { return }
      try json.encode(recipe, &container)
    }
    return with(\.json, RecipeJSON(encode: encode, decode: json.decode))
  }

  /// Leaves it out of the facts, where another field's fact covers it.
  func withoutFact() -> RecipeField { with(\.fact, nil) }
}

extension RecipeField: Equatable {
  /// Titles are unique.
  package static func == (left: RecipeField, right: RecipeField) -> Bool { left.title == right.title }
}
