/// Smaller images first: which size the training images have, and from which epoch of the run on.
package struct ImageSizes: Sendable, Hashable, LosslessStringConvertible {
  package struct Stage: Sendable, Hashable {
    /// Pixels a side.
    package let size: Int
    /// The first epoch of the run with this size, from 0 on.
    package let epoch: Int
  }

  /// By epoch, the first from 0 on.
  package let stages: [Stage]

  private static let sizes = 8...256
  private static let mostStages = 16

  /// Of a text such as `16@0,24@3,32@6`; nil: it is none, or does not begin at epoch 0.
  package init?(_ text: String) {
    var stages: [Stage] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let words = part.split(separator: "@", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
      guard words.count == 2, let size = Int(words[0]), let epoch = Int(words[1]), Self.sizes.contains(size),
        stages.isEmpty ? epoch == 0 : epoch > stages[stages.count - 1].epoch, epoch <= 1_000_000
      else { return nil }
      stages.append(Stage(size: size, epoch: epoch))
    }
    guard stages.count <= Self.mostStages else { return nil }
    self.stages = stages
  }

  package var description: String { stages.map { "\($0.size)@\($0.epoch)" }.joined(separator: ",") }

  /// Pixels a side of the images in an epoch.
  package func size(at epoch: Int) -> Int { stages.last { $0.epoch <= epoch }!.size }

  /// Each once, the smallest first, without one.
  package func others(than size: Int) -> [Int] { Set(stages.map(\.size)).subtracting([size]).sorted() }
}
