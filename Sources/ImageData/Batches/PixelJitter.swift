import Foundation
import Kernels

/// How the pixels of training images are changed, besides flips and crops.
package struct PixelJitter: Sendable, Hashable {
  /// Pixels a side of the square that is cut out of each image and becomes the mean; nil: none is.
  package var cutout: Int?
  /// The brightness of each image is multiplied by 1 ± up to this.
  package var brightness = 0.0
  /// The distance of its values to their mean is multiplied by 1 ± up to this.
  package var contrast = 0.0
  /// Each image is mixed with its neighbour, for each batch by a share from Beta(α, α); nil: it is not.
  package var mixup: Double?

  package init() {}

  var changesPixels: Bool { cutout != nil || brightness > 0 || contrast > 0 }

  /// Pixels a side of the squares in images of so many: no more than there are.
  func hole(ofSize size: Int) -> Int { min(cutout ?? 0, size) }

  /// What happens to one image of `size` pixels a side.
  func draw(ofSize size: Int, using generator: inout SeededGenerator) -> PixelDraw {
    var draw = PixelDraw()
    draw.brightness = Self.factor(brightness, using: &generator)
    draw.contrast = Self.factor(contrast, using: &generator)
    let places = size - hole(ofSize: size) + 1
    draw.holeRow = generator.whole(below: places)
    draw.holeColumn = generator.whole(below: places)
    return draw
  }

  private static func factor(_ reach: Double, using generator: inout SeededGenerator) -> Float {
    1 + Float(reach) * (2 * generator.unit() - 1)
  }
}

extension SeededGenerator {
  /// A number from Beta(α, α).
  mutating func beta(_ alpha: Double) -> Double {
    let (a, b) = (logGamma(alpha), logGamma(alpha))
    // a/(a + b) by logarithms, which small α's would underflow.
    return 1 / (1 + exp(b - a))
  }

  /// The logarithm of a number from Gamma(α, 1): Marsaglia and Tsang 2000, below 1 by α + 1 and a power of a uniform one.
  private mutating func logGamma(_ alpha: Double) -> Double {
    guard alpha >= 1 else { return logGamma(alpha + 1) + log(open()) / alpha }
    let d = alpha - 1 / 3.0
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let v = pow(1 + c * x, 3)
      guard v > 0 else { continue }
      if log(open()) < x * x / 2 + d - d * v + d * log(v) { return log(d * v) }
    }
  }

  /// By Box and Muller.
  private mutating func normal() -> Double { (-2 * log(open())).squareRoot() * cos(2 * .pi * open()) }

  /// Uniform in 0 ..< 1, without 0.
  private mutating func open() -> Double { (Double(next() >> 12) + 0.5) * 0x1p-52 }
}
