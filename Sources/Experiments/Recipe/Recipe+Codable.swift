/// How a field stands in a recipe's JSON.
struct RecipeJSON: Sendable {
  let encode: @Sendable (Recipe, inout KeyedEncodingContainer<RecipeKey>) throws -> Void
  /// Leaves the recipe as it is where the key is not there.
  let decode: @Sendable (inout Recipe, KeyedDecodingContainer<RecipeKey>) throws -> Void

  /// Nothing.
  static let none = RecipeJSON(encode: { _, _ in }, decode: { _, _ in })
}

/// A key: the property's name.
struct RecipeKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }
}

extension Recipe: Codable {
  /// Reads a recipe; what is not said has its default. Values that no run could use are refused.
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
