import Experiments

/// A row of the recipe's form being edited.
struct RecipeFieldEdit: TypedField {
  let field: RecipeField

  init(_ field: RecipeField) { self.field = field }

  func take(_ text: String, in state: inout LabState) -> Result<[Effect], InputError> { state.set(field, to: text) }
}
