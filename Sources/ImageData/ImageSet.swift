/// Images of one size, and what they show: `[image][channel][row][column]` of bytes, three channels.
package struct ImageSet: Sendable {
  /// Pixels a side.
  package let size: Int
  package let pixels: [UInt8]
  package let labels: [UInt8]

  /// Traps unless there are 3 × size² bytes for each label.
  package init(size: Int, pixels: [UInt8], labels: [UInt8]) {
    precondition(pixels.count == labels.count * 3 * size * size, "\(labels.count) labels need 3 × \(size)² bytes each")
    self.size = size
    self.pixels = pixels
    self.labels = labels
  }

  package var count: Int { labels.count }
  /// Bytes of one image.
  package var imageBytes: Int { 3 * size * size }
}

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

  /// A data set as read.
  package init(
    name: String, source: String, classes: [String], train: ImageSet, valid: ImageSet, notices: [String] = []
  ) {
    self.name = name
    self.source = source
    self.classes = classes
    self.train = train
    self.valid = valid
    self.notices = notices
  }
}

/// Mean and standard deviation of each channel, on pixels divided by 255.
package struct ChannelStatistics: Sendable, Equatable {
  package let mean: [Float]
  package let std: [Float]

  /// The article's figures for CIFAR-10.
  package static let article = ChannelStatistics(mean: [0.4914, 0.48216, 0.44653], std: [0.24703, 0.24349, 0.26159])
}
