import Foundation
import Testing

@testable import ImageData

@Suite struct DataCacheTests {
  private let folder: TemporaryFolder
  private let set = Fixtures.set()
  private let archive: String
  private let cache: DataCache

  init() throws {
    folder = try TemporaryFolder()
    archive = folder.path + "/set.tar.gz"
    cache = DataCache(directory: folder.path + "/cache")
    Archives.write(Fixtures.binary(set), .tarGz, to: archive)
  }

  private func kept() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: cache.directory).map { cache.directory + "/" + $0 }
  }

  private func stages() throws -> (DataSet, [LoadProgress.Stage]) {
    var stages: [LoadProgress.Stage] = []
    let loaded = try DataLoader.load(path: archive, cache: cache) { stages.append($0.stage) }
    return (loaded, stages)
  }

  @Test func theSecondLoadComesFromTheCacheAndIsTheSame() throws {
    let (first, reading) = try stages()
    let (second, none) = try stages()
    #expect(reading.last == .caching)
    #expect(none == [])
    #expect(second.train == first.train)
    #expect(second.valid == first.valid)
    #expect(second.classes == first.classes)
    #expect(second.name == first.name)
    #expect(second.source == archive)
    #expect(second.statistics == first.statistics)
    #expect(second.fingerprint == first.fingerprint)
    #expect(try kept().count == 1)
  }

  @Test func eachSizeIsKeptByItself() throws {
    #expect(try DataLoader.load(path: archive, ReadOptions(size: 16), cache: cache).size == 16)
    #expect(try DataLoader.load(path: archive, ReadOptions(size: 32), cache: cache).size == 32)
    #expect(try DataLoader.load(path: archive, ReadOptions(size: 16), cache: cache).size == 16)
  }

  @Test func anArchiveWithOtherContentIsReadAgain() throws {
    _ = try stages()
    let other = Fixtures.set(seed: 9)
    Archives.write(Fixtures.binary(other), .tarGz, to: archive)
    #expect(try stages().0.fingerprint == other.fingerprint)
  }

  @Test func everyDamageIsNoticedAndRepaired() throws {
    _ = try stages()
    let path = try #require(try kept().first)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    var damages = [5, 18, 30, 60, 300, whole.count / 2, whole.count - 1].map { position in
      var changed = whole
      changed[position] ^= 0x10
      return changed
    }
    damages += [whole.prefix(0), whole.prefix(20), whole.prefix(200), whole.dropLast()]
    for (index, damage) in damages.enumerated() {
      try damage.write(to: URL(fileURLWithPath: path))
      let (loaded, _) = try stages()
      #expect(loaded.fingerprint == set.fingerprint, "damage \(index)")
      #expect(loaded.notices == ["\(path) was damaged: the archive was read again"], "damage \(index)")
      #expect(try stages().1 == [], "damage \(index) was not repaired")
    }
  }

  /// Puts a file of so many bytes into the cache, last touched so many seconds ago.
  private func leave(_ name: String, bytes: Int = 10, secondsAgo: Double) throws -> String {
    let path = try folder.write([UInt8](repeating: 0, count: bytes), "cache/" + name)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -secondsAgo)], ofItemAtPath: path)
    return path
  }

  @Test func whatWasNotUsedForTheLongestTimeGoesBeyondTheLimit() throws {
    var cache = cache
    cache.limit = 150_000
    let unused = try leave("unused.v4.images", bytes: 60_000, secondsAgo: 50)
    let old = try leave("old.v4.images", bytes: 60_000, secondsAgo: 100)
    _ = try DataLoader.load(path: archive, cache: cache)
    #expect(!FileManager.default.fileExists(atPath: old))
    #expect(FileManager.default.fileExists(atPath: unused))
    cache.limit = 1
    _ = try DataLoader.load(path: archive, cache: cache)
    #expect(try kept().count == 1, "the set in use is kept, however small the limit is")
  }

  @Test func aSetThatIsUsedCountsAsNew() throws {
    _ = try DataLoader.load(path: archive, cache: cache)
    let path = try #require(try kept().first)
    let old = Date(timeIntervalSinceNow: -1000)
    try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: path)
    _ = try DataLoader.load(path: archive, cache: cache)
    let date = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    #expect(try #require(date) > old.addingTimeInterval(500))
  }

  @Test func whatKilledProcessesAndEarlierVersionsHaveLeftIsRemoved() throws {
    let gone = [
      try leave("a-32.images", secondsAgo: 0), try leave("a-32.images.7.8.new", secondsAgo: 0),
      try leave(".7-8.part", secondsAgo: 7200),
    ]
    let staying = [
      try leave(".7-9.part", secondsAgo: 60), try leave("cifar-10-binary.tar.gz", secondsAgo: 7200),
      try leave("cifar-10-binary.tar.gz.part", secondsAgo: 7200),
    ]
    _ = try DataLoader.load(path: archive, cache: cache)
    for path in gone { #expect(!FileManager.default.fileExists(atPath: path), "\(path)") }
    for path in staying { #expect(FileManager.default.fileExists(atPath: path), "\(path)") }
  }

  @Test func aCacheThatCannotBeWrittenIsOnlyANotice() throws {
    let blocked = DataCache(directory: try folder.write("a file", "blocked") + "/cache")
    let loaded = try DataLoader.load(path: archive, cache: blocked)
    #expect(loaded.fingerprint == set.fingerprint)
    #expect(loaded.notices.count == 1)
    #expect(loaded.notices[0].hasPrefix("the decoded images were not kept"))
  }
}
