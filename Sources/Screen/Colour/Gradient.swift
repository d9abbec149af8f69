/// A run of colours from low to high.
package enum Gradient: UInt8, CaseIterable, Sendable {
  /// Shares and counts: a confusion matrix.
  case heat

  /// The key in theme files.
  package var name: String { String(describing: self) }
}
