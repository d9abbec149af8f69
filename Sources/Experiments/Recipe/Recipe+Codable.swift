/// How a field is coded in a recipe's JSON.
struct RecipeJSON: Sendable {
  let encode: @Sendable (Recipe, inout KeyedEncodingContainer<RecipeKey>) throws -> Void
  /// Leaves the recipe unchanged if the key is missing.
  let decode: @Sendable (inout Recipe, KeyedDecodingContainer<RecipeKey>) throws -> Void

  static let none = RecipeJSON(encode: { _, _ in }, decode: { _, _ in })
}

/// The property's name.
struct RecipeKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }
}

extension Recipe: Codable {
  /// Reads a recipe; missing fields have their defaults. Throws for values that no run can use.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: RecipeKey.self)
    self.init(network: try container.decode(String.self, forKey: RecipeKey("network")))
    for field in RecipeField.all {
      do {
        try field.json.decode(&self, container)
      } catch let error as InvalidValue {
        throw DecodingError.dataCorruptedError(
          forKey: RecipeKey(field.key ?? ""), in: container, debugDescription: error.reason)
      }
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: RecipeKey.self)
    for field in RecipeField.all { try field.json.encode(self, &container) }
  }
}
