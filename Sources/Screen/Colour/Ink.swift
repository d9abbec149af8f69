/// What a cell's glyph or background is painted with.
package enum Ink: Hashable, Sendable {
  /// The colour that is there already.
  case clear
  case role(Role)
  /// The theme's colour at a position of a gradient: 0 its start, 255 its end.
  case gradient(Gradient, UInt8)
  /// A pixel of an image.
  case rgb(RGB)

  /// The gradient at `share` of its length, limited to 0…1.
  package static func gradient(_ gradient: Gradient, share: Double) -> Ink {
    .gradient(gradient, share.isNaN ? 0 : UInt8((min(max(share, 0), 1) * 255).rounded()))
  }
}
