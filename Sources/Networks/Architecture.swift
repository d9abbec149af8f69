import Kernels

/// A family of networks, as an article would describe it: what it is, its usual widths and schedule, its layers.
///
/// A new one is one file with a type of its own, and its entry in `Architectures.all`.
package protocol Architecture: Sendable {
  /// The name people type, in any case.
  var name: String { get }
  /// What it is and why one would take it, in a line or two.
  var explanation: String { get }
  /// The article's list of widths.
  var defaultWidths: [Int] { get }
  /// The article's calls of `fit`, in the grammar of `--fit`: `"1e-1, 4, cycle_len=1"`.
  var schedule: [String] { get }
  /// The accuracy that the article or its notebook states for that schedule, as a fraction.
  var publishedAccuracy: Double? { get }
  /// Whether `compare` runs it without being asked.
  var isInComparison: Bool { get }
  /// The entries of the width list that follow from the data, by their index: 3 channels, 3,072 pixels, 10 classes.
  func fixedWidths(image: MapShape, classes: Int, count: Int) -> [Int: Int]
  /// Adds the layers, first to last, ending in one output a class.
  func build(_ widths: [Int], into network: inout LayerStack) throws(NetworkError)
}

/// The architectures that the lab knows.
package enum Architectures {
  /// In the order of the article.
  package static let all: [any Architecture] = [ConvNet()]

  /// The architecture of that name, in any case.
  package static func named(_ name: String) throws(NetworkError) -> any Architecture {
    for architecture in all where architecture.name.lowercased() == name.lowercased() { return architecture }
    throw .unknownArchitecture(name, known: all.map(\.name))
  }
}

/// Why a network cannot be built as described.
package enum NetworkError: Error, Equatable, CustomStringConvertible {
  case unknownArchitecture(String, known: [String])
  /// Index into the width list, and what is wrong with it.
  case width(index: Int?, String)
  /// The layer's name, and why its input does not fit it.
  case layer(String, String)

  package var description: String {
    switch self {
    case .unknownArchitecture(let name, let known):
      "no network is called '\(name)'; there are \(known.joined(separator: ", "))"
    case .width(let index?, let reason): "width \(index + 1): \(reason)"
    case .width(nil, let reason): "widths: \(reason)"
    case .layer(let name, let reason): "\(name): \(reason)"
    }
  }
}
