import Experiments

/// A line of the recipe's form while it is typed into.
struct RecipeFieldEdit: TypedField {
  let field: RecipeField

  init(_ field: RecipeField) { self.field = field }

  func take(_ text: String, in state: inout LabState) -> Result<[Effect], InputError> { state.set(field, to: text) }
}
