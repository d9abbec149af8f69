/// An array as NumPy's `.npy` files have it: a header that is a Python literal, which is parsed and never evaluated, and
/// the elements.
struct NumPyArray: Sendable {
  /// What the elements are, without their order of bytes: `u1`, `i8`, `f4`.
  let elements: String
  let isBigEndian: Bool
  let shape: [Int]
  /// Where in `bytes` the elements begin.
  let start: Int
  let bytes: [UInt8]
  /// For messages.
  let file: String

  /// The longest header.
  private static let headerLimit = 1 << 16
  private static let dimensionsLimit = 8

  init(_ bytes: [UInt8], file: String) throws(DataError) {
    self.bytes = bytes
    self.file = file
    guard bytes.count >= 12 else {
      throw DataError.content(.truncated(bytes: bytes.count, expected: 12), file: file)
    }
    guard bytes.starts(with: [0x93] + Array("NUMPY".utf8)) else {
      throw DataError.content(.malformed(byte: 0, reason: "it does not begin as a NumPy array"), file: file)
    }
    guard (1...3).contains(bytes[6]) else {
      throw DataError.content(
        .unsupported(reason: "version \(bytes[6]) of the format", remedy: "Save it again with numpy.save"), file: file)
    }
    let lengthBytes = bytes[6] == 1 ? 2 : 4
    let length = bytes[8..<8 + lengthBytes].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.headerLimit else {
      throw DataError.content(.malformed(byte: 8, reason: "a header of \(length) bytes"), file: file)
    }
    start = 8 + lengthBytes + length
    guard bytes.count >= start else {
      throw DataError.content(.truncated(bytes: bytes.count, expected: start), file: file)
    }
    var reader = PythonLiteral(bytes, from: 8 + lengthBytes, to: start, file: file)
    let header = try reader.dictionary()
    guard case .text(let type)? = header["descr"], case .tuple(let shape)? = header["shape"],
      case .truth(let isColumnsFirst)? = header["fortran_order"]
    else {
      throw DataError.content(
        .malformed(byte: 8 + lengthBytes, reason: "a header without descr, fortran_order and shape"), file: file)
    }
    guard !isColumnsFirst else {
      throw DataError.content(
        .unsupported(
          reason: "it is stored with its columns first (fortran_order), and arrays with their rows first are read",
          remedy: "Save it again with: numpy.save(file, numpy.ascontiguousarray(array))"), file: file)
    }
    elements = String(type.drop { "|<>=".contains($0) })
    isBigEndian = type.hasPrefix(">")
    self.shape = shape
    try checkSize()
  }

  /// Bytes of one element; nil for text, dates and records.
  private var elementBytes: Int? {
    guard let kind = elements.first, "biufc".contains(kind) else { return nil }
    return Int(elements.dropFirst()).flatMap { [1, 2, 4, 8, 16, 32].contains($0) ? $0 : nil }
  }

  private func checkSize() throws(DataError) {
    guard let elementBytes else {
      throw DataError.content(
        .unsupported(reason: "its elements are '\(elements)', and numbers are read", remedy: "Save numbers"),
        file: file)
    }
    var total = elementBytes
    for length in shape {
      let (product, overflow) = total.multipliedReportingOverflow(by: length)
      guard !overflow, length >= 0, product <= 1 << 40, shape.count <= Self.dimensionsLimit else {
        throw DataError.content(.malformed(byte: 8, reason: "an impossible shape"), file: file)
      }
      total = product
    }
    guard bytes.count >= start + total else {
      throw DataError.content(.truncated(bytes: bytes.count, expected: start + total), file: file)
    }
    guard bytes.count == start + total else {
      throw DataError.content(
        .wrongSize(bytes: bytes.count, expected: "\(start + total) as its header says"), file: file)
    }
  }

  /// Whole numbers, one for each of the first dimension, from 0 to 255.
  func labels() throws(DataError) -> [UInt8] {
    let columns = shape.dropFirst().reduce(1, *)
    guard !shape.isEmpty, columns == 1 || shape[0] == 0 else {
      throw DataError.content(
        .unsupported(
          reason: "it has \(columns) labels of each image, and one is read",
          remedy: "Save the label that counts, as an array of one dimension"), file: file)
    }
    guard let first = elements.first, "iu".contains(first), let width = elementBytes, width <= 8 else {
      throw DataError.content(
        .unsupported(
          reason: "its labels are '\(elements)', and whole numbers are read",
          remedy: "Save them with: numpy.save(file, labels.astype('uint8'))"), file: file)
    }
    var labels: [UInt8] = []
    labels.reserveCapacity(shape[0])
    for place in 0..<shape[0] {
      let at = start + place * width
      let element = bytes[at..<at + width]
      let low = isBigEndian ? at + width - 1 : at
      guard element.indices.allSatisfy({ $0 == low || element[$0] == 0 }) else {
        throw DataError.content(
          .malformed(byte: at, reason: "label \(place) is none from 0 to 255"), file: file)
      }
      // A negative number of one byte has the bits of a large one.
      guard first == "u" || width > 1 || element[low] < 128 else {
        throw DataError.content(.malformed(byte: at, reason: "label \(place) is below 0"), file: file)
      }
      labels.append(element[low])
    }
    return labels
  }

  /// Grey or coloured images of 8 bits.
  func images() throws(DataError) -> StoredImages {
    guard shape.count == 3 || (shape.count == 4 && [1, 3].contains(shape[3])) else {
      let shown = shape.map(String.init).joined(separator: "×")
      throw DataError.content(
        .unsupported(
          reason: "its shape is \(shown): images of two dimensions, grey or with three channels last, are read, and no "
            + "volumes", remedy: "Save an array of shape [images, height, width] or [images, height, width, 3]"),
        file: file)
    }
    guard elements == "u1" else {
      throw DataError.content(
        .unsupported(
          reason: "its pixels are '\(elements)', and bytes (uint8) are read",
          remedy: "Save values from 0 to 255 with: numpy.save(file, images.astype('uint8'))"), file: file)
    }
    guard shape[1] > 0, shape[2] > 0 else {
      throw DataError.content(.malformed(byte: 8, reason: "images without pixels"), file: file)
    }
    return StoredImages(
      count: shape[0], width: shape[2], height: shape[1], channels: shape.count == 4 ? shape[3] : 1,
      order: .interleaved, start: start, bytes: bytes)
  }
}
