import Networks
import Training

extension Recipe {
  /// The arguments of `cifarlab` that train by this recipe: `train`, the network, and all that is not the default.
  ///
  /// Rates that were set by hand and recoveries cannot be said there; `train --recipe` repeats them.
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
}
