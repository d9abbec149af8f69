import Networks

/// Resolves NET.
enum NetworkNames {
  static var all: [String] { Architectures.all.map(\.name) }

  /// The architectures of `names`, or `defaults` if empty.
  static func resolve(_ names: [String], defaults: [any Architecture]) throws(UsageError) -> [any Architecture] {
    guard !names.isEmpty else { return defaults }
    return try names.map { name throws(UsageError) in try resolve(name) }
  }

  /// The architecture of one name, in any case.
  static func resolve(_ name: String) throws(UsageError) -> any Architecture {
    if let found = Architectures.all.first(where: { $0.name.lowercased() == name.lowercased() }) { return found }
    let suggestion = nearest(to: name, in: all).map { "did you mean \($0)?" }
    throw UsageError(
      "no network is called '\(name)'", remedy: suggestion ?? "there are \(all.joined(separator: ", "))")
  }
}
