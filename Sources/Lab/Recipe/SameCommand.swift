import Experiments
import Screen

/// Parts of the command lines that do the same as screens.
extension LabState {
  /// The recipe for a command, without widths that are the network's own.
  var saidRecipe: Recipe {
    var recipe = recipe
    if network.editor.isDefault { recipe.widths = nil }
    return recipe
  }

  /// The option for an image size other than the default.
  var sizeOption: [String] {
    let recipe = recipe
    return recipe.size == Recipe(network: "").size ? [] : ["--size", "\(recipe.size)"]
  }

  /// The option for a run store other than the default.
  var runsOption: [String] { runs.root == RunStore().root ? [] : ["--runs", runs.root] }
}
