import Kernels

extension Network {
  /// Draws the weights anew from the seed, each parameter from a stream of its own.
  func drawWeights() {
    for (index, parameter) in parameters.enumerated() {
      let slice = values.slice(parameter.range)
      switch parameter.start {
      case .constant(let value): slice.fill(value)
      case .uniform(let fanIn), .whitening(let fanIn): slice.values = uniform(slice.count, fanIn, stream: index)
      case .dirac(let fanIn):
        slice.values = Self.passingOn(parameter.shape, others: uniform(slice.count, fanIn, stream: index))
      case .unitDeviation(let fanIn): slice.values = Self.normalised(uniform(slice.count, fanIn, stream: index))
      }
    }
  }

  /// Uniform in ±1/√fan-in.
  private func uniform(_ count: Int, _ fanIn: Int, stream: Int) -> [Float] {
    var generator = SeededGenerator(seed: seed, 0x1417, UInt64(stream))
    let bound = 1 / Float(fanIn).squareRoot()
    return (0..<count).map { _ in (generator.unit() * 2 - 1) * bound }
  }

  /// Of filters of shape [n, m, k, k] the first min(n, m) are 1 at their own channel's centre and 0 elsewhere.
  private static func passingOn(_ shape: [Int], others: [Float]) -> [Float] {
    var values = others
    let (inputs, kernel) = (shape[1], shape[2])
    let filter = inputs * kernel * kernel
    for channel in 0..<min(shape[0], inputs) {
      for i in 0..<filter { values[channel * filter + i] = 0 }
      values[channel * filter + (channel * kernel + kernel / 2) * kernel + kernel / 2] = 1
    }
    return values
  }

  /// Divided by their standard deviation (n − 1); a single one stays.
  private static func normalised(_ values: [Float]) -> [Float] {
    guard values.count > 1 else { return values }
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
    let squares = values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    let deviation = (squares / Double(values.count - 1)).squareRoot()
    return values.map { Float(Double($0) / deviation) }
  }

  /// The kernel of the filters that start by whitening images; nil: there are none, and no images are needed.
  package var whitenedKernel: Int? { whitened?.shape[2] }

  private var whitened: Parameter? {
    parameters.first { if case .whitening = $0.start { true } else { false } }
  }

  /// Lets those filters start from the patches of images.
  package func whiten(by whitening: Whitening) {
    if let whitened { values.slice(whitened.range).values = whitening.filters }
  }
}
