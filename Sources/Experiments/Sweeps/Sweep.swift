import Foundation
import Kernels
import Networks
import Training

/// Many runs that differ in a few settings: a grid of values, or random points.
package struct Sweep: Sendable, Equatable {
  /// Each with the settings of its runs.
  package var networks: [Recipe] = []
  /// Highest rates of the schedule; the ratios between its calls are kept.
  package var rates: [Double] = []
  package var widths: [[Int]] = []
  package var seeds: [UInt64] = []

  package init() {}

  /// Networks, each by its own schedule.
  package static func comparison(_ networks: [Recipe], seeds: [UInt64]) -> Sweep {
    var sweep = Sweep()
    sweep.networks = networks
    sweep.seeds = seeds
    return sweep
  }

  /// The networks of the article's table, with the settings of `base`.
  package static func articlesTable(_ base: Recipe) -> [Recipe] {
    Architectures.all.filter(\.isInComparison).map { architecture in
      var recipe = base
      recipe.use(architecture)
      return recipe
    }
  }

  /// `count` seeds from `first` on.
  package static func seeds(_ count: Int, from first: UInt64) -> [UInt64] {
    (0..<UInt64(count)).map { first &+ $0 }
  }

  /// The grid, seeds innermost. Settings without values stay as in `base`.
  package func grid(_ base: Recipe) throws -> [Recipe] {
    var recipes: [Recipe] = []
    for network in networks.isEmpty ? [base] : networks {
      for widths in self.widths.isEmpty ? [nil] : self.widths.map(Optional.some) {
        for rate in rates.isEmpty ? [nil] : rates.map(Optional.some) {
          for seed in seeds.isEmpty ? [base.seed] : seeds {
            recipes.append(try point(network, widths, rate, seed))
          }
        }
      }
    }
    return recipes
  }

  /// `count` random points, each with every seed: one of the networks, one of the widths, and a rate from a log-uniform
  /// distribution between the lowest and the highest.
  package func random(_ base: Recipe, count: Int, seed: UInt64) throws -> [Recipe] {
    var generator = SeededGenerator(seed: seed, 0x7377_6565_70)
    func pick<Value>(_ values: [Value]) -> Value? {
      values.isEmpty ? nil : values[Int(generator.next().multipliedFullWidth(by: UInt64(values.count)).high)]
    }
    return try (0..<count).flatMap { _ in
      let network = pick(networks) ?? base
      let widths = pick(self.widths)
      var rate: Double?
      if let low = rates.min(), let high = rates.max() {
        // Rounded to three digits, so that it is easy to write down.
        let drawn = low * pow(high / low, Double(generator.unit()))
        rate = min(max(Double(String(format: "%.2e", drawn)) ?? drawn, low), high)
      }
      return try (seeds.isEmpty ? [base.seed] : seeds).map { try point(network, widths, rate, $0) }
    }
  }

  private func point(_ base: Recipe, _ widths: [Int]?, _ rate: Double?, _ seed: UInt64) throws -> Recipe {
    var recipe = base
    if let widths { recipe.widths = widths }
    recipe.seed = seed
    guard let rate else { return recipe }
    let calls = try recipe.schedule()
    let highest = calls.highestRate ?? rate
    recipe.fits = calls.map { call in
      var scaled = call
      scaled.learningRate = call.learningRate == highest ? rate : call.learningRate / highest * rate
      return scaled
    }
    return recipe
  }
}
