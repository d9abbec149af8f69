/// The shape of one image's feature maps: channels × height × width. A vector of n features is n×1×1.
package struct MapShape: Hashable, Sendable, CustomStringConvertible {
  package var channels: Int
  package var height: Int
  package var width: Int

  package init(_ channels: Int, _ height: Int, _ width: Int) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// Values in one image's maps.
  package var count: Int { channels * height * width }
  /// Positions in one map.
  package var area: Int { height * width }

  package var description: String { "\(channels)×\(height)×\(width)" }
}
