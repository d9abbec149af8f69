/// What a cell is painted with.
package enum Ink: Hashable, Sendable {
  /// What stands there already.
  case clear
  /// The theme's colour for a purpose.
  case role(Role)
  /// The theme's colour at a position of a gradient: 0 its start, 255 its end.
  case gradient(Gradient, UInt8)
  /// This colour exactly: the pixels of an image.
  case rgb(RGB)

  /// The gradient at `share` of its length, limited to 0…1.
  package static func gradient(_ gradient: Gradient, share: Double) -> Ink {
    .gradient(gradient, share.isNaN ? 0 : UInt8((min(max(share, 0), 1) * 255).rounded()))
  }
}
