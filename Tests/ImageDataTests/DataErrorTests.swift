import Foundation
import Testing

@testable import ImageData

/// Each of the ways in which data can be wrong, by its error: what, where, and what to do.
@Suite struct DataErrorTests {
  private let folder: TemporaryFolder
  private let set = Fixtures.set()

  init() throws { folder = try TemporaryFolder() }

  private func write(_ files: [(path: String, bytes: [UInt8])]) throws {
    for file in files { try folder.write(file.bytes, file.path) }
  }

  private func failure(_ path: String? = nil, limits: DataLimits = DataLimits()) -> DataError? {
    do throws(DataError) {
      _ = try DataLoader.load(path: path ?? folder.path, limits: limits)
      return nil
    } catch {
      return error
    }
  }

  @Test func aTruncatedBatchIsNamedWithTheByteWhereItEnds() throws {
    try write(Fixtures.binary(set))
    try folder.write(Array(Fixtures.records(set.valid).dropLast(100)), "cifar-10-batches-bin/test_batch.bin")
    #expect(
      failure() == .truncated(file: "cifar-10-batches-bin/test_batch.bin", bytes: 6 * 3073 - 100, expected: 6 * 3073))
  }

  @Test func aBatchOfAnotherSizeIsNamed() throws {
    try write(Fixtures.binary(set))
    try folder.write([UInt8](repeating: 0, count: 10_000 * 3073 + 1), "cifar-10-batches-bin/test_batch.bin")
    #expect(
      failure()
        == .wrongSize(
          file: "cifar-10-batches-bin/test_batch.bin", bytes: 10_000 * 3073 + 1, expected: "a multiple of 3073"))
  }

  @Test func anEmptyBatchIsNamed() throws {
    try write(Fixtures.binary(set))
    try folder.write([UInt8](), "cifar-10-batches-bin/data_batch_2.bin")
    #expect(
      failure()
        == .wrongSize(file: "cifar-10-batches-bin/data_batch_2.bin", bytes: 0, expected: "a multiple of 3073"))
  }

  @Test func aLabelAboveTheLastClassIsNamedWithItsByte() throws {
    try write(Fixtures.binary(set).filter { !$0.path.hasSuffix(".txt") })
    var records = Fixtures.records(set.valid)
    records[3 * 3073] = 10
    try folder.write(records, "cifar-10-batches-bin/test_batch.bin")
    #expect(
      failure()
        == .labelOutOfRange(file: "cifar-10-batches-bin/test_batch.bin", byte: 3 * 3073, label: 10, classes: 10))
  }

  @Test func aMissingBatchIsNamed() throws {
    try write(Fixtures.binary(set).filter { !$0.path.hasSuffix("data_batch_1.bin") })
    #expect(failure() == .missing(name: "data_batch_1.bin", path: folder.path))
  }

  @Test func batchesCountFromOneAndComeOnce() throws {
    try write(Fixtures.binary(set))
    try folder.write(Fixtures.records(set.valid), "cifar-10-batches-bin/data_batch_0.bin")
    #expect(failure() == nil)
    try folder.write(Fixtures.records(set.valid), "cifar-10-batches-bin/data_batch_01.bin")
    guard case .several(folder.path, let twice) = failure() else {
      Issue.record("a batch that is there twice was not noticed")
      return
    }
    #expect(Set(twice) == ["cifar-10-batches-bin/data_batch_1.bin", "cifar-10-batches-bin/data_batch_01.bin"])
  }

  @Test func aBrokenPictureAmongManyIsSkippedAndCounted() throws {
    let many = Fixtures.set(train: 90, valid: 30)
    var files = try Fixtures.flat(many)
    let at = try #require(files.firstIndex { $0.path == "cifar/train/7_bee.png" })
    files[at].bytes.removeLast(files[at].bytes.count / 2)
    try write(files)
    let loaded = try DataLoader.load(path: folder.path)
    #expect(loaded.train.count == 89)
    #expect(loaded.notices.count == 1)
    #expect(loaded.notices[0].hasPrefix("1 broken image was skipped, the first: cifar/train/7_bee.png: "))
  }

  @Test func brokenPicturesBeyondOneInAHundredAreAnError() throws {
    var files = try Fixtures.flat(Fixtures.set(train: 90, valid: 30))
    for name in ["cifar/train/7_bee.png", "cifar/test/3_ant.png"] {
      let at = try #require(files.firstIndex { $0.path == name })
      files[at].bytes.removeLast(files[at].bytes.count / 2)
    }
    try write(files)
    guard case .tooManyBroken(2, 120, let first) = failure() else {
      Issue.record("two of 120 are more than one in a hundred")
      return
    }
    #expect(first.hasPrefix("cifar/"))
  }

  @Test func anEmptyClassIsNamed() throws {
    try write(Fixtures.classFolders(set))
    try folder.makeFolder("test/dog")
    try folder.makeFolder("train/dog")
    guard case .emptyClass("dog", _, folder.path) = failure() else {
      Issue.record("the class without images was not noticed")
      return
    }
  }

  @Test func anEmptyClassOfAnArchiveIsNamed() throws {
    let path = folder.path + "/set.tar"
    Archives.write(
      try [.folder("train/dog")] + Fixtures.classFolders(set).map { .file($0.path, $0.bytes) }, .tar, to: path)
    #expect(failure(path) == .emptyClass(name: "dog", split: "train", path: path))
  }

  @Test func classesThatDifferBetweenTrainAndTestAreNamed() throws {
    try write(Fixtures.classFolders(set).filter { !$0.path.hasPrefix("test/ant") })
    try folder.write(Fixtures.png(set.valid, 0), "test/elk/1.png")
    #expect(failure() == .classesDiffer(path: folder.path, onlyTrain: ["ant"], onlyTest: ["elk"]))
  }

  @Test func aSetWithoutTestImagesIsNamed() throws {
    try write(Fixtures.classFolders(set).filter { $0.path.hasPrefix("train") })
    #expect(failure() == .noImages(split: "test", path: folder.path))
  }

  @Test func aFolderOfSomethingElseIsNotRecognised() throws {
    try folder.write("hello", "notes.md")
    #expect(failure() == .notRecognised(path: folder.path, found: "1 files of no known kind, the first: notes.md"))
  }

  @Test func twoSetsInOneFolderAreBothNamed() throws {
    try write(Fixtures.binary(set) + PickleWriter.files(set, PickleWriter.python2))
    #expect(
      failure()
        == .several(path: folder.path, sets: ["cifar-10-batches-bin (binary)", "cifar-10-batches-py (pickle)"]))
  }

  @Test func nothingAtThePathIsNotFound() {
    #expect(failure(folder.path + "/nowhere") == .notFound(path: folder.path + "/nowhere"))
  }

  @Test(.enabled(if: getuid() != 0, "the superuser may read everything"))
  func aFileThatMayNotBeReadIsNamed() throws {
    try write(Fixtures.binary(set))
    let path = folder.path + "/cifar-10-batches-bin/test_batch.bin"
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    #expect(failure() == .noPermission(path: path))
  }

  @Test func everyMessageSaysWhatToDo() {
    let errors: [DataError] = [
      .notFound(path: "a"), .noPermission(path: "a"), .truncated(file: "a", bytes: 1, expected: 2),
      .labelOutOfRange(file: "a", byte: 0, label: 10, classes: 10),
      .forbiddenOpcode(file: "a", byte: 3, opcode: "REDUCE"), .tooManyBroken(broken: 3, images: 9, first: "a"),
      .archiveBomb(path: "a", entry: "b", reason: "c"), .emptyClass(name: "a", split: "train", path: "b"),
      .classesDiffer(path: "a", onlyTrain: ["b"], onlyTest: []), .notInstalled(name: "a", remedy: "Do this"),
    ]
    for error in errors {
      let sentences = error.description.split(separator: ". ")
      #expect(sentences.count >= 2, "\(error)")
      #expect(error.description.hasSuffix("."))
    }
  }
}
