import Foundation
import Synchronization

/// Images of one size, and what they show: `[image][channel][row][column]` of bytes, three channels.
package struct ImageSet: Sendable {
  /// Pixels a side.
  package let size: Int
  package let pixels: [UInt8]
  package let labels: [UInt8]
  /// The file of each image; empty where many images share one.
  package let files: [ImageFile]

  /// Traps unless there are 3 × size² bytes for each label.
  package init(size: Int, pixels: [UInt8], labels: [UInt8], files: [ImageFile] = []) {
    precondition(pixels.count == labels.count * 3 * size * size, "\(labels.count) labels need 3 × \(size)² bytes each")
    precondition(files.isEmpty || files.count == labels.count, "\(labels.count) images have \(files.count) files")
    self.size = size
    self.pixels = pixels
    self.labels = labels
    self.files = files
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
    return ImageSet(
      size: size, pixels: picked, labels: indices.map { labels[$0] },
      files: files.isEmpty ? [] : indices.map { files[$0] })
  }
}

extension ImageSet: Equatable {
  /// The same images in the same order, whatever files they come from.
  package static func == (left: ImageSet, right: ImageSet) -> Bool {
    left.size == right.size && left.labels == right.labels && left.pixels == right.pixels
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
