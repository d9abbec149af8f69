import Files
import Foundation
import Testing

@Suite struct CacheCommandTests {
  /// A cache with files of 1,000, 2,000, 3,000 and 4,000 bytes, the first used last, the last one hidden.
  private func cache() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let cache = folder.url.appendingPathComponent("cifarlab")
    try FileManager.default.createDirectory(
      at: cache.appendingPathComponent("inner"), withIntermediateDirectories: true)
    for (index, name) in ["a.images", "inner/b", "c.images", ".d.part"].enumerated() {
      let url = cache.appendingPathComponent(name)
      try Data(count: 1000 * (index + 1)).write(to: url)
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000 - Double(index) * 86_400)], ofItemAtPath: url.path
      )
    }
    return folder
  }

  private func run(_ arguments: String..., in cache: TemporaryFolder) throws -> Lab.Result {
    try Lab.start(["cache"] + arguments, environment: ["XDG_CACHE_HOME": cache.url.path]).wait()
  }

  private func names(_ cache: TemporaryFolder) throws -> [String] {
    let all = FileManager.default.enumerator(atPath: cache.path("cifarlab"))?.allObjects as? [String]
    return try #require(all).filter { $0 != "inner" }.sorted()
  }

  @Test func `lists what is there, the last used first`() throws {
    let cache = try cache()
    let result = try run("--json", in: cache)
    let facts = try #require(try result.objects().first)
    let files = try #require(facts["files"] as? [[String: Any]])
    #expect(result.status == 0 && facts["bytes"] as? Int == 10_000)
    #expect(files.map { $0["file"] as? String } == ["a.images", "inner/b", "c.images", ".d.part"])
    #expect(files.map { $0["bytes"] as? Int } == [1000, 2000, 3000, 4000])
    #expect(try run(in: cache).output.contains("2023-11-14"))
  }

  @Test func `a limit keeps the last used files`() throws {
    let cache = try cache()
    let result = try run("--limit", "3K", "--json", in: cache)
    let facts = try #require(try result.objects().first)
    #expect(result.status == 0 && facts["freed"] as? Int == 7000 && facts["bytes"] as? Int == 3000)
    #expect(try names(cache) == ["a.images", "inner/b"])
  }

  @Test func `clear removes all but what is being written`() throws {
    let cache = try cache()
    let lock = try #require(try FileLock(path: cache.path("cifarlab/.d.part")))
    let result = try run("--clear", in: cache)
    #expect(result.status == 0 && result.errors.contains(".d.part: another process is writing it"))
    #expect(try names(cache) == [".d.part"])
    withExtendedLifetime(lock) {}
    #expect(try run(in: cache).status == 0)
  }

  @Test func `clear leaves no file and no folder`() throws {
    let cache = try cache()
    #expect(try run("--clear", in: cache).status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: cache.path("cifarlab")).isEmpty)
  }

  @Test func `a size that is none, and both options, are wrong use`() throws {
    let cache = try cache()
    for arguments in [["--limit", "much"], ["--limit", "-1"], ["--limit", "nan"], ["--limit", "1G", "--clear"]] {
      let result = try Lab.start(["cache"] + arguments, environment: ["XDG_CACHE_HOME": cache.url.path]).wait()
      #expect(result.status == 2, "\(arguments)")
    }
    #expect(try names(cache).count == 4)
  }
}
