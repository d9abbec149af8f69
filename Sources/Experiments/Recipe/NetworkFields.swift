import Networks

// Settings of the network: which one, and its options.

extension RecipeField {
  package static let network = RecipeField(
    \.network, .text("NET"), key: "network", help: "the network's name"
  ).elsewhere()

  package static let networkText = RecipeField(
    \.networkText, .networkText, key: "networkText", absent: "none", help: "what the network is made from"
  ).titled("network text").elsewhere().shown { $0.networkText?.layersDigest ?? "" }

  package static let widths = RecipeField(
    \.widths, .widths, key: "widths", option: "widths", absent: "the network's",
    help: "the network's widths, first to last"
  ).elsewhere().shown { recipe in
    let widths = recipe.widths ?? (try? recipe.architecture())?.defaultWidths ?? []
    return widths.map(String.init).joined(separator: ",")
  }

  package static let dropout = RecipeField(
    \.options.dropout, .share("P"), key: "dropout", option: "dropout", absent: "the network's",
    help: "share of features dropped before the last layer (the network's own)"
  ).row(50, "share of features left out before the last layer (Resnet2); empty: the network's own")

  package static let batchNormStatistics = RecipeField(
    \.options.statistics, .choice(storingWhether: .ema, or: .last), key: "movingStatistics", option: "bn-stats",
    help: "statistics of evaluation: last batch, average (last)"
  ).row(110, "what batch-norm uses in evaluation: the last batch's, or a moving average")
    .fact("batch-norm statistics") { $0.options.freezesStatistics ? "frozen" : $0.options.statistics.rawValue }

  package static let deadChannels = RecipeField(
    \.options.dead, .choice(storingWhether: .nan, or: .beta), key: "deadChannelsAreNan", option: "bn-dead",
    help: "what a channel without variance puts out (a)"
  ).fact("dead channels")

  package static let batchNormFreeze = RecipeField(
    \.options.freezesStatistics, .flag(), key: "freezesBatchNorm", option: "bn-freeze",
    help: "normalise with the stored statistics and leave them alone"
  ).withoutFact()

  package static let frozen = RecipeField(
    \.options.frozen, .names("LAYERS"), key: "frozen", option: "freeze", clear: ("none", []),
    help: "layers that stay as they are, by name: conv1,layers.0 or layers"
  ).row(120, "names of layers that learn nothing, such as conv1, layers.0")
    .fact("frozen layers") { $0.options.frozen.joined(separator: ",") }

  package static let initialWeights = RecipeField(
    \.initialWeights, .text("FILE"), key: "initialWeights", option: "init", absent: "none",
    help: "start from the weights of this safetensors file, or of a RUN"
  ).fact("initial weights") { $0.initialWeights ?? "from the seed" }

  package static let newHead = RecipeField(
    \.newHead, .flag(), key: "newHead", option: "new-head",
    help: "with --init: the last layer starts anew, for other classes; --freeze keeps the others"
  ).definingSteps().keptWhereNotDefault()

  /// Options that leave the architecture as it is.
  static let ofLayers = [batchNormStatistics, deadChannels, batchNormFreeze, frozen, initialWeights, newHead]
}
