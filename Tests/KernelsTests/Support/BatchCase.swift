@testable import Kernels

/// A shape of maps and a number of images: one value, whole blocks, blocks with empty lanes, maps of no even size, and
/// maps between whose channels the lanes leave a gap.
struct BatchCase: CustomStringConvertible {
  let shape: MapShape
  let images: Int

  init(_ channels: Int, _ height: Int, _ width: Int, images: Int) {
    shape = MapShape(channels, height, width)
    self.images = images
  }

  var description: String { "\(images) × \(shape)" }

  static let all = [
    BatchCase(1, 1, 1, images: 1), BatchCase(3, 1, 1, images: 16), BatchCase(10, 1, 1, images: 37),
    BatchCase(7, 1, 2, images: 17), BatchCase(5, 3, 3, images: 15), BatchCase(2, 4, 4, images: 33),
    BatchCase(3, 7, 5, images: 18), BatchCase(11, 16, 16, images: 5),
  ]
}
