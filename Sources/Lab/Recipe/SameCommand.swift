import Experiments
import Screen

/// Parts of the command lines that do the same as screens.
extension LabState {
  /// The recipe for a command, without widths that are the network's own.
  var saidRecipe: Recipe {
    var recipe = recipe
    if network.editor.hasUsualWidths { recipe.widths = nil }
    recipe.networkFile = recipe.networkFile ?? keptNetwork
    return recipe
  }

  /// How the images are read, where it is not as usual.
  var imageOptions: [String] { Array(recipe.arguments("", RecipeCommand.images).dropFirst(2)) }

  /// The option for a run store other than the default.
  var runsOption: [String] { runs.root == RunStore().root ? [] : ["--runs", runs.root] }
}
