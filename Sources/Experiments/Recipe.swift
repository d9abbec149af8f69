import Training

/// Everything that a run follows from: the same recipe on the same data gives the same figures to the last digit.
package struct Recipe: Sendable, Equatable, Codable {
  package var network: String
  /// nil: the architecture's own.
  package var widths: [Int]?
  /// As given to `--data`.
  package var data: String
  package var size: Int
  package var fits: [FitCall]
  package var batchSize: Int
  package var seed: UInt64
  package var subset: Int?
}
