import Foundation
import Screen

/// A rate that is far from what a recipe has, which may well be a mistake.
package struct RecipeDistance: Equatable, Sendable {
  /// More than this is far.
  private static let far = 5.0

  /// Of the higher rate to the lower one.
  private let factor: Double
  private let isBelow: Bool

  /// nil where the two rates are near each other.
  package init?(of rate: Double, from recipe: Double) {
    factor = max(rate, recipe) / min(rate, recipe)
    isBelow = rate < recipe
    guard factor > Self.far else { return nil }
  }

  /// `24 times below the recipe's`.
  package var text: String {
    "\(factor < 1e5 ? Figures.grouped(Int(factor.rounded())) : Figures.exponential(factor)) times "
      + "\(isBelow ? "below" : "above") the recipe's"
  }
}
