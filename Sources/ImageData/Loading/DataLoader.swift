import Files
import Foundation

/// Reads a data set from wherever it is.
package enum DataLoader {
  /// The data set that `source` stands for; `auto` falls back to the built-in one, with a notice that says so.
  package static func load(
    _ source: DataSource, _ options: ReadOptions = ReadOptions(), environment: DataEnvironment = .current(),
    limits: DataLimits = DataLimits(),
    progress: (LoadProgress) -> Void = { _ in }
  ) throws(DataError) -> DataSet {
    let places = DataPlaces(environment)
    switch source {
    case .shapes: return try shapes(options)
    case .path(let path):
      return try load(
        path: environment.absolute(path), options, environment: environment, limits: limits, progress: progress)
    case .cifar10:
      guard let path = places.first(places.cifar10) else {
        throw DataError.notInstalled(name: "CIFAR-10", remedy: "Download it with: cifarlab data fetch cifar10")
      }
      return try load(path: path, options, environment: environment, limits: limits, progress: progress)
    case .fashionMNIST:
      guard let path = places.first(places.fashionMNIST) else {
        throw DataError.notInstalled(
          name: "Fashion-MNIST", remedy: "Install it with: sudo apt-get install dataset-fashion-mnist")
      }
      return try load(path: path, options, environment: environment, limits: limits, progress: progress)
    case .auto:
      guard let found = places.automatic else {
        let shapes = try shapes(options)
        return shapes.noting(
          ["no images were found in the usual places: these are the built-in shapes"] + shapes.notices)
      }
      return try load(found, options, environment: environment, limits: limits, progress: progress)
    }
  }

  /// The data set in a folder or an archive of any known layout; a decoded archive is kept in the cache folder.
  private static func load(
    path: String, _ options: ReadOptions, environment: DataEnvironment, limits: DataLimits,
    progress: (LoadProgress) -> Void
  ) throws(DataError) -> DataSet {
    try load(
      path: path, options, cache: environment.usesCache ? DataCache(directory: environment.cacheDirectory) : nil,
      limits: limits, progress: progress)
  }

  static func load(
    path: String, _ options: ReadOptions = ReadOptions(), cache: DataCache? = nil, limits: DataLimits = DataLimits(),
    progress: (LoadProgress) -> Void = { _ in }
  ) throws(DataError) -> DataSet {
    precondition(options.size > 0, "images have at least one pixel a side")
    switch FileKind(of: path) {
    case .folder:
      return try load(FolderSource(path: path, limits: limits), options, limits: limits, progress: progress)
    case .other: throw DataError.access(.notRegular, path: path)
    case .regular: break
    case nil:
      let problem: AccessProblem = errno == EACCES ? .noPermission : .notFound
      guard let one = IDXFiles.oneOfSeveral(path, limits: limits) else { throw DataError.access(problem, path: path) }
      return try load(one, options, layouts: [IDXFiles.self], called: path, limits: limits, progress: progress)
    }
    if ListSource.isList(path) {
      return try load(
        ListSource(path: path, limits: limits), options, layouts: [ListFiles.self], limits: limits, progress: progress)
    }
    let archive = ArchiveSource(file: .path(path), limits: limits)
    guard let cache else { return try load(archive, options, limits: limits, progress: progress) }
    let key = try cache.key(ofFile: path, options)
    var notices: [String] = []
    switch cache.find(key, options, source: path) {
    case .found(let set): return set
    case .nothing: break
    case .damaged(let file): notices.append("\(file) was damaged: the archive was read again")
    }
    let set = try load(archive, options, limits: limits, progress: progress)
    progress(LoadProgress(stage: .caching, images: set.train.count + set.valid.count, files: 1))
    do throws(DataError) {
      try cache.keep(set, key)
    } catch {
      notices.append("the decoded images were not kept, so the next start takes as long: \(error.problem)")
    }
    return set.noting(set.notices + notices)
  }

  private static func load(
    _ source: any EntrySource, _ options: ReadOptions, layouts: [any DataLayout.Type] = DataLayouts.all,
    called path: String? = nil, limits: DataLimits, progress: (LoadProgress) -> Void
  ) throws(DataError) -> DataSet {
    let result = withoutActuallyEscaping(progress) { progress -> Result<ReadSet, DataError> in
      do throws(DataError) {
        var builder = SetBuilder(options, layouts: layouts, limits: limits, progress: progress)
        try source.read(into: &builder)
        return .success(try builder.finish(source.path))
      } catch {
        return .failure(error)
      }
    }
    return try dataSet(try result.get(), path ?? source.path, options)
  }

  /// The built-in set. Its second part is a test where images to validate on are asked for, as with any other.
  private static func shapes(_ options: ReadOptions) throws(DataError) -> DataSet {
    guard options.labels == .fine else {
      throw DataError.layout(.oneLevelOfLabels, path: ShapesSet.name, unread: [])
    }
    let set = ShapesSet.make(size: options.size)
    guard options.split.valid != nil || options.split.test != nil else { return set }
    return try dataSet(
      ReadSet(classes: set.classes, train: set.train, test: set.valid), ShapesSet.name, options)
  }

  /// What was read, divided and scaled.
  private static func dataSet(
    _ read: ReadSet, _ path: String, _ options: ReadOptions
  ) throws(DataError) -> DataSet {
    let set = try read.divided(by: options.split, path: path)
    guard let valid = set.valid else { preconditionFailure("a set that was divided has images to validate on") }
    for (images, split) in [(set.train, "train"), (valid, "validation")] where images.count == 0 {
      throw DataError.layout(.noImages(split: split), path: path, unread: set.notices)
    }
    var made = DataSet(
      name: name(path, read), source: path, classes: set.classes, train: set.train.scaled(to: options.size),
      valid: valid.scaled(to: options.size), test: set.test?.scaled(to: options.size), notices: set.notices,
      split: set.split, isCIFAR10: read.isCIFAR10)
    made.pictures = options.pictures
    made.notSquare = set.notSquare
    made.unread = set.unread
    return made
  }

  private static func name(_ path: String, _ set: ReadSet) -> String {
    if set.isCIFAR10 { return "CIFAR-10" }
    if set.classes == IDXFiles.fashionClasses { return "Fashion-MNIST" }
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
