/// How a picture that is not square becomes so.
package enum PictureFit: String, Sendable, CaseIterable {
  /// Its middle, as long and as wide as its shorter side.
  case crop
  /// The whole picture, with black beside it.
  case pad
  /// The whole picture, distorted.
  case squash

  /// What was done, for people.
  package var outcome: String {
    switch self {
    case .crop: "the middle of each is used"
    case .pad: "each is whole, with black beside it"
    case .squash: "each is whole and distorted"
    }
  }
}
