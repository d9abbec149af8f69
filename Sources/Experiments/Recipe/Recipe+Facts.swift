/// A setting and its value, for display.
package struct RecipeFact: Sendable, Equatable {
  package let name: String
  package let value: String
}

extension Recipe {
  /// All settings in a fixed order, with defaults spelled out, so that two recipes can be compared line by line.
  package var facts: [RecipeFact] {
    RecipeField.all.compactMap { field in
      field.factName.map { RecipeFact(name: $0, value: field.factText(self)) }
    }
  }
}
