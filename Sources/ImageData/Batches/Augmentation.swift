import Kernels

/// How training images are changed before the network sees them.
package struct Augmentation: Sendable, Hashable {
  /// What a crop finds beside the image: the image mirrored at its edge, with the edge pixel repeated or not, or zeros.
  package enum Padding: String, Sendable, CaseIterable {
    case reflect, black, mirror

    var edge: EdgePadding {
      switch self {
      case .reflect: .reflect
      case .black: .black
      case .mirror: .mirror
      }
    }
  }

  package enum Flip: String, Sendable, CaseIterable {
    /// Left to right with probability ½.
    case random
    /// At random in the first epoch; from then on each image is turned over every other epoch.
    case alternating
    case off
  }

  package enum CropOffsets: String, Sendable, CaseIterable {
    /// 2·padding offsets, as fast.ai draws them: the last one never comes.
    case even
    /// All 2·padding + 1.
    case all
  }

  /// Off: the image itself.
  package var isOn: Bool
  package var padding: Padding
  package var flip = Flip.random
  /// Pixels that a crop may be shifted by; nil: an eighth of the image's size.
  package var crop: Int?
  package var offsets = CropOffsets.even
  /// What happens to the pixels after that.
  package var jitter = PixelJitter()

  /// Flip with probability ½ and a random crop out of the image padded by an eighth of its size.
  package init(isOn: Bool = true, padding: Padding = .reflect) {
    self.isOn = isOn
    self.padding = padding
  }

  /// Pixels around images of so many pixels a side that a crop can reach: no more than can be mirrored.
  package func padding(ofSize size: Int) -> Int { min(crop ?? size / 8, max(size - 1, 0)) }
}
