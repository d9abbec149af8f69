import Foundation
import Kernels

/// The built-in set: ten classes of small figures with random place, size, colour, rotation, clutter and noise, drawn
/// from a seed, so that there is something to learn on a machine without data or network.
package enum ShapesSet {
  package static let name = "shapes"
  package static let trainCount = 10_000
  package static let validCount = 2_000
  /// The seed of the set that everybody gets.
  package static let seed: UInt64 = 10

  /// The set, each image in a stream of chance of its own, as many of each class as of the others.
  package static func make(
    size: Int = 32, train: Int = trainCount, valid: Int = validCount, seed: UInt64 = seed
  ) -> DataSet {
    DataSet(
      name: name, source: name, classes: ShapeKind.allCases.map(\.name),
      train: images(train, size: size, seed: seed, split: 0), valid: images(valid, size: size, seed: seed, split: 1))
  }

  private static func images(_ count: Int, size: Int, seed: UInt64, split: UInt64) -> ImageSet {
    let kinds = ShapeKind.allCases
    let parts = concurrentParts(count, chunk: 250) { images in
      var pixels: [UInt8] = []
      for image in images {
        var generator = SeededGenerator(seed: seed, split, UInt64(image))
        ShapePicture(kinds[image % kinds.count], using: &generator).draw(size, into: &pixels, using: &generator)
      }
      return pixels
    }
    let labels = (0..<count).map { UInt8($0 % kinds.count) }
    return ImageSet(size: size, pixels: Array(parts.joined()), labels: labels)
  }
}

/// One picture: a figure before a shaded ground, with clutter and noise.
private struct ShapePicture {
  private typealias Colour = SIMD3<Float>

  private let kind: ShapeKind
  private let phase: Float
  private let centre: SIMD2<Float>
  private let radius: Float
  private let turn: SIMD2<Float>
  private let ground: Colour
  private let slope: SIMD2<Float>
  private let figure: Colour
  private let noise: Float
  private let strokes: [(from: SIMD2<Float>, along: SIMD2<Float>, width: Float, colour: Colour)]

  init(_ kind: ShapeKind, using generator: inout SeededGenerator) {
    func uniform(_ low: Float, _ high: Float) -> Float { low + (high - low) * generator.unit() }
    func colour(_ low: Float, _ high: Float) -> Colour {
      Colour(uniform(low, high), uniform(low, high), uniform(low, high))
    }
    self.kind = kind
    phase = uniform(0, 1)
    radius = uniform(0.5, 0.85)
    let room = 1.05 - radius
    centre = SIMD2(uniform(-room, room), uniform(-room, room))
    let angle = uniform(-0.4, 0.4)
    turn = SIMD2(cos(angle), sin(angle))
    ground = colour(10, 130)
    slope = SIMD2(uniform(-30, 30), uniform(-30, 30))
    // Brighter than the ground as a rule, and always to be told from it.
    var other = colour(90, 245)
    while ((other - ground) * (other - ground)).sum() < 4_900 { other = colour(90, 245) }
    figure = other
    noise = uniform(5, 18)
    strokes = (0..<Int(uniform(0, 3))).map { _ in
      let direction = uniform(0, 2 * .pi)
      return (
        SIMD2(uniform(-1, 1), uniform(-1, 1)), SIMD2(cos(direction), sin(direction)), uniform(0.03, 0.08),
        colour(10, 245)
      )
    }
  }

  /// Appends the picture's bytes: `[channel][row][column]`.
  func draw(_ size: Int, into pixels: inout [UInt8], using generator: inout SeededGenerator) {
    let start = pixels.count
    let area = size * size
    pixels.append(contentsOf: repeatElement(0, count: 3 * area))
    let pixel = 2 / Float(size)
    for row in 0..<size {
      for column in 0..<size {
        let point = SIMD2((Float(column) + 0.5) * pixel - 1, (Float(row) + 0.5) * pixel - 1)
        let grain = noise * (generator.unit() + generator.unit() + generator.unit() - 1.5)
        let colour = self.colour(at: point, pixel: pixel) + grain
        for channel in 0..<3 {
          pixels[start + channel * area + row * size + column] = UInt8(min(max(colour[channel], 0), 255).rounded())
        }
      }
    }
  }

  private func colour(at point: SIMD2<Float>, pixel: Float) -> Colour {
    var colour = ground + (slope * point).sum()
    for stroke in strokes {
      let away = point - stroke.from
      let along = (away * stroke.along).sum()
      let beside = abs(away.x * stroke.along.y - away.y * stroke.along.x)
      let cover = coverage(max(beside - stroke.width, abs(along) - 0.5), pixel)
      colour += (stroke.colour - colour) * cover
    }
    let away = (point - centre) / radius
    let (x, y) = (away.x * turn.x + away.y * turn.y, away.y * turn.x - away.x * turn.y)
    let cover = coverage(kind.distance(x, y, phase: phase) * radius, pixel)
    return colour + (figure - colour) * cover
  }

  /// How much of a pixel lies inside an edge that is `distance` away from its middle.
  private func coverage(_ distance: Float, _ pixel: Float) -> Float { min(max(0.5 - distance / pixel, 0), 1) }
}

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
