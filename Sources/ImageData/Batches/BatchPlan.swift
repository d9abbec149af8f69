import Kernels

/// The order, flips and crops of one epoch: all of it follows from (seed, epoch), so any batch can be made at any time.
package struct BatchPlan: Sendable {
  /// What happens to one image.
  package typealias Draw = ImageDraw

  package let draws: [Draw]
  package let batchSize: Int
  /// Batches in the epoch; the last may be short.
  package let batches: Int
  /// Pixels around the image that a crop can reach.
  package let padding: Int
  package let edge: EdgePadding
  /// What happens to the pixels of each image after that; empty: nothing.
  package let pixelDraws: [PixelDraw]
  /// Pixels a side of the square that is cut out of each image.
  package let hole: Int
  /// The share of its own that each image of a batch has where it is mixed with its neighbour; empty: none is.
  package let ownShares: [Float]

  /// Streams of chance that must not repeat each other.
  private enum Purpose {
    static let order: UInt64 = 0x6F72_6465_72
    static let augmentation: UInt64 = 0x6175_676D
    static let sampling: UInt64 = 0x7361_6D70_6C65
    static let flips: UInt64 = 0x666C_6970
    static let pixels: UInt64 = 0x7069_7865_6C
    static let mixing: UInt64 = 0x6D69_7869_6E67
  }

  /// The plan of epoch `epoch` over `count` images of `imageSize` pixels a side.
  ///
  /// Each image is flipped with probability ½ and cropped at offsets ⌊u·2·padding⌋, unless the augmentation says
  /// otherwise. With `dropsLast`, images that fill no batch are left out. With the labels of the
  /// images in `balancing`, as many are drawn with replacement, every class as likely as the others.
  package init(
    seed: UInt64, epoch: Int, count: Int, batchSize: Int, dropsLast: Bool = false, shuffle: Bool,
    augmentation: Augmentation, imageSize: Int, balancing labels: [UInt8]? = nil
  ) {
    precondition(count >= 0 && epoch >= 0, "a plan covers a number of images in an epoch that counts from 0")
    precondition(batchSize > 0, "a batch holds at least one image")
    self.batchSize = batchSize
    batches = Self.batches(of: count, size: batchSize, dropsLast: dropsLast)
    let padding = augmentation.padding(ofSize: imageSize)
    self.padding = padding
    edge = augmentation.padding.edge
    var order = Array(0..<count)
    if let labels {
      var generator = SeededGenerator(seed: seed, Purpose.sampling, UInt64(epoch))
      order = ClassBalance.sample(labels, using: &generator)
      if !shuffle { order.sort() }
    } else if shuffle {
      var generator = SeededGenerator(seed: seed, Purpose.order, UInt64(epoch))
      order.shuffleByLemire(using: &generator)
    }
    let jitter = augmentation.jitter
    hole = augmentation.isOn ? jitter.hole(ofSize: imageSize) : 0
    if augmentation.isOn, jitter.changesPixels {
      var generator = SeededGenerator(seed: seed, Purpose.pixels, UInt64(epoch))
      pixelDraws = order.map { _ in jitter.draw(ofSize: imageSize, using: &generator) }
    } else {
      pixelDraws = []
    }
    if augmentation.isOn, let alpha = jitter.mixup {
      var generator = SeededGenerator(seed: seed, Purpose.mixing, UInt64(epoch))
      ownShares = (0..<batches).map { _ in Float(generator.beta(alpha)) }
    } else {
      ownShares = []
    }
    guard augmentation.isOn else {
      draws = order.map { Draw(image: $0, flip: false, row: padding, column: padding) }
      return
    }
    var generator = SeededGenerator(seed: seed, Purpose.augmentation, UInt64(epoch))
    let span = Float(2 * padding + (augmentation.offsets == .all ? 1 : 0))
    let first = augmentation.flip == .alternating ? Self.firstFlips(seed: seed, count: count) : []
    draws = order.map { image in
      let chance = generator.unit() < 0.5
      let row = Int(generator.unit() * span)
      let column = Int(generator.unit() * span)
      let flip =
        switch augmentation.flip {
        case .random: chance
        case .alternating: first[image] != (epoch % 2 == 1)
        case .off: false
        }
      return Draw(image: image, flip: flip, row: row, column: column)
    }
  }

  /// Which images alternating flips turn over in the first epoch.
  private static func firstFlips(seed: UInt64, count: Int) -> [Bool] {
    var generator = SeededGenerator(seed: seed, Purpose.flips)
    return (0..<count).map { _ in generator.unit() < 0.5 }
  }

  /// Every image once, in order and unchanged: for validation.
  package static func inOrder(count: Int, batchSize: Int, imageSize: Int) -> BatchPlan {
    BatchPlan(
      seed: 0, epoch: 0, count: count, batchSize: batchSize, shuffle: false, augmentation: Augmentation(isOn: false),
      imageSize: imageSize)
  }

  /// The batches of an epoch over `count` images. One that is short is left out only where there are others.
  package static func batches(of count: Int, size: Int, dropsLast: Bool) -> Int {
    dropsLast && count >= size ? count / size : (count + size - 1) / size
  }

  /// The draws of one batch.
  package func batch(_ index: Int) -> ArraySlice<Draw> {
    precondition(index >= 0 && index < batches, "the plan has \(batches) batches")
    return draws[range(index, of: draws.count)]
  }

  /// What happens to the pixels of one batch.
  package func pixels(of index: Int) -> ArraySlice<PixelDraw> { pixelDraws[range(index, of: pixelDraws.count)] }

  private func range(_ index: Int, of count: Int) -> Range<Int> {
    index * batchSize..<min((index + 1) * batchSize, count)
  }
}

extension Array {
  /// Fisher–Yates with multiply-and-shift draws: the same order for the same seed on every machine and with every
  /// version of the standard library.
  package mutating func shuffleByLemire(using generator: inout SeededGenerator) {
    guard count > 1 else { return }
    for last in stride(from: count - 1, to: 0, by: -1) {
      swapAt(last, generator.whole(below: last + 1))
    }
  }
}

extension SeededGenerator {
  /// A number from 0 ..< `bound` by multiply and shift.
  mutating func whole(below bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }
}
