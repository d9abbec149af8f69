import Networks
import Training

/// What each ingredient of a recipe buys: the recipe without one of them at a time, or a plain one with one at a time.
package struct Ablation: Sendable, Equatable {
  /// A recipe, and what tells it apart.
  package struct Point: Sendable, Equatable {
    package let title: String
    package let recipe: Recipe
  }

  /// The recipe that the others are compared with, then one for each ingredient.
  package let points: [Point]

  /// Of `recipe` without each ingredient, or, if it `adds`, of the recipe without any and with each.
  package init(_ recipe: Recipe, adding adds: Bool) throws {
    let ingredients = try Ingredient.all(of: recipe)
    let plain = ingredients.reduce(recipe) { $1.without($0) }
    let base = Point(title: adds ? "plain" : "all of it", recipe: adds ? plain : recipe)
    points =
      [base]
      + ingredients.map { ingredient in
        Point(
          title: (adds ? "with " : "without ") + ingredient.title,
          recipe: adds ? ingredient.with(plain, from: recipe) : ingredient.without(recipe))
      }
  }

  /// The points' recipes with every seed, point by point.
  package func recipes(_ seeds: [UInt64]) -> [Recipe] {
    points.flatMap { point in
      seeds.map { seed in
        var recipe = point.recipe
        recipe.seed = seed
        return recipe
      }
    }
  }
}

/// A part of a recipe that can be left out.
private enum Ingredient {
  /// A setting that is not at its default, and its text.
  case setting(RecipeField, String)
  /// How the rates move: without it each call has a constant one for as many epochs.
  case schedule

  /// Those of a recipe, in the order of the table of fields.
  static func all(of recipe: Recipe) throws -> [Ingredient] {
    let plain = Recipe(network: recipe.network)
    let settings = RecipeCommand.ingredients.filter { !$0.isSame(in: recipe, and: plain) }.map {
      Ingredient.setting($0, $0.shown(recipe))
    }
    let calls = try recipe.schedule()
    let schedule: [Ingredient] = calls == calls.map(\.constant) ? [] : [.schedule]
    return schedule + settings
  }

  var title: String {
    switch self {
    case .setting(let field, let text): "\(field.title) \(text)"
    case .schedule: "the schedule"
    }
  }

  func without(_ recipe: Recipe) -> Recipe {
    switch self {
    case .setting: return with(recipe, from: Recipe(network: recipe.network))
    case .schedule:
      var constant = recipe
      constant.fits = recipe.knownSchedule.map(\.constant)
      return constant
    }
  }

  func with(_ recipe: Recipe, from other: Recipe) -> Recipe {
    var changed = recipe
    switch self {
    case .setting(let field, _): field.copy(other, into: &changed)
    case .schedule: changed.fits = other.fits
    }
    return changed
  }
}

extension FitCall {
  /// The same rate for as many epochs.
  fileprivate var constant: FitCall {
    var call = FitCall(learningRate, epochs, weightDecay: weightDecay, frozen: frozen)
    call.stops = stops
    return call
  }
}
