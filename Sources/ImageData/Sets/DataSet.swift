import Kernels

/// A data set: what to learn from, what to check on, and the names of the classes.
package struct DataSet: Sendable {
  /// For people: `CIFAR-10`, `shapes`, or the folder's name.
  package let name: String
  /// Where it came from: a path, or the name of a built-in set.
  package let source: String
  package let classes: [String]
  package let train: ImageSet
  package let valid: ImageSet
  /// What was noticed while reading: skipped images, ignored links, a rebuilt cache.
  package let notices: [String]
  /// Measured on the training images.
  package let statistics: ChannelStatistics
  /// nil: to be hashed where it is asked for.
  private let knownFingerprint: String?

  /// A data set as read; measures the statistics and the fingerprint, some tenths of a second for 60,000 images.
  ///
  /// Traps unless every label names a class.
  package init(
    name: String, source: String, classes: [String], train: ImageSet, valid: ImageSet, notices: [String] = []
  ) {
    let highest = max(train.labels.max() ?? 0, valid.labels.max() ?? 0)
    precondition(Int(highest) < max(classes.count, 1), "label \(highest) names none of \(classes.count) classes")
    self.init(
      name: name, source: source, classes: classes, train: train, valid: valid, notices: notices,
      statistics: ChannelStatistics(measuring: train),
      fingerprint: Self.fingerprint(train: train, valid: valid, classes: classes))
  }

  /// A data set whose figures were measured before, or whose fingerprint may never be asked for.
  init(
    name: String, source: String, classes: [String], train: ImageSet, valid: ImageSet, notices: [String],
    statistics: ChannelStatistics, fingerprint: String?
  ) {
    self.name = name
    self.source = source
    self.classes = classes
    self.train = train
    self.valid = valid
    self.notices = notices
    self.statistics = statistics
    knownFingerprint = fingerprint
  }

  /// 32 hexadecimal digits that depend on the images, their classes' names and their split, and on no order.
  package var fingerprint: String {
    knownFingerprint ?? Self.fingerprint(train: train, valid: valid, classes: classes)
  }

  private static func fingerprint(train: ImageSet, valid: ImageSet, classes: [String]) -> String {
    var fingerprint = Fingerprint()
    fingerprint.add(train, split: UInt8(ascii: "t"), classes: classes)
    fingerprint.add(valid, split: UInt8(ascii: "v"), classes: classes)
    return fingerprint.text
  }

  /// The same set with other notices, or said to come from elsewhere.
  func noting(_ notices: [String], source: String? = nil) -> DataSet {
    DataSet(
      name: name, source: source ?? self.source, classes: classes, train: train, valid: valid, notices: notices,
      statistics: statistics, fingerprint: knownFingerprint)
  }

  /// Pixels a side.
  package var size: Int { train.size }

  /// Whether the classes are CIFAR-10's, by the data's own names or the article's: then the article's statistics hold.
  package var isCIFAR10: Bool {
    let names = Set(classes)
    return names == Set(Self.cifar10Classes) || names == Set(Self.articleClasses)
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
  /// others while they last. A smaller subset is the beginning of a larger one. The validation images stay.
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
    let few = train.picking(picked)
    return DataSet(
      name: name, source: source, classes: classes, train: few, valid: valid, notices: notices,
      statistics: ChannelStatistics(measuring: few), fingerprint: nil)
  }

  /// The same training images with only the first `count` validation images.
  package func validatingFirst(_ count: Int) -> DataSet {
    DataSet(
      name: name, source: source, classes: classes, train: train,
      valid: valid.picking(Array(0..<min(count, valid.count))), notices: notices, statistics: statistics,
      fingerprint: nil)
  }
}
