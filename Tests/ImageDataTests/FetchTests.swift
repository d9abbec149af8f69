import Foundation
import Synchronization
import Testing

@testable import ImageData

@Suite struct FetchTests {
  private let folder: TemporaryFolder
  private let content = (0..<300_000).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 7) }

  init() throws { folder = try TemporaryFolder() }

  private func fetch(_ server: LoopbackServer, bytes: Int? = nil, sha256: String? = nil) -> Fetch {
    Fetch(
      url: server.url, bytes: bytes ?? content.count, sha256: sha256 ?? SHA256.digest(content).hexadecimal,
      target: folder.path + "/cache/file.bin")
  }

  private func failure(_ fetch: Fetch) -> FetchError? {
    do throws(FetchError) {
      _ = try fetch.run()
      return nil
    } catch {
      return error
    }
  }

  private func content(_ path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map { [UInt8]($0) } }

  @Test func aFileIsDownloadedCheckedAndPutInPlace() throws {
    let server = LoopbackServer(content)
    defer { server.stop() }
    let fetch = fetch(server)
    let steps = Mutex<[FetchProgress]>([])
    let path = try fetch.run { step in steps.withLock { $0.append(step) } }
    #expect(content(path) == content)
    #expect(steps.withLock { $0.last } == FetchProgress(received: 300_000, expected: 300_000, resumedFrom: 0))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/cache") == ["file.bin"])
    #expect(try fetch.run() == path)
    #expect(server.requests.count == 1, "what is there and whole is not downloaded again")
  }

  @Test func aConnectionThatBreaksKeepsWhatCameAndTheNextTryGoesOn() throws {
    var behaviour = LoopbackServer.Behaviour()
    behaviour.cutAfter = 100_000
    let broken = LoopbackServer(content, behaviour)
    defer { broken.stop() }
    let first = fetch(broken)
    guard case .network(_, _, 100_000)? = failure(first) else {
      Issue.record("a third of the file was taken for the whole")
      return
    }
    #expect(!FileManager.default.fileExists(atPath: first.target))
    let server = LoopbackServer(content)
    defer { server.stop() }
    let second = fetch(server)
    let resumed = Mutex(0)
    _ = try second.run { step in resumed.withLock { $0 = step.resumedFrom } }
    #expect(server.requests == ["GET /file HTTP/1.1 bytes=100000-"])
    #expect(resumed.withLock { $0 } == 100_000)
    #expect(content(second.target) == content)
  }

  @Test func aServerThatIgnoresTheRangeStartsFromTheBeginning() throws {
    var behaviour = LoopbackServer.Behaviour()
    behaviour.honoursRange = false
    let server = LoopbackServer(content, behaviour)
    defer { server.stop() }
    try folder.write([UInt8](repeating: 1, count: 50_000), "cache/file.bin.part")
    let path = try fetch(server).run()
    #expect(content(path) == content)
  }

  @Test func aWrongChecksumRemovesWhatCame() {
    let server = LoopbackServer(content)
    defer { server.stop() }
    let wrong = fetch(server, sha256: String(repeating: "0", count: 64))
    guard case .wrongChecksum? = failure(wrong) else {
      Issue.record("a wrong file was taken")
      return
    }
    #expect(!FileManager.default.fileExists(atPath: wrong.target))
    #expect(!FileManager.default.fileExists(atPath: wrong.part))
  }

  @Test func aFileOfAnotherSizeIsRefusedBeforeItComes() {
    let server = LoopbackServer(content)
    defer { server.stop() }
    #expect(
      failure(fetch(server, bytes: 299_999)) == .wrongSize(url: server.url, bytes: 300_000, expected: 299_999))
  }

  @Test func aServerThatRefusesIsQuoted() {
    var behaviour = LoopbackServer.Behaviour()
    behaviour.status = 404
    let server = LoopbackServer(content, behaviour)
    defer { server.stop() }
    #expect(failure(fetch(server)) == .refused(url: server.url, status: 404))
  }

  @Test func aServerThatIsNotThereIsANetworkError() {
    let server = LoopbackServer(content)
    let fetch = fetch(server)
    server.stop()
    guard case .network(_, _, 0)? = failure(fetch) else {
      Issue.record("a closed port answered")
      return
    }
  }

  @Test func aDownloadCanBeStoppedAndKeepsWhatCame() {
    var behaviour = LoopbackServer.Behaviour()
    behaviour.stalls = true
    let server = LoopbackServer(content, behaviour)
    defer { server.stop() }
    let fetch = fetch(server)
    let received = Atomic<Int>(0)
    do throws(FetchError) {
      _ = try fetch.run(
        progress: { step in received.store(step.received, ordering: .relaxed) },
        isCancelled: { received.load(ordering: .relaxed) >= 150_000 })
      Issue.record("half a file was taken for the whole")
    } catch {
      #expect(error == .cancelled(received: 150_000))
    }
    #expect(content(fetch.part)?.count == 150_000)
    #expect(!FileManager.default.fileExists(atPath: fetch.target))
  }

  @Test func twoDownloadsOfTheSameFileDoNotMix() throws {
    let server = LoopbackServer(content)
    defer { server.stop() }
    let fetch = fetch(server)
    try folder.makeFolder("cache")
    let other = try PartFile(fetch.part)
    #expect(failure(fetch) == .busy(path: other.path))
  }

  @Test func aTargetThatCannotBeWrittenIsNamed() throws {
    let server = LoopbackServer(content)
    defer { server.stop() }
    try folder.write("a file", "cache")
    guard case .unwritable? = failure(fetch(server)) else {
      Issue.record("a file was taken for a folder")
      return
    }
  }
}
