/// An image of a set by the part that it is in and its place there.
package struct ImagePlace: Sendable, Hashable, Comparable {
  package let part: SplitRole
  package let index: Int

  package init(part: SplitRole, index: Int) {
    self.part = part
    self.index = index
  }

  package static func < (left: ImagePlace, right: ImagePlace) -> Bool {
    (left.part.order, left.index) < (right.part.order, right.index)
  }
}

extension SplitRole {
  fileprivate var order: Int {
    switch self {
    case .train: 0
    case .valid: 1
    case .test: 2
    }
  }
}

/// The images of a set that are there twice, within and across its parts and classes.
package struct Duplicates: Sendable {
  /// Two images.
  package struct Pair: Sendable, Equatable {
    package let first: ImagePlace
    package let second: ImagePlace
    package let likeness: Likeness

    package var crossesParts: Bool { first.part != second.part }
  }

  package enum Likeness: Sendable, Equatable {
    /// The same pixels.
    case exact
    /// The same picture: re-encoded, mirrored, shifted by a pixel, brighter, …
    case near(correlation: Double, isMirrored: Bool)
  }

  /// Of images that have all the same pixels, the first with each other one.
  package let exact: [Pair]
  /// Of images with the same pixels only the first is compared with others.
  package let near: [Pair]
  /// Whether there were so many pairs that no more were looked for.
  package let isCutShort: Bool

  /// All pairs: the exact ones first.
  package var pairs: [Pair] { exact + near }

  /// More than so many near pairs help nobody: then it is the kind of set in which images look alike.
  private static let limit = 100_000

  /// Looks for them: some seconds for 60,000 images.
  package init(in data: DataSet) { self.init(in: data, limit: Self.limit) }

  init(in data: DataSet, limit: Int) {
    let parts = data.parts
    let places = parts.flatMap { part, set in (0..<set.count).map { ImagePlace(part: part, index: $0) } }
    let images = parts.flatMap { _, set in (0..<set.count).map(set.image) }
    let hashes = concurrentParts(images.count, chunk: 500) { range in
      range.map { index in
        var hash = ContentHash()
        let pixels = images[index]
        hash.add(pixels.span.bytes)
        return hash.text
      }
    }.flatMap { $0 }

    var first: [String: Int] = [:]
    var different: [Int] = []
    var exact: [Pair] = []
    for (index, hash) in hashes.enumerated() {
      if let original = first[hash] {
        exact.append(Pair(first: places[original], second: places[index], likeness: .exact))
      } else {
        first[hash] = index
        different.append(index)
      }
    }
    self.exact = exact
    let near = NearDuplicates(different.map { images[$0] }, size: data.size).pairs(limit: limit)
    isCutShort = near.count >= limit
    self.near = near.prefix(limit).map { pair in
      Pair(
        first: places[different[pair.first]], second: places[different[pair.second]],
        likeness: .near(correlation: pair.correlation, isMirrored: pair.isMirrored))
    }
  }
}

extension DataSet {
  /// Its parts, each with what it is for.
  package var parts: [(role: SplitRole, images: ImageSet)] {
    [(.train, train), (.valid, valid)] + (test.map { [(.test, $0)] } ?? [])
  }

  /// Images of all parts.
  package var imageCount: Int { parts.reduce(0) { $0 + $1.images.count } }

  /// The images of one of its parts.
  package func images(_ role: SplitRole) -> ImageSet? { parts.first { $0.role == role }?.images }

  /// The name of an image's class.
  package func className(_ place: ImagePlace) -> String {
    images(place.part).map { classes[Int($0.labels[place.index])] } ?? ""
  }

  /// Whether the images of a pair have different classes.
  package func crossesLabels(_ pair: Duplicates.Pair) -> Bool { className(pair.first) != className(pair.second) }
}
