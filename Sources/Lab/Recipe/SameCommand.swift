import Experiments
import Screen

/// What screens say in the command line that does the same.
extension LabState {
  /// The recipe as a command names it: the network's own widths need not be said.
  var saidRecipe: Recipe {
    var recipe = recipe
    if network.editor.isDefault { recipe.widths = nil }
    return recipe
  }

  /// The images' size where it is not the usual one.
  var sizeOption: [String] {
    let recipe = recipe
    return recipe.size == Recipe(network: "").size ? [] : ["--size", "\(recipe.size)"]
  }

  /// The folder of the runs where it is not the usual one.
  var runsOption: [String] { runs.root == RunStore().root ? [] : ["--runs", runs.root] }
}
