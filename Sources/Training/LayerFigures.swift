import Kernels
import Networks

/// Figures of one layer on a training batch: distribution of its outputs, share of dead channels, gradient norm.
package struct LayerFigures: Sendable, Hashable, Codable {
  /// `layers.0`.
  package var name: String
  /// Mean and deviation of its outputs.
  package var mean: Double
  package var std: Double
  /// Share of channels whose output is one constant over the whole batch.
  package var deadShare: Double
  /// √Σg² over its parameters; nil: all are frozen, or there are none.
  package var gradientNorm: Double?
  /// Histogram of its outputs, 16 bins between the smallest and the largest.
  package var histogram: [Int]
}

extension Network {
  /// Images that the figures are computed from: enough for an impression, too few to cost time.
  private static let sample = 64

  /// Figures of every layer after a training step: outputs of the first images of its batch, and the gradients.
  package func measureLayers(images: Int) -> [LayerFigures] {
    layers.indices.map { index in
      let entry = layers[index]
      let values = (0..<min(images, Network.sample)).map { outputs[index].image($0) }
      let squares = parameters.filter { $0.layer == index && $0.learns }.map { parameter in
        gradients.slice(parameter.range).values.reduce(0.0) { $0 + Double($1) * Double($1) }
      }
      let distribution = Distribution(values)
      return LayerFigures(
        name: entry.name, mean: distribution.mean, std: distribution.std, deadShare: deadShare(entry, values),
        gradientNorm: squares.isEmpty ? nil : squares.reduce(0, +).squareRoot(),
        histogram: distribution.histogram)
    }
  }

  private func deadShare(_ entry: RunningLayer, _ images: [[Float]]) -> Double {
    let output = entry.spec.output
    let dead =
      entry.layer.deadChannels
      ?? (0..<output.channels).count { channel in
        let values = channel * output.area..<(channel + 1) * output.area
        let first = images.first?[values.lowerBound]
        return images.allSatisfy { image in image[values].allSatisfy { $0 == first } }
      }
    return Double(dead) / Double(output.channels)
  }
}

/// Mean, deviation and histogram of some values.
private struct Distribution {
  var mean = 0.0
  var std = 0.0
  var histogram = [Int](repeating: 0, count: 16)

  init(_ images: [[Float]]) {
    let count = Double(max(images.reduce(0) { $0 + $1.count }, 1))
    var low = Float.infinity
    var high = -Float.infinity
    for image in images {
      for value in image {
        mean += Double(value)
        low = min(low, value)
        high = max(high, value)
      }
    }
    mean /= count
    let steps = Float(histogram.count)
    let scale = high > low ? steps / (high - low) : 0
    for image in images {
      for value in image {
        std += (Double(value) - mean) * (Double(value) - mean)
        let step = (value - low) * scale
        if step.isFinite { histogram[min(Int(step), histogram.count - 1)] += 1 }
      }
    }
    std = (std / count).squareRoot()
  }
}

extension Learner {
  /// Figures of every layer on the first batch of the coming epoch. Weights and buffers are restored.
  package func measureLayers(lease: CoreLease? = nil) -> [LayerFigures] {
    let before = network.buffers.copy()
    defer { network.buffers.all.copy(from: before.all) }
    let batch = lease.borrow(fillFirstBatch)
    let network = current.network
    trainStep.use(network)
    lease.borrow { network.forward(batch, mode: .training, step: position.step) }
    lease.borrow { trainStep.backward(batch) }
    return network.measureLayers(images: batch.count)
  }
}
