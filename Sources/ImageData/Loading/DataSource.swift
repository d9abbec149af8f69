import Foundation

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

  /// Whether a path is taken for a list of pictures: by its ending.
  package static func isList(_ path: String) -> Bool { ListSource.isList(path) }

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

/// What of the outside world decides where data are looked for: injected, so that tests have a world of their own.
package struct DataEnvironment: Sendable {
  package var variables: [String: String]
  package var currentDirectory: String
  package var home: String
  /// Where a system package puts data sets.
  package var systemDataSets: String
  /// Whether decoded archives are kept, and taken from where they are kept.
  package var usesCache = true

  /// A world of its own.
  package init(
    variables: [String: String], currentDirectory: String, home: String, systemDataSets: String = "/usr/share/datasets"
  ) {
    self.variables = variables
    self.currentDirectory = currentDirectory
    self.home = home
    self.systemDataSets = systemDataSets
  }

  /// The process's own.
  package static func current() -> DataEnvironment {
    DataEnvironment(
      variables: ProcessInfo.processInfo.environment, currentDirectory: FileManager.default.currentDirectoryPath,
      home: NSHomeDirectory())
  }

  /// Where decoded archives and downloads are kept: `$XDG_CACHE_HOME/cifarlab`, or `~/.cache/cifarlab`.
  package var cacheDirectory: String {
    let given = variables["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    return (given ?? home + "/.cache") + "/cifarlab"
  }

  /// A path as one is typed: `~` is the home folder, and a relative one starts in the current directory.
  package func absolute(_ path: String) -> String {
    if path == "~" { return home }
    if path.hasPrefix("~/") { return home + path.dropFirst() }
    return path.hasPrefix("/") ? path : currentDirectory + "/" + path
  }
}
