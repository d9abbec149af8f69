import Files
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
      return try load(
        path: environment.absolute(path), size: size, environment: environment, limits: limits, progress: progress)
    case .cifar10:
      guard let path = places.first(places.cifar10) else {
        throw DataError.notInstalled(name: "CIFAR-10", remedy: "Download it with: cifarlab data fetch cifar10")
      }
      return try load(path: path, size: size, environment: environment, limits: limits, progress: progress)
    case .fashionMNIST:
      guard let path = places.first(places.fashionMNIST) else {
        throw DataError.notInstalled(
          name: "Fashion-MNIST", remedy: "Install it with: sudo apt-get install dataset-fashion-mnist")
      }
      return try load(path: path, size: size, environment: environment, limits: limits, progress: progress)
    case .auto:
      guard let found = places.automatic else {
        return ShapesSet.make(size: size).noting([
          "no images were found in the usual places: these are the built-in shapes"
        ])
      }
      return try load(found, size: size, environment: environment, limits: limits, progress: progress)
    }
  }

  /// The data set in a folder or an archive of any known layout; a decoded archive is kept in the cache folder.
  private static func load(
    path: String, size: Int, environment: DataEnvironment, limits: DataLimits, progress: (LoadProgress) -> Void
  ) throws(DataError) -> DataSet {
    try load(
      path: path, size: size, cache: DataCache(directory: environment.cacheDirectory), limits: limits,
      progress: progress)
  }

  static func load(
    path: String, size: Int = 32, cache: DataCache? = nil, limits: DataLimits = DataLimits(),
    progress: (LoadProgress) -> Void = { _ in }
  ) throws(DataError) -> DataSet {
    precondition(size > 0, "images have at least one pixel a side")
    switch FileKind(of: path) {
    case .folder:
      return try load(FolderSource(path: path, limits: limits), size: size, limits: limits, progress: progress)
    case .other: throw DataError.access(.notRegular, path: path)
    case .regular: break
    case nil: throw DataError.access(errno == EACCES ? .noPermission : .notFound, path: path)
    }
    let archive = ArchiveSource(path: path, limits: limits)
    guard let cache else { return try load(archive, size: size, limits: limits, progress: progress) }
    let key = try cache.key(ofFile: path, size: size)
    var notices: [String] = []
    switch cache.find(key, source: path) {
    case .found(let set): return set
    case .nothing: break
    case .damaged(let file): notices.append("\(file) was damaged: the archive was read again")
    }
    let set = try load(archive, size: size, limits: limits, progress: progress)
    progress(LoadProgress(stage: .caching, images: set.train.count + set.valid.count, files: 1))
    do throws(DataError) {
      try cache.keep(set, key)
    } catch {
      notices.append("the decoded images were not kept, so the next start takes as long: \(error.problem)")
    }
    return set.noting(set.notices + notices)
  }

  private static func load(
    _ source: any EntrySource, size: Int, limits: DataLimits, progress: (LoadProgress) -> Void
  ) throws(DataError) -> DataSet {
    let result = withoutActuallyEscaping(progress) { progress -> Result<ReadSet, DataError> in
      do throws(DataError) {
        var builder = SetBuilder(size: size, limits: limits, progress: progress)
        try source.read(into: &builder)
        return .success(try builder.finish(source.path))
      } catch {
        return .failure(error)
      }
    }
    let set = try result.get()
    for (images, split) in [(set.train, "train"), (set.valid, "test")] where images.count == 0 {
      throw DataError.layout(.noImages(split: split), path: source.path, unread: set.notices)
    }
    return DataSet(
      name: name(source.path, set.classes), source: source.path, classes: set.classes, train: set.train,
      valid: set.valid, notices: set.notices)
  }

  private static func name(_ path: String, _ classes: [String]) -> String {
    if Set(classes) == Set(DataSet.cifar10Classes) || Set(classes) == Set(DataSet.articleClasses) { return "CIFAR-10" }
    if classes == IDXFiles.fashionClasses { return "Fashion-MNIST" }
    let last = path.split(separator: "/").last.map(String.init) ?? path
    return last.split(separator: ".").first.map(String.init) ?? last
  }
}

/// How far the loading of a data set is.
package struct LoadProgress: Sendable, Equatable {
  /// What is being done.
  package enum Stage: String, Sendable { case reading, decoding, caching }
  package let stage: Stage
  /// Images read so far.
  package let images: Int
  /// Files read so far.
  package let files: Int
}
