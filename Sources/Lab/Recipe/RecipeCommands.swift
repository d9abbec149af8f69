import Experiments

extension PromptCommand {
  /// The form's actions as commands.
  static let recipe = [set, fit]

  private static let set = PromptCommand(
    "set", "FIELD VALUE", help: "a line of the recipe",
    candidates: { _ in
      RecipeField.settable.flatMap { field in [field.word] + field.choices.map { "\(field.word) \($0)" } }
    }
  ) { state, text in
    guard let (field, value) = RecipeField.reading(text) else {
      return .failure(InputError("which line? Tab lists them"))
    }
    let result = state.set(field, to: value)
    if case .success = result, state.notice == nil {
      state.say("\(field.title): \(state.form.shown(field, for: state.network.architecture))")
    }
    return result
  }

  private static let fit = PromptCommand("fit", "LR, N[, cycle_len=L]…", help: "the fit calls, with ; between") {
    state, text in
    state.set(.fits, to: text)
  }
}
