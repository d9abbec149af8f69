import Training

// Fields over the properties of a recipe.

extension RecipeField {
  /// A setting that always has a value; with `clear`, a word stands for one of them.
  init<Value>(
    _ path: WritableKeyPath<Recipe, Value> & Sendable, _ kind: SettingKind<Value>, key: String, option: String? = nil,
    clear: (word: String, value: Value)? = nil, help: String
  ) {
    let cleared = clear?.value
    self.init(
      key: key, option: option, form: kind.form, clearWord: clear?.word, help: help,
      access: Access(
        text: { $0[keyPath: path] == cleared ? nil : kind.text($0[keyPath: path]) },
        set: { recipe, text throws(InvalidValue) in recipe[keyPath: path] = try kind.read(text) },
        clear: { recipe in if let cleared { recipe[keyPath: path] = cleared } },
        copy: { recipe, other in recipe[keyPath: path] = other[keyPath: path] }),
      json: RecipeJSON(
        encode: { recipe, container in try kind.encode(recipe[keyPath: path], &container, RecipeKey(key)) },
        decode: { recipe, container in
          if let value = try kind.decode(container, RecipeKey(key)) { recipe[keyPath: path] = value }
        }))
  }

  /// A setting that can be absent, written as a word.
  init<Value>(
    _ path: WritableKeyPath<Recipe, Value?> & Sendable, _ kind: SettingKind<Value>, key: String,
    option: String? = nil, absent word: String, help: String
  ) {
    self.init(
      key: key, option: option, form: kind.form, clearWord: word, help: help,
      access: Access(
        text: { $0[keyPath: path].map(kind.text) },
        set: { recipe, text throws(InvalidValue) in recipe[keyPath: path] = try kind.read(text) },
        clear: { recipe in recipe[keyPath: path] = nil },
        copy: { recipe, other in recipe[keyPath: path] = other[keyPath: path] }),
      json: RecipeJSON(
        encode: { recipe, container in
          if let value = recipe[keyPath: path] { try kind.encode(value, &container, RecipeKey(key)) }
        },
        decode: { recipe, container in
          if let value = try kind.decode(container, RecipeKey(key)) { recipe[keyPath: path] = value }
        }))
  }

  /// A record of what happened during a run. It has no option, but can be dropped.
  init<Value: Codable & Equatable & Sendable>(
    history path: WritableKeyPath<Recipe, [Value]> & Sendable, key: String, title: String,
    text: @escaping @Sendable (Value) -> String
  ) {
    let kind = SettingKind<[Value]>(
      .value(""), text: { $0.map(text).joined(separator: ", ") },
      read: { _ throws(InvalidValue) in throw InvalidValue("it is what a run did, and can only be dropped") })
    self = RecipeField(path, kind, key: key, clear: ("none", []), help: "").titled(title).fact(title) {
      kind.text($0[keyPath: path])
    }
  }
}
