/// MNIST's layout: a header of big-endian numbers, then grey bytes; padded to 32×32 and copied to three channels.
enum IDXFiles {
  static let side = 32

  /// The images or labels of one file.
  struct Content {
    let dimensions: [Int]
    /// Where in `bytes` the values begin.
    let start: Int
    let bytes: [UInt8]
  }

  /// Checks a file's header against its size; `rank` is 3 for images and 1 for labels.
  static func parse(_ bytes: [UInt8], file: String, rank: Int) throws(DataError) -> Content {
    let header = 4 + 4 * rank
    guard bytes.count >= header else {
      throw DataError.truncated(file: file, bytes: bytes.count, expected: header)
    }
    guard bytes[0] == 0, bytes[1] == 0, bytes[2] == 8, bytes[3] == rank else {
      throw DataError.malformed(
        file: file, byte: 0, reason: "it begins with \(bytes[0..<4].hexadecimal), not 0000080\(rank)")
    }
    var dimensions: [Int] = []
    var total = 1
    for index in 0..<rank {
      let at = 4 + 4 * index
      let length = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
      let (product, overflow) = total.multipliedReportingOverflow(by: length)
      guard length > 0, !overflow, product <= 1 << 40 else {
        throw DataError.malformed(file: file, byte: at, reason: "a length of \(length)")
      }
      dimensions.append(length)
      total = product
    }
    guard bytes.count >= header + total else {
      throw DataError.truncated(file: file, bytes: bytes.count, expected: header + total)
    }
    guard bytes.count == header + total else {
      throw DataError.wrongSize(
        file: file, bytes: bytes.count, expected: "\(header + total) as its header says")
    }
    return Content(dimensions: dimensions, start: header, bytes: bytes)
  }

  /// Grey images of one split, padded with black to 32×32, or scaled when they are larger than that.
  static func images(_ content: Content, file: String, limits: DataLimits) throws(DataError) -> [UInt8] {
    let (count, height, width) = (content.dimensions[0], content.dimensions[1], content.dimensions[2])
    guard height <= limits.side, width <= limits.side, count * 3 * side * side <= limits.decodedBytes else {
      throw DataError.tooLarge(
        entry: file, what: "\(count) images of \(width)×\(height)",
        limit: "\(limits.side) pixels a side and \(limits.decodedBytes) bytes of images")
    }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(count * 3 * side * side)
    let resampler =
      height > side || width > side ? Resampler(width: width, height: height, size: side) : nil
    let (top, left) = ((side - height) / 2, (side - width) / 2)
    var plane = [UInt8](repeating: 0, count: side * side)
    for image in 0..<count {
      let start = content.start + image * height * width
      if let resampler {
        plane.removeAll(keepingCapacity: true)
        resampler.append(content.bytes.span, at: start, to: &plane)
      } else {
        for row in 0..<height {
          let to = (top + row) * side + left
          plane.replaceSubrange(to..<to + width, with: content.bytes[start + row * width..<start + (row + 1) * width])
        }
      }
      for _ in 0..<3 { pixels.append(contentsOf: plane) }
    }
    return pixels
  }

  /// The set that four files make up.
  static func assemble(
    _ files: [EntryCollector.Held], path: String, limits: DataLimits
  ) throws(DataError) -> ReadSet {
    var parts: [SplitImages] = []
    for split in [LayoutNames.Split.train, .test] {
      let prefix = split == .train ? "train" : "t10k"
      let imagesFile = try pick(files, split, isImages: true, name: "\(prefix)-images-idx3-ubyte", path)
      let labelsFile = try pick(files, split, isImages: false, name: "\(prefix)-labels-idx1-ubyte", path)
      let images = try parse(unpacked(imagesFile, limits), file: imagesFile.path, rank: 3)
      let labels = try parse(unpacked(labelsFile, limits), file: labelsFile.path, rank: 1)
      guard images.dimensions[0] == labels.dimensions[0] else {
        throw DataError.malformed(
          file: labelsFile.path, byte: 4,
          reason: "\(labels.dimensions[0]) labels for \(images.dimensions[0]) images")
      }
      parts.append(
        SplitImages(
          pixels: try Self.images(images, file: imagesFile.path, limits: limits),
          labels: Array(labels.bytes[labels.start...])))
    }
    let classes = classNames(parts, path: files[0].path.isEmpty ? path : path + "/" + files[0].path)
    return ReadSet(
      classes: classes, train: ImageSet(size: side, pixels: parts[0].pixels, labels: parts[0].labels),
      valid: ImageSet(size: side, pixels: parts[1].pixels, labels: parts[1].labels))
  }

  /// The file for a part; the unpacked one where both are there.
  private static func pick(
    _ files: [EntryCollector.Held], _ split: LayoutNames.Split, isImages: Bool, name: String, _ path: String
  ) throws(DataError) -> EntryCollector.Held {
    var packed: EntryCollector.Held?
    for file in files {
      guard case .idx(split, isImages, let isPacked, _) = file.role else { continue }
      if !isPacked { return file }
      packed = file
    }
    guard let packed else { throw DataError.missing(name: name, path: path) }
    return packed
  }

  private static func unpacked(_ file: EntryCollector.Held, _ limits: DataLimits) throws(DataError) -> [UInt8] {
    guard case .idx(_, _, true, _) = file.role else { return file.bytes }
    return try ArchiveReader.unpack(file.bytes, name: file.path, limits: limits)
  }

  /// Fashion-MNIST's names, known by its first labels or its path; digits otherwise.
  private static func classNames(_ parts: [SplitImages], path: String) -> [String] {
    let highest = parts.compactMap { $0.labels.max() }.max() ?? 0
    let isFashion =
      parts[0].labels.starts(with: [9, 0, 0, 3, 0, 2, 7, 2, 5, 5]) || path.lowercased().contains("fashion")
    if isFashion, highest < 10 { return fashionClasses }
    return (0...max(Int(highest), 9)).map(String.init)
  }

  /// Fashion-MNIST's classes in the order of its labels.
  static let fashionClasses = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
  ]
}
