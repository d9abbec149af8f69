import Training

/// A line of the recipe's form while it is typed into.
struct RecipeFieldEdit: TypedField {
  let field: RecipeForm.Field

  init(_ field: RecipeForm.Field) { self.field = field }

  func take(_ text: String, in state: inout LabState) -> Result<[Effect], InputError> {
    state.form.set(field, to: text).map(Result.failure) ?? .success([])
  }
}

extension LabState {
  /// Opens the selected line of the form, or takes its next choice.
  mutating func editRecipeField() -> [Effect] {
    let field = form.selected
    if field.choices.isEmpty {
      let text =
        field == .fits
        ? form.fits(for: network.architecture).map(RecipeForm.short).joined(separator: " ; ") : form.text(field)
      editing = FieldEdit(RecipeFieldEdit(field), text)
    } else {
      form.choose(field, by: 1)
    }
    return []
  }
}
