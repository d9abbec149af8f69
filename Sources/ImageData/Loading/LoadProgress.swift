/// How far the loading of a data set is.
package struct LoadProgress: Sendable, Equatable {
  /// What is being done.
  package enum Stage: String, Sendable { case reading, decoding, caching }
  package let stage: Stage
  /// Images read so far.
  package let images: Int
  /// Files read so far.
  package let files: Int
}
