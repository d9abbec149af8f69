/// Repeated measurements of one figure.
package struct Spread: Sendable, Equatable {
  package let values: [Double]

  /// The figures of several seeds, in any order.
  package init(_ values: [Double]) { self.values = values }

  /// nil: there are no values.
  package var mean: Double? { values.isEmpty ? nil : values.reduce(0, +) / Double(values.count) }
  /// Sample standard deviation (n − 1); nil below two values.
  package var deviation: Double? {
    guard values.count > 1, let mean else { return nil }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count - 1)).squareRoot()
  }
  package var lowest: Double? { values.min() }
  package var highest: Double? { values.max() }
}
