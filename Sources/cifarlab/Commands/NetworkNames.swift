import Experiments
import Files
import Foundation
import Networks

/// Resolves NET.
enum NetworkNames {
  static var all: [String] { Architectures.all.map(\.name) }

  /// Networks by name or file, the user's own among them.
  static var library: NetworkLibrary { NetworkLibrary(environment: ProcessInfo.processInfo.environment) }

  /// The network of a name, in any case, or of a file, with that file.
  static func find(_ name: String) throws -> (architecture: any Architecture, file: String?) {
    do {
      return try library.find(name)
    } catch NetworkError.unknownArchitecture(_, let known) {
      let suggestion = nearest(to: name, in: known).map { "did you mean \($0)?" }
      throw UsageError(
        "no network is called '\(name)'", remedy: suggestion ?? "there are \(known.joined(separator: ", "))")
    }
  }

  /// Whether a network and no run is meant.
  static func isNetwork(_ name: String) -> Bool {
    all.contains { $0.lowercased() == name.lowercased() } || name.hasSuffix(NetworkLibrary.ending)
  }
}
