import Experiments
import Foundation
import ImageData
import Screen

extension Settings {
  private static let rememberedSessions = 20

  /// What a session ended with on this folder of runs: images, network, widths, and all settings of the recipe.
  func recipe(of root: String) -> Recipe? { recipes?[Self.key(root)] }

  mutating func remember(_ recipe: Recipe, of root: String) {
    var all = recipes ?? [:]
    let own = Self.key(root)
    all[own] = recipe
    if all.count > Self.rememberedSessions, let other = all.keys.sorted().first(where: { $0 != own }) {
      all[other] = nil
    }
    recipes = all
  }
}

extension LabState {
  /// What the next session on this folder of runs begins with; nothing where the settings have it already.
  mutating func rememberSession() -> [Effect] {
    // Before the images are loaded nothing is known that an earlier session has not known.
    guard settingsFile != nil, data.set != nil else { return [] }
    var recipe = recipe
    recipe.fits = form.ownFits
    guard settings.recipe(of: runs.root) != recipe else { return [] }
    settings.remember(recipe, of: runs.root)
    return saveSettings()
  }

  /// Takes network and recipe of the last session; returns the images that it had.
  mutating func takeSession(_ reading: ReadOptions) -> String? {
    guard var recipe = settings.recipe(of: runs.root), let architecture = try? recipe.architecture() else {
      return nil
    }
    network.pick(architecture, widths: recipe.widths)
    // What is asked for now counts more.
    if reading != ReadOptions() { recipe.reading = reading }
    form.begin(with: recipe)
    return recipe.data
  }
}
