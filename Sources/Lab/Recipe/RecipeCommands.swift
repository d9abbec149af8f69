extension Command {
  /// What the form does, by command.
  static let recipe = [set, fit]

  private static let set = Command(
    "set", "FIELD VALUE", help: "a line of the recipe",
    candidates: { _ in RecipeForm.Field.allCases.map(\.word) }
  ) { state, text in
    guard let (field, value) = RecipeForm.Field.reading(text) else {
      return .failure(InputError("which line? Tab lists them"))
    }
    if let error = state.form.set(field, to: value) { return .failure(error) }
    state.say("\(field.title): \(state.form.shown(field, for: state.network.architecture))")
    return .success([])
  }

  private static let fit = Command("fit", "LR, N[, cycle_len=L]…", help: "the fit calls, with ; between") {
    state, text in
    if let error = state.form.set(.fits, to: text) { return .failure(error) }
    return .success([])
  }
}
