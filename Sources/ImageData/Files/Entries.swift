/// How much is read before it is no data set of small images any more.
package struct DataLimits: Sendable, Equatable {
  /// Bytes of one entry.
  package var entryBytes = 256 << 20
  /// Entries of one folder or archive.
  package var entries = 2_000_000
  /// Bytes that an archive may unpack to.
  package var totalBytes = 16 << 30
  /// How many times larger than itself an archive may unpack, once beyond `freeBytes`.
  package var ratio = 200
  package var freeBytes = 256 << 20
  /// Pixels a side of one picture.
  package var side = 8_192
  /// Pixels of one picture.
  package var area = 16 << 20
  /// Bytes of all images together, as decoded, and of batch files that are held until the last has come.
  package var decodedBytes = 2 << 30
  /// Instructions of one pickle.
  package var pickleSteps = 4_000_000

  /// Limits that leave room for every known layout.
  package init() {}
}

/// One file of a folder or an archive, by its path within.
struct Entry: Sendable {
  let path: String
  let bytes: [UInt8]
}

/// What was met on the way through a folder or an archive.
struct EntryCounts: Equatable {
  /// Symbolic and hard links and devices: not read.
  var links = 0
  /// Paths that lead out of the archive: not read.
  var outside = 0
}

/// Something that holds files.
protocol EntrySource {
  /// The folder or archive, for messages.
  var path: String { get }
  /// Hands over every file that `receiver` wants, one at a time, in any order.
  func read(into receiver: inout EntryCollector) throws(DataError) -> EntryCounts
}
