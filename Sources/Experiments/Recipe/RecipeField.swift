import Foundation

/// A setting of a recipe: how it is called, what it means, and how it is read and written.
///
/// JSON, the options of the command line and their help, the lab's form, `:set`, the difference of two recipes and "the
/// same command" are made of these.
package struct RecipeField: Sendable {
  /// How a value is typed.
  package enum Form: Sendable, Equatable {
    /// On or off: an option without a value, which says this.
    case flag(Switch)
    case choice([String])
    /// A text, which the help calls so.
    case value(String)
  }

  /// What a flag is.
  package enum Switch: String, Sendable, CaseIterable {
    case on, off

    package static let words = allCases.map(\.rawValue)
  }

  /// Where the lab has it.
  package enum Place: Sendable, Equatable {
    /// A row of the form; the rows stand in this order.
    case row(Int)
    /// In the form's line of what it carries along.
    case carried
    /// On a screen or in an editor of its own.
    case elsewhere
  }

  /// How a value of whatever type is read and written.
  struct Access: Sendable {
    /// nil: it is cleared.
    let text: @Sendable (Recipe) -> String?
    let set: @Sendable (inout Recipe, String) throws(InvalidValue) -> Void
    let clear: @Sendable (inout Recipe) -> Void
    let copy: @Sendable (inout Recipe, Recipe) -> Void
  }

  /// In JSON; nil: it follows from other settings and is not kept.
  package let key: String?
  /// Without the dashes; nil: the command line cannot say it.
  package let option: String?
  package let form: Form
  /// For the help of the command line.
  package let help: String
  /// The word that clears it; nil: it always has a value.
  package let clearWord: String?
  package private(set) var title: String
  /// For the form.
  package private(set) var explanation: String
  package private(set) var place = Place.carried
  /// Whether the numbering of a run's steps, and what each of them does, hangs on it.
  package private(set) var definesSteps = false
  /// Whether a command says it even where it is the default.
  package private(set) var isAlwaysSaid = false
  /// Whether the option may be repeated; the text has semicolons between the values.
  package private(set) var isRepeatable = false

  private let access: Access
  private(set) var json: RecipeJSON
  private var show: (@Sendable (Recipe) -> String)?
  /// As one of the facts of a recipe; nil: it is none.
  private(set) var fact: Fact?

  /// A setting under another name, with a value for people, where two recipes are compared.
  struct Fact: Sendable {
    let name: String
    /// nil: what the field shows.
    let value: (@Sendable (Recipe) -> String)?
  }

  /// A setting; its title is that of the option, or else the key, until it gets another.
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
    title = (option ?? key ?? "").replacing("-", with: " ")
    explanation = help
    fact = Fact(name: title, value: nil)
  }
}

extension RecipeField {
  /// The value as text; nil: it is cleared.
  package func text(_ recipe: Recipe) -> String? { access.text(recipe) }

  /// The value as people are shown it.
  package func shown(_ recipe: Recipe) -> String { show?(recipe) ?? text(recipe) ?? clearWord ?? "" }

  /// Sets it to what `text` says, or throws what it must be.
  package func set(_ recipe: inout Recipe, to text: String) throws(InvalidValue) { try access.set(&recipe, text) }

  /// Sets it to what its option says on the command line; that of a flag says it without a text.
  package func setByOption(_ recipe: inout Recipe, _ text: String) throws(InvalidValue) {
    if case .flag(let said) = form { try set(&recipe, to: said.rawValue) } else { try set(&recipe, to: text) }
  }

  /// Sets it to what somebody typed, who may write the word that clears it, or nothing.
  package func take(_ typed: String, into recipe: inout Recipe) throws(InvalidValue) {
    let typed = typed.trimmingCharacters(in: .whitespaces)
    if let clearWord, typed.isEmpty || typed.lowercased() == clearWord.lowercased() {
      access.clear(&recipe)
    } else {
      try access.set(&recipe, typed)
    }
  }

  /// Takes the value that it has in `other`.
  package func copy(_ other: Recipe, into recipe: inout Recipe) { access.copy(&recipe, other) }

  /// Whether two recipes have the same value.
  package func isSame(in recipe: Recipe, and other: Recipe) -> Bool { shown(recipe) == shown(other) }

  /// The words that can be chosen, that which clears it first; empty where text is typed.
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

/// What a line of the table says beside the value: each gives the field with one thing more.
extension RecipeField {
  private func with<Value>(_ path: WritableKeyPath<RecipeField, Value>, _ value: Value) -> RecipeField {
    var field = self
    field[keyPath: path] = value
    return field
  }

  func titled(_ title: String) -> RecipeField {
    with(\.title, title).with(\.fact, fact.map { Fact(name: title, value: $0.value) })
  }

  /// A row of the form, which explains it in other words than the help where they are given.
  func row(_ order: Int, _ explanation: String? = nil) -> RecipeField {
    with(\.place, .row(order)).with(\.explanation, explanation ?? help)
  }

  func elsewhere() -> RecipeField { with(\.place, .elsewhere) }
  func definingSteps() -> RecipeField { with(\.definesSteps, true) }
  func alwaysSaid() -> RecipeField { with(\.isAlwaysSaid, true) }
  func repeatable() -> RecipeField { with(\.isRepeatable, true) }

  func shown(_ show: @escaping @Sendable (Recipe) -> String) -> RecipeField { with(\.show, show) }

  func fact(_ name: String, _ value: (@Sendable (Recipe) -> String)? = nil) -> RecipeField {
    with(\.fact, Fact(name: name, value: value))
  }

  /// JSON does not speak of the default: what was kept before there was such a setting stays as it is.
  func keptWhereNotDefault() -> RecipeField {
    let (whole, json) = (self, json)
    let encode: @Sendable (Recipe, inout KeyedEncodingContainer<RecipeKey>) throws -> Void = { recipe, container in
      guard !whole.isSame(in: recipe, and: Recipe(network: recipe.network)) else { return }
      try json.encode(recipe, &container)
    }
    return with(\.json, RecipeJSON(encode: encode, decode: json.decode))
  }

  /// Another field's fact speaks of it.
  func withoutFact() -> RecipeField { with(\.fact, nil) }
}

extension RecipeField: Equatable {
  /// A title names one field only.
  package static func == (left: RecipeField, right: RecipeField) -> Bool { left.title == right.title }
}
