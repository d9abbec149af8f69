import Kernels

@testable import ImageData

/// A small set that every layout can hold: 32×32, some images of each class in both splits.
enum Fixtures {
  static let classes = ["ant", "bee", "cow"]

  static func set(train: Int = 12, valid: Int = 6, classes: [String] = classes, seed: UInt64 = 3) -> DataSet {
    DataSet(
      name: "fixture", source: "memory", classes: classes,
      train: images(train, classes.count, seed: seed), valid: images(valid, classes.count, seed: seed + 1))
  }

  private static func images(_ count: Int, _ classes: Int, seed: UInt64) -> ImageSet {
    var generator = SeededGenerator(seed: seed)
    let pixels = (0..<count * 3072).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    return ImageSet(size: 32, pixels: pixels, labels: (0..<count).map { UInt8($0 % classes) })
  }

  /// One image as a PNG file.
  static func png(_ set: ImageSet, _ index: Int) throws -> [UInt8] {
    let planes = Array(set.image(index))
    let area = set.size * set.size
    let pixels = (0..<area).flatMap { [planes[$0], planes[area + $0], planes[2 * area + $0]] }
    return try ImageCodec.encodePNG(pixels, width: set.size, height: set.size)
  }

  /// Records of the binary layout.
  static func records(_ set: ImageSet, _ range: Range<Int>? = nil) -> [UInt8] {
    (range ?? 0..<set.count).flatMap { [set.labels[$0]] + set.image($0) }
  }

  /// The files of each layout, by their path; training images are stored in another order than they are in the set.
  static func binary(_ set: DataSet) -> [(path: String, bytes: [UInt8])] {
    let half = set.train.count / 2
    return [
      ("cifar-10-batches-bin/data_batch_2.bin", records(set.train, half..<set.train.count)),
      ("cifar-10-batches-bin/data_batch_1.bin", records(set.train, 0..<half)),
      ("cifar-10-batches-bin/test_batch.bin", records(set.valid)),
      ("cifar-10-batches-bin/batches.meta.txt", Array((set.classes.joined(separator: "\n") + "\n\n").utf8)),
    ]
  }

  static func classFolders(_ set: DataSet, root: String = "") throws -> [(path: String, bytes: [UInt8])] {
    try pictures(set) { split, index, name in "\(root)\(split)/\(name)/\(1000 + index).png" }
  }

  static func flat(_ set: DataSet) throws -> [(path: String, bytes: [UInt8])] {
    try pictures(set) { split, index, name in "cifar/\(split)/\(index)_\(name).png" }
  }

  private static func pictures(
    _ set: DataSet, _ path: (String, Int, String) -> String
  ) throws -> [(path: String, bytes: [UInt8])] {
    try [("train", set.train), ("test", set.valid)].flatMap { split, images in
      try (0..<images.count).reversed().map { index in
        (path(split, index, set.classes[Int(images.labels[index])]), try png(images, index))
      }
    }
  }

  /// Four IDX files: 20 + 10 grey images of 28×28, two and one of each of ten labels.
  static func idx(
    prefix: String = "", test: String = "t10k", firstLabel: UInt8 = 0, isPacked: Bool = false
  ) throws -> [(path: String, bytes: [UInt8])] {
    try [("train", UInt8(20)), (test, 10)].flatMap { split, count in
      let pixels = (0..<Int(count) * 784).map { UInt8($0 % 251) }
      let labels = (0..<count).map { firstLabel + $0 % 10 }
      let files: [(String, [UInt8])] = [
        ("images-idx3", [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 28, 0, 0, 0, 28] + pixels),
        ("labels-idx1", [0, 0, 8, 1, 0, 0, 0, count] + labels),
      ]
      return try files.map { name, bytes in
        ("\(prefix)\(split)-\(name)-ubyte\(isPacked ? ".gz" : "")", isPacked ? try Archives.gzip(bytes) : bytes)
      }
    }
  }
}
