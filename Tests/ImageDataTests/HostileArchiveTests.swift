import Foundation
import Testing

@testable import ImageData

@Suite struct HostileArchiveTests {
  private let folder: TemporaryFolder
  private let set = Fixtures.set()
  private var path: String { folder.path + "/set.tar.gz" }

  init() throws { folder = try TemporaryFolder() }

  private func failure(limits: DataLimits = DataLimits()) -> DataError? {
    do throws(DataError) {
      _ = try DataLoader.load(path: path, limits: limits)
      return nil
    } catch {
      return error
    }
  }

  @Test func linksAndPathsThatLeadOutsideAreIgnoredAndCounted() throws {
    let items: [Archives.Item] =
      [
        .symbolicLink("cifar-10-batches-bin/data_batch_3.bin", to: "/etc/passwd"),
        .hardLink("cifar-10-batches-bin/data_batch_4.bin", to: "cifar-10-batches-bin/data_batch_1.bin"),
        .file("../data_batch_5.bin", [1, 2, 3]), .file("/etc/data_batch_5.bin", [1]),
      ] + Fixtures.binary(set).map { .file($0.path, $0.bytes) }
    Archives.write(items, .tarGz, to: path)
    let loaded = try DataLoader.load(path: path)
    #expect(loaded.fingerprint == set.fingerprint)
    #expect(
      loaded.notices == [
        "2 links in the archive are not followed, the first: cifar-10-batches-bin/data_batch_3.bin",
        "2 entries are refused, whose path is absolute or leads outside the archive, the first: "
          + "../data_batch_5.bin; unpack it yourself if you trust it",
      ])
  }

  @Test func anArchiveThatUnpacksToFarMoreThanItselfIsABomb() {
    var limits = DataLimits()
    limits.freeBytes = 1 << 20
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    Archives.write((1...8).map { (path: "data_batch_\($0).bin", bytes: zeros) }, .tarGz, to: path)
    guard case .archive(.bomb(_, let reason), path) = failure(limits: limits) else {
      Issue.record("a thousandfold archive was read")
      return
    }
    #expect(reason.contains("unpack to"))
  }

  @Test func anArchiveWithoutEndIsCutOff() {
    var limits = DataLimits()
    limits.totalBytes = 1 << 20
    let zeros = [UInt8](repeating: 0, count: 1 << 19)
    Archives.write((1...8).map { (path: "unknown\($0)", bytes: zeros) }, .tarGz, to: path)
    guard case .archive(.bomb, _) = failure(limits: limits) else {
      Issue.record("more than the limit was read")
      return
    }
  }

  @Test func anEntryBeyondTheLimitIsCutOff() {
    var limits = DataLimits()
    limits.entryBytes = 1000
    Archives.write(Fixtures.binary(set), .tarGz, to: path)
    #expect(
      failure(limits: limits)
        == .archive(
          .bomb(entry: "cifar-10-batches-bin/data_batch_2.bin", reason: "more than 1000 bytes in one entry"), path: path
        ))
  }

  @Test func moreEntriesThanTheLimitAreCutOff() throws {
    var limits = DataLimits()
    limits.entries = 10
    Archives.write(try Fixtures.flat(set), .tarGz, to: path)
    #expect(failure(limits: limits) == .archive(.bomb(entry: "11", reason: "more than 10 entries"), path: path))
  }

  @Test func packedGreyImagesBeyondTheLimitAreCutOff() throws {
    var limits = DataLimits()
    limits.entryBytes = 10_000
    let packed = try Archives.gzip([UInt8](repeating: 0, count: 20_000))
    for name in ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"] { try folder.write(packed, "\(name).gz") }
    #expect(throws: DataError.self) { try DataLoader.load(path: folder.path, limits: limits) }
    #expect(throws: DataError.self) { try GzipStream.unpack(packed, name: "packed", limits: limits) }
  }

  @Test func anArchiveThatEndsInTheMiddleIsNamed() throws {
    Archives.write(try Fixtures.flat(set), .tarGz, to: path)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
    switch failure() {
    case .archive(.damaged, path): break
    case let other: Issue.record("half an archive gives \(String(describing: other))")
    }
  }

  @Test func aFileThatIsNoArchiveIsNotRecognised() throws {
    try folder.write("just some text, and no archive at all", "set.tar.gz")
    #expect(failure() == .archive(.unknown, path: path))
  }

  @Test func picturesBeyondTheLimitAreSkippedWithTheFigure() throws {
    var limits = DataLimits()
    limits.area = 32 * 32
    let files = try Fixtures.flat(Fixtures.set(train: 90, valid: 30))
    let large = try ImageCodec.encodePNG([UInt8](repeating: 9, count: 3 * 33 * 32), width: 33, height: 32)
    Archives.write(files + [("cifar/train/90_ant.png", large)], .tarGz, to: path)
    let loaded = try DataLoader.load(path: path, limits: limits)
    #expect(loaded.train.count == 90)
    #expect(
      loaded.notices == [
        "1 picture too large to decode is not read: cifar/train/90_ant.png (33×32 pixels, and 0.001024 megapixels are "
          + "the most)"
      ])
  }
}
