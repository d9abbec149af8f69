import Files

// How people name a run, and give it a name.

extension RunStore {
  /// The word for the newest run.
  package static let newest = "last"
  /// How a run can be named, for the help.
  package static let nameHelp =
    "RUN is \(newest), a folder that 'cifarlab runs' lists, its path, a name that was given, or the beginning of one."

  /// The folder's name, or its path, of the run that `word` means: those themselves, `last`, the name that a run was
  /// given, or a beginning of either that no other run shares.
  package func resolve(_ word: String) throws(RunFolderError) -> String {
    if !word.isEmpty, isFolder(folder(word)) { return word }
    let runs = list()
    if word != Self.newest, isFolder(word), !runs.contains(where: { $0.label.name == word }) { return word }
    return try runs.meant(by: word, in: root).name
  }

  /// Gives a run that nobody writes another label, which stands in its `run.json`.
  package func label(_ name: String, _ label: RunLabel) throws {
    let listing = try find(name)
    // Only a run gets the file of a lock.
    _ = try listing.readDocument()
    guard let lock = try RunFiles.lock(listing.folder) else { throw RunFolderError.inUse(listing.name) }
    try withExtendedLifetime(lock) {
      var document = try find(name).readDocument()
      if let given = label.name, let other = list().first(where: { $0.label.name == given && $0.name != listing.name })
      {
        throw RunFolderError.nameTaken(given, other.name)
      }
      document.label = label.isEmpty ? nil : label
      try FileAccess.write(document.json(), to: listing.folder + "/run.json")
    }
  }
}

extension [RunListing] {
  /// The run of the store at `root`, of which these are all, that a word means.
  package func meant(by word: String, in root: String) throws(RunFolderError) -> RunListing {
    if let same = first(where: { $0.name == word }) { return same }
    if word == RunStore.newest {
      let newest = filter { $0.document != nil }.max {
        ($0.document?.created ?? 0, $0.name) < ($1.document?.created ?? 0, $1.name)
      }
      guard let newest else { throw .empty(root) }
      return newest
    }
    if let named = first(where: { $0.label.name == word }) { return named }
    let beginning = word.lowercased()
    let meant = filter { run in
      [run.name, run.label.name].contains { $0?.lowercased().hasPrefix(beginning) == true }
    }
    guard let first = meant.first, !word.isEmpty else { throw .unknown(word) }
    guard meant.count == 1 else { throw .ambiguous(word, meant.map(\.name)) }
    return first
  }
}

extension RunListing {
  /// What it was called by; empty where it cannot be read.
  package var label: RunLabel { document?.label ?? RunLabel() }
}
