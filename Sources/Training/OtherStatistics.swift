import ImageData
import Networks

/// What a network gives with the kind of batch statistics that it does not evaluate with.
package struct OtherStatistics: Sendable, Equatable, Codable {
  package var kind: NetworkOptions.BatchNormStatistics
  package var evaluation: Evaluation

  package init(kind: NetworkOptions.BatchNormStatistics, evaluation: Evaluation) {
    self.kind = kind
    self.evaluation = evaluation
  }
}

extension Evaluator {
  /// The same as `evaluate` with the other kind of batch statistics; nil: the network holds none, or it was told to stop.
  package func evaluateOther(_ images: ImageSet, while goesOn: () -> Bool = { true }) -> OtherStatistics? {
    guard network.holdsBothStatistics else { return nil }
    network.exchangeStatistics()
    defer { network.exchangeStatistics() }
    return evaluate(images, while: goesOn).map {
      OtherStatistics(kind: network.options.statistics.other, evaluation: $0)
    }
  }
}
