import Kernels

/// A data set: what to learn from, what to check on, and the names of the classes.
package struct DataSet: Sendable {
  /// For people: `CIFAR-10`, `shapes`, or the folder's name.
  package let name: String
  /// A path, or the name of a built-in set.
  package private(set) var source: String
  package let classes: [String]
  package private(set) var train: ImageSet
  package private(set) var valid: ImageSet
  /// Kept for the end: nothing that trains, measures or chooses reads it.
  package private(set) var test: ImageSet?
  /// What was noticed while reading: skipped images, ignored links, a rebuilt cache.
  package private(set) var notices: [String]
  /// The shares that were held out; nil for the parts that the set has itself.
  package let split: SplitShares
  /// How its pictures were read.
  package internal(set) var pictures = PictureReading()
  /// Images whose pictures were not square.
  package internal(set) var notSquare = 0
  /// Whether the article's statistics hold.
  package let isCIFAR10: Bool
  /// Measured on the training images.
  package private(set) var statistics: ChannelStatistics
  /// What was met beside the images.
  package internal(set) var unread: [UnreadFile] = []
  /// nil: to be hashed where it is asked for.
  private var knownFingerprint: String?

  /// Measures the statistics and the fingerprint, some tenths of a second for 60,000 images.
  ///
  /// Traps unless every label names a class.
  package init(
    name: String, source: String, classes: [String], train: ImageSet, valid: ImageSet, test: ImageSet? = nil,
    notices: [String] = [], split: SplitShares = SplitShares(), isCIFAR10: Bool = false
  ) {
    let highest = [train, valid, test].compactMap { $0?.labels.max() }.max() ?? 0
    precondition(Int(highest) < max(classes.count, 1), "label \(highest) names none of \(classes.count) classes")
    self.init(
      name: name, source: source, classes: classes, train: train, valid: valid, test: test, notices: notices,
      split: split, isCIFAR10: isCIFAR10, statistics: ChannelStatistics(measuring: train), fingerprint: nil)
    knownFingerprint = measuredFingerprint
  }

  /// A data set whose figures were measured before, or whose fingerprint may never be asked for.
  init(
    name: String, source: String, classes: [String], train: ImageSet, valid: ImageSet, test: ImageSet?,
    notices: [String], split: SplitShares, isCIFAR10: Bool, statistics: ChannelStatistics, fingerprint: String?
  ) {
    self.name = name
    self.source = source
    self.classes = classes
    self.train = train
    self.valid = valid
    self.test = test
    self.notices = notices
    self.split = split
    self.isCIFAR10 = isCIFAR10
    self.statistics = statistics
    knownFingerprint = fingerprint
  }

  /// 32 hexadecimal digits that depend on the images, their classes' names and their split, and on no order.
  package var fingerprint: String { knownFingerprint ?? measuredFingerprint }

  private var measuredFingerprint: String {
    var fingerprint = Fingerprint()
    fingerprint.add(train, split: UInt8(ascii: "t"), classes: classes)
    fingerprint.add(valid, split: UInt8(ascii: "v"), classes: classes)
    if let test { fingerprint.add(test, split: UInt8(ascii: "s"), classes: classes) }
    return fingerprint.text
  }

  /// The same set with other notices, or said to come from elsewhere.
  func noting(_ notices: [String], source: String? = nil) -> DataSet {
    var set = self
    set.notices = notices
    set.source = source ?? self.source
    return set
  }

  /// The same set with other images in its parts.
  func replacing(_ parts: [(role: SplitRole, images: ImageSet)]) -> DataSet {
    var set = self
    for (role, images) in parts {
      switch role {
      case .train: set.train = images
      case .valid: set.valid = images
      case .test: set.test = images
      }
    }
    set.statistics = ChannelStatistics(measuring: set.train)
    set.knownFingerprint = nil
    return set
  }

  /// Pixels a side.
  package var size: Int { train.size }

  /// What became of pictures that were not square, for people; nil where there were none.
  package var fitSentence: String? {
    guard notSquare > 0 else { return nil }
    let pictures = notSquare == 1 ? "1 picture was" : "\(notSquare) pictures were"
    return "\(pictures) not square: \(self.pictures.fit.outcome) (--fit-to \(self.pictures.fit.rawValue))"
  }

  /// CIFAR-10's classes in the order of its labels.
  package static let cifar10Classes = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]
  /// The same as the article writes them.
  package static let articleClasses = [
    "plane", "car", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]

  /// The same set with only `count` training images: the first of a shuffle by `seed`, as many of each class as of the
  /// others while they last. A smaller subset is the beginning of a larger one. The other images stay.
  package func subset(_ count: Int, seed: UInt64) -> DataSet {
    guard count < train.count else { return self }
    var order = Array(0..<train.count)
    var generator = SeededGenerator(seed: seed, 0x7375_6273_6574)
    order.shuffleByLemire(using: &generator)
    var seen = [Int](repeating: 0, count: classes.count)
    let ranked = order.enumerated().map { position, image in
      let label = Int(train.labels[image])
      seen[label] += 1
      return (rank: seen[label], position: position, image: image)
    }
    let picked = ranked.sorted { ($0.rank, $0.position) < ($1.rank, $1.position) }.prefix(max(count, 0)).map(\.image)
    var set = self
    set.train = train.picking(picked)
    set.statistics = ChannelStatistics(measuring: set.train)
    set.knownFingerprint = nil
    return set
  }

  /// The same training images with only the first `count` validation images.
  package func validatingFirst(_ count: Int) -> DataSet {
    var set = self
    set.valid = valid.picking(Array(0..<min(count, valid.count)))
    set.knownFingerprint = nil
    return set
  }
}
