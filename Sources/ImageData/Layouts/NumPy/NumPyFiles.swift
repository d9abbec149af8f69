/// Sets of NumPy arrays, each a file or all in one `.npz`: `train_images.npy` and `train_labels.npy`, as MedMNIST has
/// them, or `x_train.npy` and `y_train.npy`.
enum NumPyFiles: DataLayout {
  static let title = "NumPy"
  static let signs = ["x_train.npy", "train_images.npy"]

  /// What the name of an array says.
  private struct Name: Hashable {
    /// What stands before the two words.
    let prefix: String
    let role: SplitRole
    let isImages: Bool

    init?(_ name: EntryName) {
      let (stem, ending) = name.stemAndExtension
      guard ending == "npy" else { return nil }
      let text = String(decoding: stem, as: UTF8.self).lowercased()
      let words = text.split { $0 == "_" || $0 == "-" }.map(String.init)
      guard let last = words.last, let before = words.dropLast().last else { return nil }
      for (role, kind) in [(before, last), (last, before)] {
        guard let role = SplitRole(EntryName(bytes: Array(role.utf8))), let isImages = Self.isImages(kind) else {
          continue
        }
        self.role = role
        self.isImages = isImages
        prefix = String(text.dropLast(last.count + before.count + 1))
        return
      }
      return nil
    }

    private static func isImages(_ word: String) -> Bool? {
      switch word {
      case "images", "image", "imgs", "data", "x": true
      case "labels", "label", "targets", "y": false
      default: nil
      }
    }
  }

  static func keeps(_ name: EntryName) -> Bool { Name(name) != nil }

  static func unpacks(_ name: EntryName) -> Bool { name.stemAndExtension.extension == "npz" }

  static func candidates(_ listing: Listing) -> [Candidate] {
    var seen: Set<String> = []
    return listing.files.compactMap { file in
      guard let name = file.path.name.flatMap(Name.init) else { return nil }
      let candidate = Candidate(layout: Self.self, root: file.path.folder, prefix: name.prefix)
      return seen.insert(candidate.title).inserted ? candidate : nil
    }
  }

  static func assemble(_ candidate: Candidate, _ listing: inout Listing) throws(DataError) -> ReadSet {
    let files = listing.take { file in
      file.path.folder == candidate.root && file.path.name.flatMap(Name.init)?.prefix == candidate.prefix
    }
    let named = Dictionary(grouping: files) { Name($0.path.name!)! }
    if let twice = named.values.first(where: { $0.count > 1 }) {
      throw listing.error(.several(twice.map(\.path.text).sorted()))
    }
    let roles = Set(named.keys.map(\.role))
    guard roles.contains(.train) else { throw listing.error(.noImages(split: "train")) }
    var splits: [(role: SplitRole, images: StoredImages, labels: [UInt8], file: String)] = []
    for role in SplitRole.allCases where roles.contains(role) {
      func array(isImages: Bool) throws(DataError) -> NumPyArray {
        guard let file = named.first(where: { $0.key.role == role && $0.key.isImages == isImages })?.value[0] else {
          throw listing.error(
            .missing(name: "\(candidate.prefix)\(role.rawValue)_\(isImages ? "images" : "labels").npy"))
        }
        return try NumPyArray(file.bytes, file: file.path.text)
      }
      let (images, labels) = (try array(isImages: true), try array(isImages: false))
      splits.append((role, try images.images(), try labels.labels(), images.file))
      guard images.shape[0] == labels.shape[0] else {
        throw DataError.content(
          .malformed(byte: 8, reason: "\(labels.shape[0]) labels for \(images.shape[0]) images"), file: labels.file)
      }
    }
    let classes = try NumberedClasses(splits.map(\.labels), listing)
    var sets: [SplitRole: ImageSet] = [:]
    for split in splits {
      sets[split.role] = try split.images.images(
        classes.counted(split.labels), listing.options, file: split.file, limits: listing.limits)
    }
    return ReadSet(
      classes: classes.names, train: sets[.train]!, valid: sets[.valid], test: sets[.test],
      notSquare: splits.reduce(0) { $0 + ($1.images.isWhole ? 0 : $1.images.count) })
  }
}
