/// How much is read before it is no data set of small images any more.
package struct DataLimits: Sendable, Equatable {
  /// Bytes of one entry.
  package var entryBytes = 256 << 20
  /// Entries of one folder or archive.
  package var entries = 2_000_000
  /// Folders that stand in each other.
  package var depth = 32
  /// Bytes that an archive may unpack to.
  package var totalBytes = 16 << 30
  /// How many times larger than itself an archive may unpack, once beyond `freeBytes`.
  package var ratio = 200
  package var freeBytes = 256 << 20
  /// Pixels of one picture: as many as Pillow opens.
  package var area = 178_956_970
  /// Bytes that the decoding of one picture may take.
  package var decodingBytes = 256 << 20
  /// Bytes of all images together, as decoded, and of batch files that are held until the last has come.
  package var decodedBytes = 2 << 30
  /// Instructions of one pickle.
  package var pickleSteps = 4_000_000

  /// Limits that leave room for every known layout.
  package init() {}
}

/// One file of a folder or an archive.
struct Entry: Sendable {
  let path: EntryPath
  let bytes: [UInt8]
}

/// Something that holds files.
protocol EntrySource {
  /// The folder or archive, for messages.
  var path: String { get }
  /// Hands over everything that is met, in any order: each file that `receiver` wants, and what is not read.
  func read(into receiver: inout some EntryReceiver) throws(DataError)
}

/// Whoever wants what a source holds.
protocol EntryReceiver {
  /// Counts what is not read.
  mutating func note(_ kind: UnreadKind, _ path: EntryPath)
  /// Counts an entry whose path, as stored, is none within the archive.
  mutating func noteOutside(_ path: String)
  /// Takes a folder, which may turn out to be a class without images.
  mutating func takeFolder(_ path: EntryPath)
  /// Whether the content of a file with these first bytes is needed; counts it where it is not.
  mutating func wants(_ path: EntryPath, start: [UInt8]) -> Bool
  /// Takes a file that is wanted.
  mutating func take(_ entry: Entry) throws(DataError)
}
