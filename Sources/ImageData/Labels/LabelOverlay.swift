import Files

/// What somebody who has looked at the images says of some of them: another class, or that they are to be left out. It
/// is a file of its own, so that the images' own files stay as they are.
package struct LabelOverlay: Sendable, Equatable {
  /// What is said of one image.
  package struct Entry: Sendable, Equatable {
    /// Of the image's file, or of its pixels where it has none of its own: by this it is found again.
    let digest: UInt128
    /// Which of several with the same digest is meant.
    package let place: ImagePlace
    /// The image's file within the set; empty where it has none.
    package let file: String
    /// The class that the set gives it.
    package let was: String
    /// The class that it has; nil: it is left out.
    package let label: String?
  }

  package private(set) var entries: [Entry]

  /// Nothing is said of any image.
  package init() { entries = [] }

  init(_ entries: [Entry]) { self.entries = entries }

  package subscript(place: ImagePlace) -> Entry? { entries.first { $0.place == place } }

  /// Gives an image of `data`, as that was read, another class; nil leaves it out, its own takes back what was said.
  package mutating func set(_ place: ImagePlace, to label: String?, in data: DataSet) {
    let was = data.className(place)
    takeBack(place)
    guard label != was else { return }
    entries.append(
      Entry(digest: data.digest(place), place: place, file: data.file(place) ?? "", was: was, label: label))
  }

  /// Says nothing of an image any more.
  package mutating func takeBack(_ place: ImagePlace) { entries.removeAll { $0.place == place } }
}

/// A data set with the labels of an overlay.
package struct RelabelledSet: Sendable {
  package let data: DataSet
  /// For each part, the places that its images had before some were left out.
  private let origins: [SplitRole: [Int]]

  /// A set that is as it was read.
  package init(_ data: DataSet) {
    self.data = data
    origins = [:]
  }

  /// The set of `data` with what `overlay` says; `path` is for messages.
  package init(_ data: DataSet, _ overlay: LabelOverlay, path: String) throws(FileProblem) {
    let labels = Dictionary(uniqueKeysWithValues: zip(data.classes, UInt8.min...UInt8.max))
    var said: [ImagePlace: UInt8?] = [:]
    for (entry, place) in try overlay.located(in: data, path: path) {
      if let label = entry.label {
        guard let number = labels[label] else {
          throw FileProblem(
            path: path, reason: "says '\(label)', which is none of the classes of \(data.name)",
            remedy: "name the images that it was made for")
        }
        said.updateValue(number, forKey: place)
      } else {
        said.updateValue(nil, forKey: place)
      }
    }
    var origins: [SplitRole: [Int]] = [:]
    let parts = data.parts.map { role, images in
      let kept = (0..<images.count).filter { index in
        if case .some(.none) = said[ImagePlace(part: role, index: index)] { return false }
        return true
      }
      origins[role] = kept
      let labels = kept.map { (said[ImagePlace(part: role, index: $0)] ?? nil) ?? images.labels[$0] }
      return (role: role, images: images.relabelled(kept, labels))
    }
    for (role, images) in parts where images.count == 0 {
      throw FileProblem(
        path: path, reason: "leaves out all \(role.rawValue) images of \(data.name)",
        remedy: "take some of its rows out")
    }
    self.data = data.replacing(parts)
    self.origins = origins
  }

  /// Where an image stood in the set as it was read.
  package func origin(_ place: ImagePlace) -> ImagePlace {
    ImagePlace(part: place.part, index: origins[place.part]?[place.index] ?? place.index)
  }
}

extension LabelOverlay {
  /// Each entry with the image that it means: of several with its digest the one at its place, or with its name.
  package func located(in data: DataSet, path: String) throws(FileProblem) -> [(entry: Entry, place: ImagePlace)] {
    let candidates = data.places(of: Set(entries.map(\.digest)))
    var found: [(entry: Entry, place: ImagePlace)] = []
    var taken: Set<ImagePlace> = []
    for entry in entries {
      let alike = (candidates[entry.digest] ?? []).filter { !taken.contains($0) }
      let named = entry.file.isEmpty ? nil : alike.first { data.file($0) == entry.file }
      guard let place = alike.contains(entry.place) ? entry.place : named ?? alike.first else {
        let image = entry.file.isEmpty ? "\(entry.place.part.rawValue) image \(entry.place.index)" : entry.file
        throw FileProblem(
          path: path, reason: "speaks of \(image), and \(data.name) at this size has no such image",
          remedy: "name the images and the size that it was made for, or do without it")
      }
      guard [entry.was, entry.label].contains(data.className(place)) else {
        throw FileProblem(
          path: path,
          reason:
            "speaks of \(data.file(place) ?? "\(place.part.rawValue) image \(place.index)") as \(entry.was), and in "
            + "\(data.name) it is \(data.className(place))", remedy: "name the images that it was made for")
      }
      taken.insert(place)
      found.append((entry, place))
    }
    return found
  }
}

extension DataSet {
  /// What an image is told by: the first half of the SHA-256 of its file, or of its pixels where it has none of its own.
  fileprivate func digest(_ place: ImagePlace) -> UInt128 { images(place.part)!.digest(place.index) }

  /// The name of an image's file within the set, where it has one of its own.
  package func file(_ place: ImagePlace) -> String? {
    images(place.part).flatMap { $0.files.isEmpty ? nil : $0.files[place.index].name }
  }

  /// The images that have one of these digests.
  fileprivate func places(of digests: Set<UInt128>) -> [UInt128: [ImagePlace]] {
    guard !digests.isEmpty else { return [:] }
    var places: [UInt128: [ImagePlace]] = [:]
    for (role, images) in parts {
      let all = concurrentParts(images.count, chunk: 500) { range in range.map(images.digest) }.joined()
      for (index, digest) in all.enumerated() where digests.contains(digest) {
        places[digest, default: []].append(ImagePlace(part: role, index: index))
      }
    }
    return places
  }
}

extension ImageSet {
  fileprivate func digest(_ index: Int) -> UInt128 {
    guard files.isEmpty else { return files[index].digest }
    let pixels = image(index)
    return SHA256.half(pixels.span.bytes)
  }

  /// The images at `kept` with other labels.
  fileprivate func relabelled(_ kept: [Int], _ labels: [UInt8]) -> ImageSet {
    let set = kept.count == count ? self : picking(kept)
    return ImageSet(size: size, pixels: set.pixels, labels: labels, files: set.files)
  }
}
