/// A way to lay a data set out in files. A new one is its file and its place in `DataLayouts.all`.
protocol DataLayout: Sendable {
  /// For messages about several sets in one place.
  static var title: String { get }
  /// Names of which a folder has at least one when it holds such a set.
  static var signs: [String] { get }
  /// Whether a file is part of such a set by its name, and its content kept until the last file has come.
  static func keeps(_ name: EntryName) -> Bool
  /// Whether a file is an archive by its name, whose content is part of such a set as if it were a folder.
  static func unpacks(_ name: EntryName) -> Bool
  /// The sets of this layout, when everything has been met.
  static func candidates(_ listing: Listing) -> [Candidate]
  /// The images of one of them. What it uses it takes out of the listing.
  static func assemble(_ candidate: Candidate, _ listing: inout Listing) throws(DataError) -> ReadSet
}

extension DataLayout {
  static func unpacks(_ name: EntryName) -> Bool { false }
}

/// Where a set of some layout starts.
struct Candidate {
  let layout: any DataLayout.Type
  let root: EntryPath
  /// What the names of its files begin with, where several sets can stand in one folder.
  var prefix = ""
  var evidence = Evidence.certain

  /// How sure it is that this is the set that is meant: of several, the surest are.
  enum Evidence: Int {
    /// Lists that name less than half of the pictures.
    case listOfFew
    /// Folders of pictures, of which only some have the name of a part, or none has.
    case foldersAlone
    case list
    case certain
  }
  /// Whether the pictures in it are this set's, even if their folders look like another's.
  var claimsPictures = false

  /// For people.
  var title: String {
    let start = prefix.isEmpty ? root : root.appending(EntryName(bytes: Array(prefix.utf8)))
    return "\(start.title) (\(layout.title))"
  }
}

/// Everything that was met in a folder or an archive.
struct Listing {
  /// One picture, decoded or not.
  struct Picture {
    let path: EntryPath
    /// The first half of the SHA-256 of its bytes.
    let digest: UInt128
    /// Where its pixels are: the group, and what stands there.
    let outcome: Result<(group: Int, image: DecodeQueue.Decoded), ImageCodec.Failure>
  }

  /// The folder or archive, for messages.
  let path: String
  let limits: DataLimits
  /// How pictures were decoded, and which labels are asked for.
  let options: ReadOptions
  let groups: [DecodeQueue.Group]
  let folders: [EntryPath]
  var pictures: [Picture]
  var files: [Entry]
  var unread: Unread

  /// The reason that `problem` is, with what was not read on the way.
  func error(_ problem: LayoutProblem) -> DataError { .layout(problem, path: path, unread: unread.sentences) }

  /// Takes out the files that `isUsed` and gives them.
  mutating func take(_ isUsed: (Entry) -> Bool) -> [Entry] {
    let taken = files.filter(isUsed)
    files.removeAll(where: isUsed)
    return taken
  }

  /// Pixels a side of the decoded pictures.
  var size: Int { options.size }

  /// The pixels of a decoded picture.
  func pixels(_ group: Int, _ image: DecodeQueue.Decoded) -> ArraySlice<UInt8> {
    let bytes = 3 * size * size
    return groups[group].pixels[image.place * bytes..<(image.place + 1) * bytes]
  }
}

/// The images of one split while they are put together.
struct SplitImages {
  var pixels: [UInt8] = []
  var labels: [UInt8] = []
  /// Empty where many images share a file.
  var files: [ImageFile] = []
  /// Images whose pictures were not square.
  var notSquare = 0
}

/// What a layout's reader found: everything of a data set but its name. The parts are those that the files have.
struct ReadSet {
  var classes: [String]
  var train: ImageSet
  var valid: ImageSet?
  var test: ImageSet?
  var notices: [String] = []
  /// Whether this is the layout that CIFAR-10 is published in, with its classes.
  var isPublishedCIFAR10 = false
  /// Images whose pictures were not square.
  var notSquare = 0
  /// Whether there are labels of both levels.
  var hasCoarseLabels = false
  /// The shares by which it was divided, as far as they apply.
  var split = SplitShares()
  var unread: [UnreadFile] = []
}

extension ReadSet {
  /// Whether it is CIFAR-10: as published, or its classes with 5,000 images of each to train on and 1,000 others. To be
  /// asked before the set is divided.
  var isCIFAR10: Bool {
    guard !isPublishedCIFAR10 else { return true }
    let names = Set(classes)
    guard names == Set(DataSet.cifar10Classes) || names == Set(DataSet.articleClasses) else { return false }
    let others = [valid, test].compactMap { $0?.perClass(10) }.reduce([Int](repeating: 0, count: 10)) {
      zip($0, $1).map { $0 + $1 }
    }
    return train.perClass(10).allSatisfy { $0 == 5000 } && others.allSatisfy { $0 == 1000 }
  }
}
