import Foundation

/// Takes the files of a folder or an archive in any order, and makes a data set of them.
struct EntryCollector {
  /// A file whose content waits for the others.
  struct Held {
    let path: String
    let role: LayoutNames.Role
    let bytes: [UInt8]
  }

  private enum Layout: String, Hashable { case pictures, binary, pickle, idx }
  private struct Found: Hashable {
    let layout: Layout
    let root: String
  }

  /// The longest list of class names.
  private static let namesBytes = 1 << 18

  private let size: Int
  private let limits: DataLimits
  private let progress: (LoadProgress) -> Void
  private let queue: DecodeQueue
  private var found: Set<Found> = []
  private var held: [Held] = []
  private var heldBytes = 0
  private var names: [String: [String]] = [:]
  private var folders: [String] = []
  private var pictures: [LayoutNames.Role] = []
  private var waiting: [Entry] = []
  private var waitingBytes = 0
  private var groups = 0
  private var others = 0
  private var firstOther = ""

  /// Makes images of `size` pixels a side.
  init(size: Int, limits: DataLimits, progress: @escaping (LoadProgress) -> Void) {
    self.size = size
    self.limits = limits
    self.progress = progress
    queue = DecodeQueue(size: size, limits: limits)
  }

  /// Whether a file's content is needed.
  mutating func wants(_ path: String) -> Bool {
    if LayoutNames.role(path) != nil { return true }
    others += 1
    if others == 1 { firstOther = path }
    return false
  }

  /// Notes a folder, which may turn out to be a class without images.
  mutating func takeFolder(_ path: String) {
    if LayoutNames.classFolder(path) != nil { folders.append(path) }
  }

  /// Takes a file that is wanted.
  mutating func take(_ entry: Entry) throws(DataError) {
    guard let role = LayoutNames.role(entry.path) else { return }
    switch role {
    case .classImage(_, _, let root), .flatImage(_, _, _, let root):
      found.insert(Found(layout: .pictures, root: root))
      try takePicture(entry, role)
    case .names(let root):
      guard entry.bytes.count <= Self.namesBytes else {
        throw DataError.tooLarge(
          entry: entry.path, what: "\(entry.bytes.count) bytes of class names", limit: "\(Self.namesBytes) bytes")
      }
      names[root] = BinaryBatches.names(entry.bytes)
    case .binaryBatch(_, _, let root): try hold(entry, role, Found(layout: .binary, root: root))
    case .pickledBatch(_, _, let root): try hold(entry, role, Found(layout: .pickle, root: root))
    case .pickledNames: try hold(entry, role, nil)
    case .idx(_, _, _, let root): try hold(entry, role, Found(layout: .idx, root: root))
    }
  }

  private mutating func hold(_ entry: Entry, _ role: LayoutNames.Role, _ set: Found?) throws(DataError) {
    heldBytes += entry.bytes.count
    guard heldBytes <= limits.decodedBytes else {
      throw DataError.tooLarge(
        entry: entry.path, what: "with the files before it \(heldBytes) bytes", limit: "\(limits.decodedBytes) bytes")
    }
    if let set { found.insert(set) }
    held.append(Held(path: entry.path, role: role, bytes: entry.bytes))
    progress(LoadProgress(stage: .reading, images: 0, files: held.count))
  }

  private mutating func takePicture(_ entry: Entry, _ role: LayoutNames.Role) throws(DataError) {
    guard (pictures.count + 1) * 3 * size * size <= limits.decodedBytes else {
      throw DataError.tooLarge(
        entry: entry.path, what: "the images before it fill \(limits.decodedBytes) bytes",
        limit: "\(limits.decodedBytes) bytes of images")
    }
    pictures.append(role)
    waiting.append(entry)
    waitingBytes += entry.bytes.count
    if waiting.count == DecodeQueue.groupCount || waitingBytes >= DecodeQueue.groupBytes { flush() }
  }

  private mutating func flush() {
    guard !waiting.isEmpty else { return }
    queue.add(waiting, index: groups)
    groups += 1
    waiting = []
    waitingBytes = 0
    progress(LoadProgress(stage: .decoding, images: pictures.count, files: pictures.count))
  }

  /// The data set, when all files were taken; `path` is for messages.
  mutating func finish(_ path: String) throws(DataError) -> ReadSet {
    flush()
    guard let only = found.first else {
      let what = others == 0 ? "no files" : "\(others) files of no known kind, the first: \(firstOther)"
      throw DataError.notRecognised(path: path, found: what)
    }
    guard found.count == 1 else {
      let sets = found.map { "\($0.root.isEmpty ? "." : $0.root) (\($0.layout.rawValue))" }
      throw DataError.several(path: path, sets: sets.sorted())
    }
    let set =
      switch only.layout {
      case .pictures:
        try PictureFolders(path: path, root: only.root, names: names[only.root], folders: folders)
          .assemble(pictures, queue.finish(), size: size)
      case .binary: try BinaryBatches.assemble(takeHeld(), names: names[only.root], path: path)
      case .pickle: try PickledBatches.assemble(takeHeld(), root: only.root, path: path, limits: limits)
      case .idx: try IDXFiles.assemble(takeHeld(), path: path, limits: limits)
      }
    guard set.train.size != size else { return set }
    return ReadSet(
      classes: set.classes, train: set.train.scaled(to: size), valid: set.valid.scaled(to: size), notices: set.notices)
  }

  private mutating func takeHeld() -> [Held] {
    defer { held = [] }
    return held
  }
}
