import Foundation

/// Reads a data set from wherever it is.
package enum DataLoader {
  /// The sizes that images can be scaled to.
  package static let sizes = [16, 24, 32, 48, 64]

  /// The data set that `source` stands for; `auto` falls back to the built-in one, with a notice that says so.
  package static func load(
    _ source: DataSource, size: Int = 32, environment: DataEnvironment = .current(), limits: DataLimits = DataLimits(),
    progress: (LoadProgress) -> Void = { _ in }
  ) throws(DataError) -> DataSet {
    let places = DataPlaces(environment)
    switch source {
    case .shapes: return ShapesSet.make(size: size)
    case .path(let path):
      return try load(path: environment.absolute(path), size: size, limits: limits, progress: progress)
    case .cifar10:
      guard let path = places.first(places.cifar10) else {
        throw DataError.notInstalled(name: "CIFAR-10", remedy: "Download it with: cifarlab data fetch cifar10")
      }
      return try load(path: path, size: size, limits: limits, progress: progress)
    case .fashionMNIST:
      guard let path = places.first(places.fashionMNIST) else {
        throw DataError.notInstalled(
          name: "Fashion-MNIST", remedy: "Install it with: sudo apt-get install dataset-fashion-mnist")
      }
      return try load(path: path, size: size, limits: limits, progress: progress)
    case .auto:
      guard let found = places.automatic else {
        return ShapesSet.make(size: size).noting([
          "no images were found in the usual places: these are the built-in shapes"
        ])
      }
      return try load(found, size: size, environment: environment, limits: limits, progress: progress)
    }
  }

  /// The data set in a folder or an archive of any known layout.
  package static func load(
    path: String, size: Int = 32, limits: DataLimits = DataLimits(), progress: (LoadProgress) -> Void = { _ in }
  ) throws(DataError) -> DataSet {
    precondition(size > 0, "images have at least one pixel a side")
    guard let status = FileBytes.status(path) else {
      throw FileBytes.mayRead(path) ? DataError.notFound(path: path) : .noPermission(path: path)
    }
    let source: any EntrySource =
      status.isFolder ? FolderSource(path: path, limits: limits) : ArchiveSource(path: path, limits: limits)
    return try load(source, size: size, limits: limits, progress: progress)
  }

  private static func load(
    _ source: any EntrySource, size: Int, limits: DataLimits, progress: (LoadProgress) -> Void
  ) throws(DataError) -> DataSet {
    let result = withoutActuallyEscaping(progress) { progress -> Result<(ReadSet, EntryCounts), DataError> in
      do throws(DataError) {
        var collector = EntryCollector(size: size, limits: limits, progress: progress)
        let counts = try source.read(into: &collector)
        return .success((try collector.finish(source.path), counts))
      } catch {
        return .failure(error)
      }
    }
    let (set, counts) = try result.get()
    guard set.train.count > 0 else { throw DataError.noImages(split: "train", path: source.path) }
    guard set.valid.count > 0 else { throw DataError.noImages(split: "test", path: source.path) }
    return DataSet(
      name: name(source.path, set.classes), source: source.path, classes: set.classes, train: set.train,
      valid: set.valid, notices: set.notices + notices(counts))
  }

  private static func name(_ path: String, _ classes: [String]) -> String {
    if Set(classes) == Set(DataSet.cifar10Classes) || Set(classes) == Set(DataSet.articleClasses) { return "CIFAR-10" }
    if classes == IDXFiles.fashionClasses { return "Fashion-MNIST" }
    let last = path.split(separator: "/").last.map(String.init) ?? path
    return last.split(separator: ".").first.map(String.init) ?? last
  }

  private static func notices(_ counts: EntryCounts) -> [String] {
    var notices: [String] = []
    if counts.links > 0 { notices.append("\(counts.links) links or devices were ignored: only files are read") }
    if counts.outside > 0 { notices.append("\(counts.outside) entries whose path leads outside were ignored") }
    return notices
  }
}
