@testable import ImageData

/// Arrays as `numpy.save` writes them.
enum NumPyWriter {
  static func file(
    _ elements: String, _ shape: [Int], _ bytes: [UInt8], isColumnsFirst: Bool = false, version: UInt8 = 1
  ) -> [UInt8] {
    let lengths = shape.map { "\($0)," }.joined(separator: " ")
    let order = isColumnsFirst ? "True" : "False"
    return file(
      header: "{'descr': '\(elements)', 'fortran_order': \(order), 'shape': (\(lengths)), }", bytes, version: version)
  }

  static func file(header: String, _ bytes: [UInt8], version: UInt8 = 1) -> [UInt8] {
    let lengthBytes = version == 1 ? 2 : 4
    let blanks = (63 - (8 + lengthBytes + header.utf8.count) % 64 + 64) % 64
    let padded = Array(header.utf8) + [UInt8](repeating: 32, count: blanks) + [10]
    let length = (0..<lengthBytes).map { UInt8(truncatingIfNeeded: padded.count >> (8 * $0)) }
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + padded + bytes
  }

  /// Labels of some type of whole numbers: `|u1`, `<i8`, `>i4`.
  static func labels(_ labels: [UInt8], _ elements: String = "|u1", columns: Int? = nil) -> [UInt8] {
    let width = Int(elements.dropFirst(2))!
    let bytes = labels.flatMap { label -> [UInt8] in
      let zeros = [UInt8](repeating: 0, count: width - 1)
      return elements.hasPrefix(">") ? zeros + [label] : [label] + zeros
    }
    return file(elements, [labels.count] + (columns.map { [$0] } ?? []), bytes)
  }

  /// Coloured images, the channels last.
  static func images(_ set: ImageSet) -> [UInt8] {
    let area = set.size * set.size
    let pixels = (0..<set.count).flatMap { index -> [UInt8] in
      let planes = Array(set.image(index))
      return (0..<area).flatMap { [planes[$0], planes[area + $0], planes[2 * area + $0]] }
    }
    return file("|u1", [set.count, set.size, set.size, 3], pixels)
  }

  /// The four arrays of a set under the names that MedMNIST has.
  static func files(_ set: DataSet) -> [(path: String, bytes: [UInt8])] {
    [
      ("train_images.npy", images(set.train)), ("train_labels.npy", labels(set.train.labels, "<i8", columns: 1)),
      ("test_images.npy", images(set.valid)), ("test_labels.npy", labels(set.valid.labels, "<i8", columns: 1)),
    ]
  }
}
