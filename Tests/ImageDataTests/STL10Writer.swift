import Kernels

@testable import ImageData

/// STL-10's files with images of 96×96 of three classes.
enum STL10Writer {
  static let unlabeledBytes = 200_000

  static func images(_ count: Int, seed: UInt64) -> ImageSet {
    var generator = SeededGenerator(seed: seed)
    let pixels = (0..<count * 3 * 96 * 96).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    return ImageSet(size: 96, pixels: pixels, labels: (0..<count).map { UInt8($0 % 3) })
  }

  static func files(_ train: ImageSet, _ test: ImageSet) -> [(path: String, bytes: [UInt8])] {
    let files: [(String, [UInt8])] = [
      ("unlabeled_X.bin", [UInt8](repeating: 7, count: unlabeledBytes)),
      ("class_names.txt", Array("ape\nbat\ncat\n".utf8)), ("train_X.bin", columns(train)),
      ("train_y.bin", train.labels.map { $0 + 1 }), ("test_X.bin", columns(test)),
      ("test_y.bin", test.labels.map { $0 + 1 }),
    ]
    return files.map { (path: "stl10_binary/" + $0, bytes: $1) }
  }

  /// Each channel column by column.
  private static func columns(_ set: ImageSet) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(set.pixels.count)
    for plane in stride(from: 0, to: set.pixels.count, by: 96 * 96) {
      for column in 0..<96 {
        for row in 0..<96 { bytes.append(set.pixels[plane + row * 96 + column]) }
      }
    }
    return bytes
  }
}
