/// What `--data` can say.
package enum DataSource: Sendable, Equatable {
  /// The first that is found in the usual places, else the built-in set.
  case auto
  /// CIFAR-10 in one of its usual places.
  case cifar10
  /// Fashion-MNIST in one of its usual places.
  case fashionMNIST
  /// The built-in set.
  case shapes
  /// A folder or an archive.
  case path(String)

  /// One of the names, in any case, or else a path; `./shapes` is a path.
  package static func parse(_ text: String) -> DataSource {
    switch text.lowercased() {
    case "", "auto": .auto
    case "cifar10", "cifar-10": .cifar10
    case "fashion-mnist", "fashionmnist": .fashionMNIST
    case "shapes": .shapes
    default: .path(text)
    }
  }

  /// As it is written after `--data`.
  package var text: String {
    switch self {
    case .auto: "auto"
    case .cifar10: "cifar10"
    case .fashionMNIST: "fashion-mnist"
    case .shapes: "shapes"
    case .path(let path): path
    }
  }
}
