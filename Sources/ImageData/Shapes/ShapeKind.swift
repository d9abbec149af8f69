import Foundation

/// The ten classes of the built-in set, each as a distance: negative inside the figure, in units of its radius.
enum ShapeKind: UInt8, CaseIterable {
  case blobs, checkers, cross, disc, frame, ring, square, star, stripes, triangle

  var name: String { "\(self)" }

  /// The distance from (x, y) to the figure's edge, about: what is drawn is where it is negative. `phase` in 0 ..< 1
  /// varies the figures that have a texture.
  func distance(_ x: Float, _ y: Float, phase: Float) -> Float {
    let radius = (x * x + y * y).squareRoot()
    let box = max(abs(x), abs(y))
    switch self {
    case .disc: return radius - 0.85
    case .ring: return abs(radius - 0.75) - 0.16
    case .square: return box - 0.75
    case .frame: return abs(box - 0.68) - 0.15
    case .triangle: return max(-y - 0.5, max(0.866 * x + 0.5 * y, -0.866 * x + 0.5 * y) - 0.5)
    case .cross: return max(box - 0.9, min(abs(x), abs(y)) - 0.24)
    case .star: return radius - 0.68 - 0.3 * cos(5 * atan2(y, x))
    case .stripes: return max(radius - 0.95, 0.2 * cos((x + phase) * 2.6 * .pi))
    case .checkers: return max(box - 0.85, 0.3 * sin((x + phase) * 1.9 * .pi) * sin((y + phase) * 1.9 * .pi))
    case .blobs: return blobs(x, y, phase: phase)
    }
  }

  /// Four small discs around the middle, the phase moving them.
  private func blobs(_ x: Float, _ y: Float, phase: Float) -> Float {
    var nearest = Float.infinity
    for i in 0..<4 {
      let angle = 2 * .pi * (Float(i) + 0.35 * sin(7 * phase + 3 * Float(i))) / 4
      let reach = 0.6 + 0.15 * cos(5 * phase + 2 * Float(i))
      let (dx, dy) = (x - reach * cos(angle), y - reach * sin(angle))
      nearest = min(nearest, (dx * dx + dy * dy).squareRoot() - 0.27)
    }
    return nearest
  }
}
