/// What somebody should know of a set before training on it: what is there twice, what was not read, pictures of odd
/// sizes, classes that are tiny or out of balance.
package struct SetCheck: Sendable {
  package let duplicates: Duplicates
  package let unread: [UnreadFile]
  package let oddPictures: [OddPicture]
  package let classes: [ClassFinding]

  /// Looks at a set, which was read anew where all files that were not read are to be named.
  package init(_ data: DataSet) {
    duplicates = Duplicates(in: data)
    unread = data.unread
    let images = data.imageCount
    let files = [data.train, data.valid, data.test].compactMap(\.self).flatMap(\.files)
    let unlike = files.compactMap { OddPicture($0, size: data.size) }.sorted { $0.file < $1.file }
    // What most pictures are is not odd.
    oddPictures = OddPicture.Oddity.allCases.flatMap { oddity in
      let odd = unlike.filter { $0.oddity == oddity }
      return 2 * odd.count > images ? [] : odd
    }
    classes = ClassFinding.all(of: data)
  }

  /// Whether there is nothing to say.
  package var isClean: Bool {
    duplicates.pairs.isEmpty && unread.isEmpty && oddPictures.isEmpty && classes.isEmpty
  }
}

/// A picture whose shape is far from the images that the network gets.
package struct OddPicture: Sendable, Equatable {
  /// Its path within the set.
  package let file: String
  package let width: Int
  package let height: Int
  package let oddity: Oddity

  package enum Oddity: String, Sendable, CaseIterable {
    /// It has fewer pixels than the image that is made of it.
    case small
    /// One side is more than twice as long as the other.
    case long
  }

  /// nil: a picture like others, for images of `size` pixels a side.
  init?(_ file: ImageFile, size: Int) {
    let (width, height) = (file.sides.width, file.sides.height)
    if min(width, height) < size {
      oddity = .small
    } else if max(width, height) > 2 * min(width, height) {
      oddity = .long
    } else {
      return nil
    }
    self.file = file.name
    self.width = width
    self.height = height
  }
}

/// A class that is hard to learn for its number of images.
package struct ClassFinding: Sendable, Equatable {
  package let name: String
  package let trainImages: Int
  package let problem: Problem

  package enum Problem: Sendable, Equatable {
    case tiny
    /// With the images of the largest class.
    case outweighed(by: Int)
  }

  /// Fewer training images teach little.
  private static let fewest = 20
  /// A class with so many times fewer images than the largest is hardly ever guessed.
  private static let ratio = 5

  static func all(of data: DataSet) -> [ClassFinding] {
    let counts = data.train.perClass(data.classes.count)
    let largest = counts.max() ?? 0
    return zip(data.classes, counts).compactMap { name, count in
      if count < fewest { return ClassFinding(name: name, trainImages: count, problem: .tiny) }
      guard count * ratio < largest else { return nil }
      return ClassFinding(name: name, trainImages: count, problem: .outweighed(by: largest))
    }
  }
}
