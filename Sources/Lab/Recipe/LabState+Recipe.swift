import Experiments
import Screen
import Training

extension LabState {
  private var recipeTarget: RecipeForm.Target {
    let specs = try? network.architecture.specs(network.widths, image: network.image, classes: network.classes)
    return RecipeForm.Target(architecture: network.architecture, layers: specs)
  }

  /// Sets a setting to typed text; fails with what is wrong with it.
  mutating func set(_ field: RecipeField, to typed: String) -> Result<[Effect], InputError> {
    if let error = form.set(field, to: typed, for: recipeTarget) { return .failure(error) }
    return .success(recipeChanged(field))
  }

  /// The next or previous choice of the selected row.
  mutating func chooseSetting(by offset: Int) -> [Effect] {
    guard case .field(let field) = form.selected else { return [] }
    if let error = form.choose(field, by: offset, for: recipeTarget) { say(error.reason, .warning) }
    return recipeChanged(field)
  }

  /// Edits the setting of the selected row as text, or takes its next choice.
  mutating func editSetting() -> [Effect] {
    switch form.selected {
    case .carried: say("\(keyName(.usual)) drops these; the command set changes one of them, as in set max-steps 100")
    case .field(let field) where field.choices.isEmpty:
      editing = FieldEdit(RecipeFieldEdit(field), form.typed(field, for: network.architecture))
    case .field: return chooseSetting(by: 1)
    }
    return []
  }

  /// Resets the selected row to its default.
  mutating func resetSetting() -> [Effect] {
    form.reset(form.selected)
    return recipeChanged(nil)
  }

  mutating func undoRecipe() -> [Effect] {
    form.undo()
    say("the last change of the recipe is taken back")
    return recipeChanged(nil)
  }

  mutating func redoRecipe() -> [Effect] {
    form.redo()
    say("the change of the recipe is made again")
    return recipeChanged(nil)
  }

  /// The schedule of a run by the recipe on the current images.
  var schedule: RunSchedule {
    let recipe = recipe
    var options = recipe.training
    options.fits = recipe.fits
    let images = data.set?.train.count ?? 0
    return RunSchedule(options, images: recipe.subset.map { min($0, images) } ?? images)
  }

  /// Adopts all settings of an earlier run, and loads its images.
  mutating func take(_ recipe: Recipe) -> [Effect] {
    form.take(recipe)
    return recipe.data == data.source && recipe.reading == data.options && data.set != nil ? [] : load(recipe.data)
  }

  /// What the recipe asks for that the images cannot give.
  var cautions: [RecipeCaution] { data.set.map(recipe.cautions) ?? [] }

  /// Consequences of a change: reloads images that are read otherwise, and warns about what they cannot give.
  private mutating func recipeChanged(_ field: RecipeField?) -> [Effect] {
    if let field, field.definesSteps, let caution = cautions.first { say(caution.text) }
    guard data.set != nil, data.options != form.recipe.reading else { return [] }
    return load(data.source)
  }
}
