import Networks
import Training

extension Recipe {
  /// The arguments of `cifarlab` that train by this recipe: `train`, the network, and all that is not the default.
  ///
  /// Rates that were set by hand cannot be said there; `train --recipe` repeats them.
  package var arguments: [String] {
    var parts = ["train", network]
    func add(_ option: String, _ value: String?) {
      if let value { parts += ["--" + option, value] }
    }
    func add(_ flag: String, if isOn: Bool) { if isOn { parts.append("--" + flag) } }
    let standard = Recipe(network: network)
    for call in fits { add("fit", call.description) }
    add("widths", widths.map { $0.map(String.init).joined(separator: ",") })
    add("data", data == standard.data ? nil : data)
    add("size", size == standard.size ? nil : "\(size)")
    add("batch-size", batchSize == standard.batchSize ? nil : "\(batchSize)")
    add("seed", "\(seed)")
    add("subset", subset.map { "\($0)" })
    add("no-augment", if: !augments)
    add("pad", padding == standard.padding ? nil : padding.rawValue)
    add("stats", statistics == .automatic ? nil : statistics.rawValue)
    add("no-shuffle", if: !shuffles)
    add("dropout", dropout.map { "\($0)" })
    add("momentum", momentum == standard.momentum ? nil : "\(momentum)")
    add("bn-stats", movingStatistics ? "ema" : nil)
    add("freeze", frozen.isEmpty ? nil : frozen.joined(separator: ","))
    add("bn-freeze", if: freezesBatchNorm)
    add("bn-dead", deadChannelsAreNan ? "nan" : nil)
    add("max-steps", maxSteps.map { "\($0)" })
    add("init", initialWeights)
    return parts
  }

  /// The whole command, quoted for a shell; `extra` stands at its end.
  package func commandLine(_ extra: [String] = []) -> String {
    (["cifarlab"] + arguments + extra).map(Recipe.quoted).joined(separator: " ")
  }

  private static func quoted(_ word: String) -> String {
    let isPlain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./,=:+".contains($0)) }
    return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }

  /// What differs from another recipe: the name of each value, here and there.
  package func differences(from other: Recipe) -> [(name: String, here: String, there: String)] {
    let pairs = zip(facts, other.facts)
    return pairs.filter { $0.value != $1.value }.map { ($0.name, $0.value, $1.value) }
  }

  private var facts: [(name: String, value: String)] {
    func text<Value>(_ value: Value?, _ absent: String) -> String { value.map { "\($0)" } ?? absent }
    let own = (try? Architectures.named(network))
    let calls = fits.isEmpty ? (try? schedule()) ?? [] : fits
    let changes = learningRateChanges.map { "\($0.step): \(text($0.learningRate, "schedule"))" }
    return [
      ("network", network), ("widths", (widths ?? own?.defaultWidths ?? []).map(String.init).joined(separator: ",")),
      ("data", data), ("size", "\(size)"), ("fits", calls.map(\.description).joined(separator: "; ")),
      ("batch size", "\(batchSize)"), ("seed", "\(seed)"), ("subset", text(subset, "all")),
      ("augmentation", augments ? padding.rawValue : "none"), ("statistics", statistics.rawValue),
      ("shuffled", "\(shuffles)"), ("dropout", text(dropout, "the network's")), ("momentum", "\(momentum)"),
      ("batch-norm statistics", freezesBatchNorm ? "frozen" : movingStatistics ? "ema" : "last"),
      ("dead channels", deadChannelsAreNan ? "nan" : "a"), ("frozen layers", frozen.joined(separator: ",")),
      ("max steps", text(maxSteps, "none")), ("initial weights", text(initialWeights, "from the seed")),
      ("rates set by hand", changes.joined(separator: ", ")),
    ]
  }
}
