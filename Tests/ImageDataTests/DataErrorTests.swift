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

  private func problem(_ path: String? = nil) -> LayoutProblem? {
    guard case .layout(let problem, path ?? folder.path, _)? = failure(path) else { return nil }
    return problem
  }

  @Test func aTruncatedBatchIsNamedWithTheByteWhereItEnds() throws {
    try write(Fixtures.binary(set))
    try folder.write(Array(Fixtures.records(set.valid).dropLast(100)), "cifar-10-batches-bin/test_batch.bin")
    #expect(
      failure()
        == .content(
          .truncated(bytes: 6 * 3073 - 100, expected: 6 * 3073), file: "cifar-10-batches-bin/test_batch.bin"))
  }

  @Test func aBatchOfAnotherSizeIsNamed() throws {
    try write(Fixtures.binary(set))
    try folder.write([UInt8](repeating: 0, count: 10_000 * 3073 + 1), "cifar-10-batches-bin/test_batch.bin")
    #expect(
      failure()
        == .content(
          .wrongSize(bytes: 10_000 * 3073 + 1, expected: "a multiple of 3073"),
          file: "cifar-10-batches-bin/test_batch.bin"))
  }

  @Test func anEmptyBatchIsNamed() throws {
    try write(Fixtures.binary(set))
    try folder.write([UInt8](), "cifar-10-batches-bin/data_batch_2.bin")
    #expect(
      failure()
        == .content(
          .wrongSize(bytes: 0, expected: "a multiple of 3073"), file: "cifar-10-batches-bin/data_batch_2.bin"))
  }

  @Test func aLabelAboveTheLastClassIsNamedWithItsByte() throws {
    try write(Fixtures.binary(set).filter { !$0.path.hasSuffix(".txt") })
    var records = Fixtures.records(set.valid)
    records[3 * 3073] = 10
    try folder.write(records, "cifar-10-batches-bin/test_batch.bin")
    #expect(
      failure()
        == .content(
          .labelOutOfRange(byte: 3 * 3073, label: 10, classes: 10), file: "cifar-10-batches-bin/test_batch.bin"))
  }

  @Test func aMissingBatchIsNamed() throws {
    try write(Fixtures.binary(set).filter { !$0.path.hasSuffix("data_batch_1.bin") })
    #expect(problem() == .missing(name: "data_batch_1.bin"))
  }

  @Test func batchesCountFromOneAndComeOnce() throws {
    try write(Fixtures.binary(set))
    try folder.write(Fixtures.records(set.valid), "cifar-10-batches-bin/data_batch_0.bin")
    #expect(
      try DataLoader.load(path: folder.path).notices == [
        "1 other file is not read: cifar-10-batches-bin/data_batch_0.bin"
      ])
    try folder.write(Fixtures.records(set.valid), "cifar-10-batches-bin/data_batch_01.bin")
    guard case .several(let twice) = problem() else {
      Issue.record("a batch that is there twice was not noticed")
      return
    }
    #expect(Set(twice) == ["cifar-10-batches-bin/data_batch_1.bin", "cifar-10-batches-bin/data_batch_01.bin"])
  }

  /// A set of pictures of which some are cut in half.
  private func writeBroken(_ names: [String]) throws {
    var files = try Fixtures.flat(Fixtures.set(train: 90, valid: 30))
    for name in names {
      let at = try #require(files.firstIndex { $0.path == name })
      files[at].bytes.removeLast(files[at].bytes.count / 2)
    }
    try write(files)
  }

  @Test func brokenPicturesUpToATenthAreSkippedAndListed() throws {
    try writeBroken((0..<12).map { "cifar/train/\($0)_\(Fixtures.classes[$0 % 3]).png" })
    let loaded = try DataLoader.load(path: folder.path)
    #expect(loaded.train.count == 78)
    #expect(loaded.notices.count == 1)
    #expect(
      loaded.notices[0].hasPrefix(
        "12 broken pictures are not read: cifar/train/0_ant.png (the file ends in the middle); cifar/train/10_bee.png"))
    #expect(loaded.notices[0].hasSuffix("; and 2 more"))
    #expect(loaded.notices[0].split(separator: ";").count == 11)
  }

  @Test func brokenPicturesBeyondATenthAreAnError() throws {
    try writeBroken((0..<13).map { "cifar/train/\($0)_\(Fixtures.classes[$0 % 3]).png" })
    #expect(problem() == .tooManyBroken(broken: 13, images: 120))
    #expect(failure()?.description.contains("13 broken pictures are not read: cifar/train/0_ant.png") == true)
  }

  @Test func aClassOfWhichEveryPictureIsBrokenIsEmpty() throws {
    let many = Fixtures.set(train: 90, valid: 30)
    for file in try Fixtures.classFolders(many)
    where !file.path.hasPrefix("test/ant") || file.path.hasSuffix("1000.png") {
      let isBroken = file.path == "test/ant/1000.png"
      try folder.write(isBroken ? Array(file.bytes.prefix(50)) : file.bytes, file.path)
    }
    #expect(problem() == .emptyClass(name: "ant", split: "test"))
    #expect(failure()?.description.contains("1 broken picture is not read: test/ant/1000.png") == true)
  }

  @Test func anEmptyClassIsNamed() throws {
    try write(Fixtures.classFolders(set))
    try folder.makeFolder("test/dog")
    try folder.makeFolder("train/dog")
    guard case .emptyClass("dog", _) = problem() else {
      Issue.record("the class without images was not noticed")
      return
    }
  }

  @Test func anEmptyClassOfAnArchiveIsNamed() throws {
    let path = folder.path + "/set.tar"
    Archives.write(
      try [.folder("train/dog")] + Fixtures.classFolders(set).map { .file($0.path, $0.bytes) }, .tar, to: path)
    #expect(problem(path) == .emptyClass(name: "dog", split: "train"))
  }

  @Test func classesThatDifferBetweenTrainAndTestAreNamed() throws {
    try write(Fixtures.classFolders(set).filter { !$0.path.hasPrefix("test/ant") })
    try folder.write(Fixtures.png(set.valid, 0), "test/elk/1.png")
    #expect(problem() == .classesDiffer(onlyTrain: ["ant"], onlyValid: ["elk"], valid: "test"))
  }

  @Test func aSetWithoutTrainingImagesIsNamed() throws {
    try write(Fixtures.classFolders(set).filter { $0.path.hasPrefix("test") })
    #expect(problem() == .noImages(split: "train"))
  }

  @Test func aFolderOfSomethingElseIsNotRecognised() throws {
    try folder.write("hello", "notes.md")
    #expect(
      failure()
        == .layout(
          .notRecognised(found: "nothing of it is part of a set"), path: folder.path,
          unread: ["1 other file is not read: notes.md"]))
  }

  @Test func twoSetsInOneFolderAreBothNamed() throws {
    try write(Fixtures.binary(set) + PickleWriter.files(set, PickleWriter.python2))
    #expect(problem() == .several(["cifar-10-batches-bin (binary)", "cifar-10-batches-py (pickle)"]))
  }

  @Test func nothingAtThePathIsNotFound() {
    #expect(failure(folder.path + "/nowhere") == .access(.notFound, path: folder.path + "/nowhere"))
  }

  @Test(.enabled(if: getuid() != 0, "the superuser may read everything"))
  func aFileThatMayNotBeReadIsNamed() throws {
    try write(Fixtures.binary(set))
    let path = folder.path + "/cifar-10-batches-bin/test_batch.bin"
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    #expect(failure() == .access(.noPermission, path: path))
  }

  @Test func everyMessageSaysWhatToDo() throws {
    let access: [AccessProblem] = [
      .notFound, .noPermission, .notRegular, .unreadable("it burns"), .unwritable("it burns"), .singlePicture,
    ]
    let archive: [ArchiveProblem] = [
      .damaged(format: "zip archive", byte: 1, reason: "r"), .encrypted, .unsupported(format: "RAR archive"), .unknown,
      .noFiles(format: "gzip file"), .empty(format: "7z archive"), .bomb(entry: "e", reason: "r"), .nameless(entry: 3),
    ]
    let layout: [LayoutProblem] = [
      .notRecognised(found: "f"), .several(["a", "b"]), .missing(name: "n"), .noImages(split: "train"),
      .emptyClass(name: "n", split: "train"), .classesDiffer(onlyTrain: ["b"], onlyValid: [], valid: "val"),
      .tooManyClasses(300), .alike("n"), .labelsDoNotFit(file: "labels.txt", reason: "r"),
      .tooManyBroken(broken: 3, images: 9),
    ]
    let content: [ContentProblem] = [
      .truncated(bytes: 1, expected: 2), .wrongSize(bytes: 1, expected: "2"),
      .labelOutOfRange(byte: 0, label: 10, classes: 10), .malformed(byte: 0, reason: "r"),
      .forbiddenOpcode(byte: 3, opcode: "REDUCE"), .tooLarge(what: "9 bytes", limit: "8 bytes"),
    ]
    let errors: [DataError] =
      access.map { .access($0, path: "P") } + archive.map { .archive($0, path: "P") }
      + layout.map { .layout($0, path: "P", unread: []) } + content.map { .content($0, file: "P") }
      + [.notInstalled(name: "P", remedy: "Do this"), .notPackable(reason: "P")]
    for error in errors {
      #expect(error.problem.contains("P"))
      #expect(!error.problem.hasSuffix("."))
      let remedy = try #require(error.remedy)
      #expect(!remedy.hasSuffix("."))
      #expect(error.description == "\(error.problem). \(remedy).")
    }
    #expect(Set(archive.map { $0.text("P") }).count == archive.count)
  }
}
