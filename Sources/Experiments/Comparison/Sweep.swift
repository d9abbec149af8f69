import Foundation
import Kernels
import Networks
import Training

/// Many runs that differ in a few things: every combination of the values, or points drawn at random.
package struct Sweep: Sendable, Equatable {
  package var networks: [String] = []
  /// The highest rate of the schedule; the others keep their proportion to it.
  package var rates: [Double] = []
  package var widths: [[Int]] = []
  package var seeds: [UInt64] = []

  /// Nothing varies yet.
  package init() {}

  /// Every combination, seeds innermost; what has no values stays as in `base`.
  package func grid(_ base: Recipe) throws -> [Recipe] {
    var recipes: [Recipe] = []
    for network in networks.isEmpty ? [base.network] : networks {
      for widths in self.widths.isEmpty ? [nil] : self.widths.map(Optional.some) {
        for rate in rates.isEmpty ? [nil] : rates.map(Optional.some) {
          for seed in seeds.isEmpty ? [base.seed] : seeds {
            recipes.append(try point(base, network, widths, rate, seed))
          }
        }
      }
    }
    return recipes
  }

  /// `count` points: each takes one of the networks and of the widths, and a rate drawn evenly on a log scale between
  /// the lowest and the highest. Each point runs with every seed. What is drawn follows from `seed`.
  package func random(_ base: Recipe, count: Int, seed: UInt64) throws -> [Recipe] {
    var generator = SeededGenerator(seed: seed, 0x7377_6565_70)
    func pick<Value>(_ values: [Value]) -> Value? {
      values.isEmpty ? nil : values[Int(generator.next().multipliedFullWidth(by: UInt64(values.count)).high)]
    }
    return try (0..<count).flatMap { _ in
      let network = pick(networks) ?? base.network
      let widths = pick(self.widths)
      var rate: Double?
      if let low = rates.min(), let high = rates.max() {
        // Three digits are enough to write it down.
        let drawn = low * pow(high / low, Double(generator.unit()))
        rate = min(max(Double(String(format: "%.2e", drawn)) ?? drawn, low), high)
      }
      return try (seeds.isEmpty ? [base.seed] : seeds).map { try point(base, network, widths, rate, $0) }
    }
  }

  private func point(_ base: Recipe, _ network: String, _ widths: [Int]?, _ rate: Double?, _ seed: UInt64) throws
    -> Recipe
  {
    var recipe = base
    recipe.network = try Architectures.named(network).name
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

/// The runs of one point of a sweep: they differ in their seeds alone.
package struct SweepRow: Sendable, Equatable {
  package let recipe: Recipe
  package let accuracy: Spread
  package let loss: Spread
  package let seconds: Spread
  package let diverged: Int

  /// The points of some runs, the most accurate first; points without a finished run come last.
  package static func table(_ documents: [RunDocument]) -> [SweepRow] {
    var groups: [Recipe: [RunDocument]] = [:]
    for document in documents {
      groups[document.recipe.withoutSeed, default: []].append(document)
    }
    let rows = groups.values.map { group in
      let done = group.filter { $0.status == .completed }
      return SweepRow(
        recipe: group[0].recipe, accuracy: Spread(done.compactMap(\.result.accuracy)),
        loss: Spread(done.compactMap(\.result.validLoss)), seconds: Spread(done.map(\.result.seconds)),
        diverged: group.count { $0.status == .diverged })
    }
    func rank(_ row: SweepRow) -> (Double, Double, String) {
      (-(row.accuracy.mean ?? -1), row.loss.mean ?? .infinity, "\(row.recipe.network) \(row.recipe.fits)")
    }
    return rows.sorted { rank($0) < rank($1) }
  }
}
