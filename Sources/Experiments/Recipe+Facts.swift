import Networks
import Training

/// One value of a recipe, for people.
package struct RecipeFact: Sendable, Equatable {
  package let name: String
  package let value: String
}

extension Recipe {
  /// All its values, always in the same order, with the defaults spelled out: what two recipes differ in is where
  /// their values do.
  package var facts: [RecipeFact] {
    func text<Value>(_ value: Value?, _ absent: String) -> String { value.map { "\($0)" } ?? absent }
    let own = try? Architectures.named(network)
    let calls = fits.isEmpty ? (try? schedule()) ?? [] : fits
    let changes = learningRateChanges.map { "\($0.step): \(text($0.learningRate, "schedule"))" }
    let facts = [
      ("network", network), ("widths", (widths ?? own?.defaultWidths ?? []).map(String.init).joined(separator: ",")),
      ("data", data), ("size", "\(size)"), ("fits", calls.map(\.description).joined(separator: "; ")),
      ("batch size", "\(batchSize)"), ("seed", "\(seed)"), ("subset", text(subset, "all")),
      ("augmentation", augments ? padding.rawValue : "none"), ("statistics", statistics.rawValue),
      ("shuffled", "\(shuffles)"), ("dropout", text(dropout, "the network's")), ("momentum", "\(momentum)"),
      ("batch-norm statistics", freezesBatchNorm ? "frozen" : movingStatistics ? "ema" : "last"),
      ("dead channels", deadChannelsAreNan ? "nan" : "a"), ("frozen layers", frozen.joined(separator: ",")),
      ("max steps", text(maxSteps, "none")), ("initial weights", text(initialWeights, "from the seed")),
      ("rates set by hand", changes.joined(separator: ", ")),
      ("recoveries", recoveries.map { "step \($0)" }.joined(separator: ", ")),
    ]
    return facts.map { RecipeFact(name: $0.0, value: $0.1) }
  }
}
