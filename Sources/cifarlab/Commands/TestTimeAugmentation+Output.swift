import Files
import Training

extension TestTimeAugmentation {
  /// What the answers are the mean of, beside the plain image; the random ones are called `nouns`.
  func others(_ nouns: String) -> String {
    switch self {
    case .off: "nothing else"
    case .random(let count): "\(count) augmented \(nouns)"
    case .mirror: "its mirror image"
    case .mirrorShift: "shifts by a pixel and their mirror images"
    }
  }

  /// The number of random ones, or a name.
  var json: JSON {
    switch self {
    case .off: .int(0)
    case .random(let count): .int(count)
    case .mirror: "mirror"
    case .mirrorShift: "mirror-shift"
    }
  }
}
