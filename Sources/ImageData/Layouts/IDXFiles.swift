/// MNIST's layout: a header of big-endian numbers, then grey bytes; padded to 32×32 and copied to three channels.
enum IDXFiles: DataLayout {
  static let title = "idx"
  static let signs = ["train-images-idx3-ubyte", "train-images-idx3-ubyte.gz"]
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
      throw DataError.content(.truncated(bytes: bytes.count, expected: header), file: file)
    }
    guard bytes[0] == 0, bytes[1] == 0, bytes[2] == 8, bytes[3] == rank else {
      throw DataError.content(
        .malformed(byte: 0, reason: "it begins with \(bytes[0..<4].hexadecimal), not 0000080\(rank)"), file: file)
    }
    var dimensions: [Int] = []
    var total = 1
    for index in 0..<rank {
      let at = 4 + 4 * index
      let length = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
      let (product, overflow) = total.multipliedReportingOverflow(by: length)
      guard length > 0, !overflow, product <= 1 << 40 else {
        throw DataError.content(.malformed(byte: at, reason: "a length of \(length)"), file: file)
      }
      dimensions.append(length)
      total = product
    }
    guard bytes.count >= header + total else {
      throw DataError.content(.truncated(bytes: bytes.count, expected: header + total), file: file)
    }
    guard bytes.count == header + total else {
      throw DataError.content(
        .wrongSize(bytes: bytes.count, expected: "\(header + total) as its header says"), file: file)
    }
    return Content(dimensions: dimensions, start: header, bytes: bytes)
  }

  /// Grey images of one split, padded with black to 32×32, or scaled when they are larger than that.
  static func images(_ content: Content, file: String, limits: DataLimits) throws(DataError) -> [UInt8] {
    let (count, height, width) = (content.dimensions[0], content.dimensions[1], content.dimensions[2])
    guard height * width <= limits.area, count * 3 * side * side <= limits.decodedBytes else {
      throw DataError.content(
        .tooLarge(
          what: "\(count) images of \(width)×\(height)",
          limit: "\(limits.area) pixels of one image and \(limits.decodedBytes) bytes of all"), file: file)
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

  /// What the name of a file says: `train-images-idx3-ubyte`, maybe `.gz`, maybe with the set's name before it.
  private struct Name {
    let prefix: String
    let isTest: Bool
    let isImages: Bool
    let isPacked: Bool

    init?(_ name: EntryName) {
      // Some write `train-images.idx3-ubyte`.
      var stem = name.text.replacing(".idx", with: "-idx")[...]
      isPacked = stem.hasSuffix(".gz")
      if isPacked { stem = stem.dropLast(3) }
      isImages = stem.hasSuffix("-images-idx3-ubyte")
      guard isImages || stem.hasSuffix("-labels-idx1-ubyte") else { return nil }
      stem = stem.dropLast("-images-idx3-ubyte".count)
      guard let split = ["train", "t10k", "test"].first(where: stem.hasSuffix) else { return nil }
      isTest = split != "train"
      prefix = String(stem.dropLast(split.count))
    }
  }

  static func keeps(_ name: EntryName) -> Bool { Name(name) != nil }

  static func candidates(_ listing: Listing) -> [Candidate] {
    var seen: Set<String> = []
    return listing.files.compactMap { file in
      guard let name = file.path.name.flatMap(Name.init) else { return nil }
      let candidate = Candidate(
        layout: Self.self, root: file.path.folder, prefix: name.prefix)
      return seen.insert(candidate.title).inserted ? candidate : nil
    }
  }

  static func assemble(_ candidate: Candidate, _ listing: inout Listing) throws(DataError) -> ReadSet {
    var parts: [SplitImages] = []
    for isTest in [false, true] {
      let split = candidate.prefix + (isTest ? "t10k" : "train")
      let imagesFile = try pick(candidate, isTest, isImages: true, "\(split)-images-idx3-ubyte", &listing)
      let labelsFile = try pick(candidate, isTest, isImages: false, "\(split)-labels-idx1-ubyte", &listing)
      let images = try parse(imagesFile.bytes, file: imagesFile.path.text, rank: 3)
      let labels = try parse(labelsFile.bytes, file: labelsFile.path.text, rank: 1)
      guard images.dimensions[0] == labels.dimensions[0] else {
        throw DataError.content(
          .malformed(byte: 4, reason: "\(labels.dimensions[0]) labels for \(images.dimensions[0]) images"),
          file: labelsFile.path.text)
      }
      var pixels = try Self.images(images, file: imagesFile.path.text, limits: listing.limits)
      // EMNIST stores its images column by column.
      if candidate.prefix.hasPrefix("emnist") { transpose(&pixels) }
      parts.append(SplitImages(pixels: pixels, labels: Array(labels.bytes[labels.start...])))
    }
    let classes = try classNames(&parts, listing, path: "\(listing.path)/\(candidate.root.text)")
    return ReadSet(
      classes: classes, train: ImageSet(size: side, pixels: parts[0].pixels, labels: parts[0].labels),
      test: ImageSet(size: side, pixels: parts[1].pixels, labels: parts[1].labels))
  }

  private static func transpose(_ pixels: inout [UInt8]) {
    for plane in stride(from: 0, to: pixels.count, by: side * side) {
      for row in 0..<side {
        for column in 0..<row { pixels.swapAt(plane + row * side + column, plane + column * side + row) }
      }
    }
  }

  /// The file for a part, unpacked; of two the one that is not packed.
  private static func pick(
    _ candidate: Candidate, _ isTest: Bool, isImages: Bool, _ name: String, _ listing: inout Listing
  ) throws(DataError) -> Entry {
    let paths = listing.files.map(\.path).filter { path in
      guard let name = path.name.flatMap(Name.init) else { return false }
      return path.folder == candidate.root && name.prefix == candidate.prefix
        && name.isTest == isTest && name.isImages == isImages
    }
    guard let path = paths.min(), let file = listing.take({ $0.path == path }).first else {
      throw listing.error(.missing(name: name))
    }
    guard Name(file.path.name!)!.isPacked else { return file }
    let bytes = try GzipStream.unpack(file.bytes, name: file.path.text, limits: listing.limits)
    return Entry(path: file.path, bytes: bytes)
  }

  /// Fashion-MNIST's names, known by its first labels or its path, else the labels' numbers; those that begin at one are
  /// counted from zero.
  private static func classNames(
    _ parts: inout [SplitImages], _ listing: Listing, path: String
  ) throws(DataError) -> [String] {
    let lowest = parts.compactMap { $0.labels.min() }.min() ?? 0
    let highest = parts.compactMap { $0.labels.max() }.max() ?? 0
    let isFashion =
      parts[0].labels.starts(with: [9, 0, 0, 3, 0, 2, 7, 2, 5, 5]) || path.lowercased().contains("fashion")
    if isFashion, highest < 10 { return fashionClasses }
    let present = Set(parts[0].labels)
    if let empty = (lowest...highest).first(where: { !present.contains($0) }) {
      throw listing.error(.emptyClass(name: "\(empty)", split: "train"))
    }
    for part in parts.indices where lowest > 0 { parts[part].labels = parts[part].labels.map { $0 - lowest } }
    return (lowest...highest).map(String.init)
  }

  /// Fashion-MNIST's classes in the order of its labels.
  static let fashionClasses = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
  ]
}
