/// How long the passes of each layer take, forward and backward together.
package final class LayerStopwatch {
  private var seconds: [Double]
  private var last = ContinuousClock.now

  /// For a network of so many layers.
  package init(layers: Int) { seconds = Array(repeating: 0, count: layers) }

  /// What comes now belongs to no layer until the next `start`.
  func start() { last = .now }

  /// The time since the start or the last lap is that of a layer.
  func lap(_ layer: Int) {
    let now = ContinuousClock.now
    seconds[layer] += (now - last) / .seconds(1)
    last = now
  }

  /// The seconds of each layer since this was last asked.
  package func take() -> [Double] {
    defer { seconds = Array(repeating: 0, count: seconds.count) }
    return seconds
  }
}
