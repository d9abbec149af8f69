import Files

/// The usual places of data sets.
package struct DataPlaces: Sendable {
  private let environment: DataEnvironment

  /// The places of one world.
  package init(_ environment: DataEnvironment) { self.environment = environment }

  /// The variable that names the data for `auto`.
  package static let variable = "CIFARLAB_DATA"
  /// The file that `data fetch cifar10` leaves in the cache folder.
  package static let fetchedName = "cifar-10-binary.tar.gz"

  /// Where `data fetch cifar10` puts the archive.
  package var fetchedArchive: String { environment.cacheDirectory + "/" + Self.fetchedName }

  /// Folders that hold data sets: `./data` first, then those under the home folder that torchvision's examples and
  /// fast.ai use.
  private var roots: [String] {
    [
      environment.currentDirectory + "/data", environment.home + "/data", environment.home + "/datasets",
      environment.home + "/.cache/torch", environment.home + "/.fastai/data", environment.home + "/.fastai/archive",
    ]
  }

  /// Where CIFAR-10 would be, the best place first.
  var cifar10: [String] {
    let names = [
      "cifar-10-batches-bin", "cifar-10-batches-py", "cifar10", "cifar", Self.fetchedName, "cifar-10-python.tar.gz",
      "cifar10.tgz", "cifar.tgz",
    ]
    return roots.flatMap { root in names.map { root + "/" + $0 } } + [fetchedArchive]
  }

  /// Where Fashion-MNIST would be: as Debian ships it, or as torchvision downloads it.
  var fashionMNIST: [String] {
    let names = ["FashionMNIST/raw", "fashion-mnist"]
    return roots.flatMap { root in names.map { root + "/" + $0 } } + [environment.systemDataSets + "/fashion-mnist"]
  }

  /// Other sets that `auto` takes: one right in `./data`.
  private var others: [String] { [environment.currentDirectory + "/data"] }

  /// The first place that holds something.
  func first(_ places: [String]) -> String? { places.first(where: Self.holdsData) }

  /// Where `auto` leads: what the variable names, or the first usual place that holds something; nil for nowhere.
  var automatic: DataSource? {
    if let named = environment.variables[Self.variable], !named.isEmpty {
      switch DataSource.parse(named) {
      case .auto: break
      case let source: return source
      }
    }
    let here = [environment.currentDirectory + "/data/FashionMNIST/raw"]
    return first(cifar10 + here + others).map { .path($0) }
  }

  /// Whether an archive is there, or a folder with at least one of the files that a layout begins with.
  static func holdsData(_ path: String) -> Bool {
    switch FileKind(of: path) {
    case .regular: ((try? OpenFile(reading: path).size) ?? 0) > 0
    case .folder: DataLayouts.all.contains { $0.signs.contains { FileKind(of: path + "/" + $0) != nil } }
    case .other, nil: false
    }
  }
}

/// One data set that can be had.
package struct DataListing: Sendable, Equatable {
  /// Where the set is.
  package enum State: String, Sendable, Codable {
    /// Part of the program.
    case builtIn = "built-in"
    /// On this machine.
    case found
    /// Can be downloaded.
    case fetchable
  }
  /// What to give to `--data`, or, to be fetched, to `data fetch`.
  package let source: String
  /// For people.
  package let title: String
  package let state: State
  /// Where it is or what to do.
  package let detail: String
}

extension DataPlaces {
  /// Everything that was found in the usual places, the built-in set, and what can be fetched.
  package func list() -> [DataListing] {
    var listings: [DataListing] = []
    if let named = environment.variables[Self.variable], case .path(let path) = DataSource.parse(named) {
      let full = environment.absolute(path)
      let isThere = FileKind(of: full) != nil
      listings.append(
        DataListing(
          source: path, title: "$\(Self.variable)", state: .found, detail: isThere ? full : "\(full): not there"))
    }
    let cifar = cifar10.filter(Self.holdsData)
    listings += cifar.map { DataListing(source: $0, title: "CIFAR-10", state: .found, detail: $0) }
    listings += fashionMNIST.filter(Self.holdsData).map {
      DataListing(source: $0, title: "Fashion-MNIST", state: .found, detail: $0)
    }
    listings += others.filter(Self.holdsData).map {
      DataListing(source: $0, title: "./data", state: .found, detail: $0)
    }
    listings.append(
      DataListing(
        source: ShapesSet.name, title: "shapes", state: .builtIn,
        detail: "ten classes of drawn figures, \(ShapesSet.trainCount) + \(ShapesSet.validCount)"))
    if !cifar.contains(fetchedArchive) {
      listings.append(
        DataListing(
          source: "cifar10", title: "CIFAR-10", state: .fetchable, detail: "162 MiB: cifarlab data fetch cifar10"))
    }
    return listings
  }
}
