/// One value of a recipe, for people.
package struct RecipeFact: Sendable, Equatable {
  package let name: String
  package let value: String
}

extension Recipe {
  /// All its values, always in the same order, with the defaults spelled out: what two recipes differ in is where
  /// their values do.
  package var facts: [RecipeFact] {
    RecipeField.all.compactMap { field in
      field.fact.map { RecipeFact(name: $0.name, value: $0.value?(self) ?? field.shown(self)) }
    }
  }
}
