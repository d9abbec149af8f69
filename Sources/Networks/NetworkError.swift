import Files

/// Why a network cannot be built as described.
package enum NetworkError: UserFacingError, Equatable {
  case unknownArchitecture(String, known: [String])
  /// Index into the width list, and what is wrong with it.
  case width(index: Int?, String)
  /// The layer's name, and why its input does not fit it.
  case layer(String, String)
  /// A line of the network's text.
  case text(NetworkTextError)
  /// A layer to freeze that the network does not have.
  case unknownLayer(String, known: [String])

  package var problem: String {
    switch self {
    case .unknownArchitecture(let name, _): "no network is called '\(name)'"
    case .width(let index?, let reason): "width \(index + 1): \(reason)"
    case .width(nil, let reason): "widths: \(reason)"
    case .layer(let name, let reason): "\(name): \(reason)"
    case .text(let error): error.problem
    case .unknownLayer(let name, _): "no layer is called '\(name)'"
    }
  }

  package var remedy: String? {
    switch self {
    case .unknownArchitecture(_, let known), .unknownLayer(_, let known): "there are \(known.joined(separator: ", "))"
    case .width, .layer: nil
    case .text(let error): error.remedy
    }
  }

  package var exitCode: ExitCode {
    if case .text(let error) = self { error.exitCode } else { .wrongUse }
  }
}
