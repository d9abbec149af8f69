/// Takes what is met in a folder or an archive, in any order, and makes a data set of it. Everything is read, or is an
/// error, or is counted in a notice.
struct SetBuilder: EntryReceiver {
  private let options: ReadOptions
  private let layouts: [any DataLayout.Type]
  private let limits: DataLimits
  private let progress: (LoadProgress) -> Void
  private let queue: DecodeQueue
  private var unread = Unread()
  private var isUnpacking = false
  private var folders: [EntryPath] = []
  private var files: [Entry] = []
  private var fileBytes = 0
  private var pictures: [EntryPath] = []
  private var waiting: [[UInt8]] = []
  private var waitingBytes = 0
  private var groups = 0

  init(
    _ options: ReadOptions, layouts: [any DataLayout.Type] = DataLayouts.all, limits: DataLimits,
    progress: @escaping (LoadProgress) -> Void
  ) {
    self.options = options
    self.layouts = layouts
    self.limits = limits
    self.progress = progress
    queue = DecodeQueue(options, limits: limits)
  }

  mutating func note(_ kind: UnreadKind, _ path: EntryPath) { unread.note(kind, path.text) }

  mutating func noteOutside(_ path: String) { unread.note(.outside, path) }

  mutating func takeFolder(_ path: EntryPath) { folders.append(path) }

  mutating func wants(_ path: EntryPath, start: [UInt8]) -> Bool {
    guard let name = path.name else { return false }
    if Self.keeps(name) || unpacks(name) { return true }
    switch FileFormat(start, name: name) {
    case .picture, .brokenPicture: return true
    case .foreign(let noun): note(.format(noun), path)
    case .other: note(.otherFile, path)
    }
    return false
  }

  private static func keeps(_ name: EntryName) -> Bool {
    ClassNames.keeps(name) || DataLayouts.all.contains { $0.keeps(name) }
  }

  /// Archives within the archives within a folder are not looked into.
  private func unpacks(_ name: EntryName) -> Bool {
    !isUnpacking && DataLayouts.all.contains { $0.unpacks(name) }
  }

  /// Takes what an archive holds as if it were a folder.
  private mutating func unpack(_ entry: Entry) throws(DataError) {
    isUnpacking = true
    defer { isUnpacking = false }
    let source = ArchiveSource(
      file: .bytes(entry.bytes, name: entry.path.text), limits: limits, prefix: entry.path)
    try source.read(into: &self)
  }

  mutating func take(_ entry: Entry) throws(DataError) {
    if let name = entry.path.name, unpacks(name) { return try unpack(entry) }
    guard let name = entry.path.name, Self.keeps(name) else { return try takePicture(entry) }
    fileBytes += entry.bytes.count
    guard fileBytes <= limits.decodedBytes else {
      throw DataError.content(
        .tooLarge(what: "with the files before it \(fileBytes) bytes", limit: "\(limits.decodedBytes) bytes"),
        file: entry.path.text)
    }
    files.append(entry)
    progress(LoadProgress(stage: .reading, images: 0, files: files.count))
  }

  private mutating func takePicture(_ entry: Entry) throws(DataError) {
    guard (pictures.count + 1) * 3 * options.size * options.size <= limits.decodedBytes else {
      throw DataError.content(
        .tooLarge(
          what: "the images before it fill \(limits.decodedBytes) bytes",
          limit: "\(limits.decodedBytes) bytes of images"),
        file: entry.path.text)
    }
    pictures.append(entry.path)
    waiting.append(entry.bytes)
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

  /// The set as its files have it, when everything was met; `path` is for messages.
  mutating func finish(_ path: String) throws(DataError) -> ReadSet {
    flush()
    var listing = makeListing(path)
    var candidates = layouts.flatMap { $0.candidates(listing) }
    let claimed = candidates.filter(\.claimsPictures).map(\.root)
    candidates.removeAll { other in
      !other.claimsPictures && claimed.contains { other.root == $0 || other.root.isInside($0) }
    }
    let surest = candidates.map(\.evidence.rawValue).max()
    candidates.removeAll { $0.evidence.rawValue != surest }
    guard let only = candidates.first else { throw listing.error(.notRecognised(found: Self.found(listing))) }
    guard candidates.count == 1 else { throw listing.error(.several(candidates.map(\.title).sorted())) }
    var set = try only.layout.assemble(only, &listing)
    for file in listing.files { listing.unread.note(.otherFile, file.path.text) }
    for picture in listing.pictures { listing.unread.note(.misplaced, picture.path.text) }
    set.notices += listing.unread.sentences
    set.unread = listing.unread.files
    guard options.labels == .fine || set.hasCoarseLabels else { throw listing.error(.oneLevelOfLabels) }
    try checkSize(set, path)
    return set
  }

  /// Images that are enlarged may fill more memory than their files did.
  private func checkSize(_ set: ReadSet, _ path: String) throws(DataError) {
    let images = [set.train, set.valid, set.test].reduce(0) { $0 + ($1?.count ?? 0) }
    let bytes = images * 3 * options.size * options.size
    guard bytes > limits.decodedBytes else { return }
    throw DataError.content(
      .tooLarge(
        what: "\(images) images of \(options.size)×\(options.size) fill \(bytes) bytes",
        limit: "\(limits.decodedBytes) bytes of images"), file: path)
  }

  /// Of several entries with one path the last counts, as when an archive is unpacked.
  private mutating func makeListing(_ path: String) -> Listing {
    let groups = queue.finish()
    var outcomes = groups.enumerated().flatMap { group, content in
      zip(content.outcomes, content.digests).map { outcome, digest in
        (outcome: outcome.map { (group: group, image: $0) }, digest: digest)
      }
    }
    var last: [EntryPath: Int] = [:]
    for (index, path) in pictures.enumerated() { last[path] = index }
    if last.count < pictures.count {
      for (index, path) in pictures.enumerated() where last[path] != index { note(.replaced, path) }
      outcomes = outcomes.indices.filter { last[pictures[$0]] == $0 }.map { outcomes[$0] }
      pictures = pictures.indices.filter { last[pictures[$0]] == $0 }.map { pictures[$0] }
    }
    var kept: [EntryPath: Int] = [:]
    for (index, file) in files.enumerated() {
      if kept[file.path] != nil { note(.replaced, file.path) }
      kept[file.path] = index
    }
    defer { files = [] }
    return Listing(
      path: path, limits: limits, options: options, groups: groups, folders: folders,
      pictures: zip(pictures, outcomes).map { Listing.Picture(path: $0, digest: $1.digest, outcome: $1.outcome) },
      files: files.enumerated().filter { kept[$1.path] == $0 }.map(\.element), unread: unread)
  }

  /// What there is where no layout was seen.
  private static func found(_ listing: Listing) -> String {
    guard !listing.pictures.isEmpty else {
      return listing.unread.sentences.isEmpty && listing.files.isEmpty
        ? "it is empty" : "nothing of it is part of a set"
    }
    let tops = Set(listing.pictures.map { EntryPath($0.path.folder.parts.prefix(1)).title }).sorted()
    let shown = tops.prefix(6).joined(separator: ", ") + (tops.count > 6 ? ", …" : "")
    return "\(listing.pictures.count) pictures in \(shown), and no two folders of them that could be classes"
  }
}
