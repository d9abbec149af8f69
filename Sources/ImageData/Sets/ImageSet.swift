import Foundation
import Synchronization

/// Images of one size, and what they show: `[image][channel][row][column]` of bytes, three channels.
package struct ImageSet: Sendable, Equatable {
  /// Pixels a side.
  package let size: Int
  package let pixels: [UInt8]
  package let labels: [UInt8]

  /// Traps unless there are 3 × size² bytes for each label.
  package init(size: Int, pixels: [UInt8], labels: [UInt8]) {
    precondition(pixels.count == labels.count * 3 * size * size, "\(labels.count) labels need 3 × \(size)² bytes each")
    self.size = size
    self.pixels = pixels
    self.labels = labels
  }

  package var count: Int { labels.count }
  /// Bytes of one image.
  package var imageBytes: Int { 3 * size * size }

  /// The bytes of one image: `[channel][row][column]`.
  package func image(_ index: Int) -> ArraySlice<UInt8> { pixels[index * imageBytes..<(index + 1) * imageBytes] }

  /// Images of each of `classes` classes.
  package func perClass(_ classes: Int) -> [Int] {
    labels.reduce(into: [Int](repeating: 0, count: classes)) { $0[Int($1)] += 1 }
  }

  /// The images at `indices`, in that order.
  func picking(_ indices: [Int]) -> ImageSet {
    var picked: [UInt8] = []
    picked.reserveCapacity(indices.count * imageBytes)
    for index in indices { picked.append(contentsOf: image(index)) }
    return ImageSet(size: size, pixels: picked, labels: indices.map { labels[$0] })
  }
}

/// The results of `body` for the parts of 0 ..< `count`, `chunk` at a time, made on all cores and given in order.
func concurrentParts<Part: Sendable>(_ count: Int, chunk: Int, _ body: @Sendable (Range<Int>) -> Part) -> [Part] {
  let chunks = (count + chunk - 1) / chunk
  let parts = Mutex([Part?](repeating: nil, count: chunks))
  DispatchQueue.concurrentPerform(iterations: chunks) { index in
    let part = body(index * chunk..<min((index + 1) * chunk, count))
    parts.withLock { $0[index] = part }
  }
  return parts.withLock { $0.map { $0! } }
}
