import Experiments

/// An option of the command line: its syntax, its help, and the type of its value.
struct Option<Value>: AnyOption {
  let name: String
  let form: OptionForm
  let help: String
  /// Parses a value; the error is read after "--name TEXT: ".
  let parse: @Sendable (String) throws(InvalidValue) -> Value
  /// The field of a recipe that it sets.
  private(set) var field: RecipeField?

  /// `--name PLACEHOLDER`.
  init(
    _ name: String, _ placeholder: String, _ help: String,
    parse: @escaping @Sendable (String) throws(InvalidValue) -> Value
  ) {
    self.name = name
    form = .value(placeholder)
    self.help = help
    self.parse = parse
  }

  func check(_ text: String) throws(InvalidValue) { _ = try parse(text) }

  fileprivate init(
    _ name: String, form: OptionForm, _ help: String,
    parse: @escaping @Sendable (String) throws(InvalidValue) -> Value
  ) {
    self.name = name
    self.form = form
    self.help = help
    self.parse = parse
  }
}

extension Option {
  /// The option of a recipe's field; `value` reads the field.
  init(_ field: RecipeField, _ value: @escaping @Sendable (Recipe) -> Value) {
    guard let name = field.optionUsage else { preconditionFailure("the command line cannot say '\(field.title)'") }
    let form: OptionForm =
      switch field.form {
      case .flag: .flagOrWord(RecipeField.Switch.words)
      case .choice(let words): .value(words.joined(separator: "|"))
      case .value(let placeholder): .value(placeholder)
      }
    self.init(name, form: form, field.help) { text throws(InvalidValue) in
      var recipe = Recipe(network: "")
      try field.setByOption(&recipe, text)
      return value(recipe)
    }
    self.field = field
  }

  /// The same name and values with another help, where no recipe is set by it.
  func outsideRecipes(_ help: String) -> Option { Option(name, form: form, help, parse: parse) }
}

extension Option<Bool> {
  /// `--name`, without a value.
  static func flag(_ name: String, _ help: String) -> Option<Bool> { Option(name, form: .flag, help) { _ in true } }
}

extension Option<String> {
  /// `--name` or `--name=WORD` with one of `words`; the value is empty without a word.
  static func flag(_ name: String, or words: [String], _ help: String) -> Option<String> {
    Option(name, form: .flagOrWord(words), help) { $0 }
  }
}

/// The syntax of an option.
enum OptionForm: Equatable, Sendable {
  case flag
  /// Takes a value, shown in the help by this placeholder.
  case value(String)
  /// A flag that may take one of these words after an equals sign.
  case flagOrWord([String])
}

/// Options of all value types.
protocol AnyOption: Sendable {
  var name: String { get }
  var form: OptionForm { get }
  var help: String { get }
  /// The field of a recipe that it sets; nil: it is no setting of a recipe.
  var field: RecipeField? { get }
  /// Throws why a text is no value of the option.
  func check(_ text: String) throws(InvalidValue)
}

extension AnyOption {
  /// Whether that is its name, or one of the family that it stands for.
  func isCalled(_ name: String) -> Bool { field.map { $0.matches(name) } ?? (self.name == name) }

  /// What a value says that was given by that name.
  func saying(_ text: String, by name: String) -> String { field?.saying(text, by: name) ?? text }

  /// `--batch-size N`, as in the help.
  var usage: String {
    switch form {
    case .flag: "--\(name)"
    case .value(let placeholder): "--\(name) \(placeholder)"
    case .flagOrWord(let words): "--\(name)[=\(words.joined(separator: "|"))]"
    }
  }
}
