import Foundation
import ImageData
import Kernels
import Networks
import Training

extension Recipe {
  /// Reads a recipe; what is not said has its default. Values that no run could use are refused.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(network: try container.decode(String.self, forKey: .network))
    func read<Value: Decodable>(_ key: CodingKeys, into value: inout Value) throws {
      value = try container.decodeIfPresent(Value.self, forKey: key) ?? value
    }
    widths = try container.decodeIfPresent([Int].self, forKey: .widths)
    try read(.data, into: &data)
    try read(.size, into: &size)
    try read(.fits, into: &fits)
    try read(.batchSize, into: &batchSize)
    try read(.seed, into: &seed)
    subset = try container.decodeIfPresent(Int.self, forKey: .subset)
    try read(.augments, into: &augments)
    try read(.padding, into: &padding)
    try read(.statistics, into: &statistics)
    try read(.shuffles, into: &shuffles)
    dropout = try container.decodeIfPresent(Double.self, forKey: .dropout)
    try read(.momentum, into: &momentum)
    try read(.movingStatistics, into: &movingStatistics)
    try read(.frozen, into: &frozen)
    try read(.freezesBatchNorm, into: &freezesBatchNorm)
    try read(.deadChannelsAreNan, into: &deadChannelsAreNan)
    maxSteps = try container.decodeIfPresent(Int.self, forKey: .maxSteps)
    initialWeights = try container.decodeIfPresent(String.self, forKey: .initialWeights)
    try read(.learningRateChanges, into: &learningRateChanges)
    try read(.recoveries, into: &recoveries)
    if let (key, reason) = flaw {
      throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: reason)
    }
  }

  /// The first value that is out of range, and why.
  private var flaw: (CodingKeys, String)? {
    if batchSize < 1 || batchSize > 65_536 { return (.batchSize, "a batch has between 1 and 65,536 images") }
    if size < 8 || size > 256 { return (.size, "images have between 8 and 256 pixels a side") }
    if let widths, widths.isEmpty || widths.contains(where: { $0 < 1 || $0 > 1_000_000 }) {
      return (.widths, "widths are between 1 and 1,000,000")
    }
    if let subset, subset < 1 { return (.subset, "a subset has at least 1 image") }
    if let dropout, !(0..<1).contains(dropout) { return (.dropout, "dropout is at least 0 and below 1") }
    if !(0..<1).contains(momentum) { return (.momentum, "momentum is at least 0 and below 1") }
    if let maxSteps, maxSteps < 1 { return (.maxSteps, "a run has at least 1 step") }
    return nil
  }
}

extension Recipe {
  /// The same recipe with widths, calls and paths spelled out, so that it means the same when defaults change.
  func spelledOut(for data: DataSet) throws -> Recipe {
    let architecture = try Architectures.named(network)
    var recipe = self
    recipe.network = architecture.name
    recipe.widths =
      widths ?? architecture.widths(image: MapShape(3, data.size, data.size), classes: data.classes.count)
    recipe.fits = try schedule()
    recipe.data = data.source
    recipe.initialWeights = initialWeights.map { URL(fileURLWithPath: $0).path }
    return recipe
  }
}
