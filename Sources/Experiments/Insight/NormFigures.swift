import Networks

/// What the normalisations of a layer have learned: with scale 1 and shift 0 they began.
package struct NormFigures: Sendable, Equatable {
  /// Of the values of all channels.
  package struct Spread: Sendable, Equatable {
    package let mean: Double
    package let deviation: Double

    package init(mean: Double, deviation: Double) {
      self.mean = mean
      self.deviation = deviation
    }

    fileprivate init?(_ values: [Float]) {
      guard !values.isEmpty else { return nil }
      let count = Double(values.count)
      let mean = values.reduce(0) { $0 + Double($1) } / count
      self.mean = mean
      deviation = (values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count).squareRoot()
    }
  }

  /// `layers.0`.
  package let layer: String
  package let scale: Spread?
  package let shift: Spread?

  package init(layer: String, scale: Spread?, shift: Spread?) {
    self.layer = layer
    self.scale = scale
    self.shift = shift
  }

  /// Those of all layers that normalise with scale or shift.
  package static func all(of network: Network) -> [NormFigures] {
    network.layers.enumerated().compactMap { index, layer in
      let norms = network.parameters.filter { $0.layer == index && $0.group == .norms }
      guard !norms.isEmpty else { return nil }
      func values(startingAt start: Float) -> [Float] {
        norms.filter { $0.begins(at: start) }.flatMap { network.values.slice($0.range).values }
      }
      return NormFigures(
        layer: layer.name, scale: Spread(values(startingAt: 1)), shift: Spread(values(startingAt: 0)))
    }
  }
}

extension Network.Parameter {
  /// Whether all of its values are this one before the first step.
  fileprivate func begins(at value: Float) -> Bool { start == .constant(value) }
}
