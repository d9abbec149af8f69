/// A run of colours from low to high.
package enum Gradient: UInt8, CaseIterable, Sendable {
  /// Shares and counts: the diagonal of a confusion matrix.
  case heat
  /// Shares that should be small, in another hue: its errors.
  case wrong

  /// The key in theme files.
  package var name: String { String(describing: self) }
}
