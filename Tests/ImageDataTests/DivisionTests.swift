import Foundation
import Testing

@testable import ImageData

/// Sets that are divided as they are read.
@Suite struct DivisionTests {
  private let folder: TemporaryFolder
  private let set = Fixtures.set(train: 90, valid: 30)

  init() throws { folder = try TemporaryFolder() }

  private func write(_ files: [(path: String, bytes: [UInt8])], _ root: String) throws {
    for file in files { try folder.write(file.bytes, root + "/" + file.path) }
  }

  /// Only the training images, in folders of their classes.
  private func classes() throws -> [(path: String, bytes: [UInt8])] {
    try Fixtures.classFolders(set).filter { $0.path.hasPrefix("train/") }
      .map { (String($0.path.dropFirst(6)), $0.bytes) }
  }

  private func load(_ path: String, valid: Double? = nil, test: Double? = nil, seed: UInt64 = 0) throws -> DataSet {
    try DataLoader.load(
      path: folder.path + "/" + path, ReadOptions(split: SplitShares(valid: valid, test: test, seed: seed)))
  }

  private func problem(_ path: String, valid: Double? = nil, test: Double? = nil) -> LayoutProblem? {
    do {
      _ = try load(path, valid: valid, test: test)
      return nil
    } catch {
      guard case .layout(let problem, _, _)? = error as? DataError else { return nil }
      return problem
    }
  }

  private func pixels(_ images: ImageSet?) -> Set<[UInt8]> {
    Set((0..<(images?.count ?? 0)).map { Array(images!.image($0)) })
  }

  @Test func classesAloneAreDividedWithANotice() throws {
    try write(try classes(), "pets")
    let loaded = try load("pets")
    #expect(loaded.classes == Fixtures.classes)
    #expect(loaded.train.count + loaded.valid.count == 90 && loaded.test == nil)
    #expect(loaded.valid.perClass(3).allSatisfy { (1...15).contains($0) })
    #expect(
      loaded.notices == [
        "of 90 images \(loaded.valid.count) (20 %) to validate on are held out, chosen by what each file holds and split seed 0"
      ])
    #expect(loaded.split == SplitShares(valid: 0.2))
    #expect(loaded.name == "pets")
  }

  @Test func aTrainFolderAloneAndItsContentAreDividedAlike() throws {
    try write(try classes(), "set/train")
    let whole = try load("set")
    #expect(whole.fingerprint == (try load("set/train")).fingerprint)
    try write(try Fixtures.flat(set).filter { $0.path.contains("train") }, "flat")
    #expect(try load("flat/cifar/train").fingerprint == whole.fingerprint)
  }

  @Test func folderArchiveFlatNamesAndOrderGiveTheSameDivision() throws {
    let files = try classes()
    try write(files, "a")
    let first = try load("a", valid: 0.3, test: 0.1, seed: 7)
    for (index, kind) in [Archives.Kind.zip, .tarGz].enumerated() {
      Archives.write(index == 0 ? files : files.reversed(), kind, to: folder.path + "/b.\(kind.rawValue)")
      let loaded = try load("b.\(kind.rawValue)", valid: 0.3, test: 0.1, seed: 7)
      #expect(loaded.fingerprint == first.fingerprint)
      #expect(pixels(loaded.test) == pixels(first.test))
    }
    let renamed = files.enumerated().map {
      ("\(($1.path as NSString).deletingLastPathComponent)/\(97 * $0 % 1000).png", $1.bytes)
    }
    try write(renamed, "c")
    #expect(try load("c", valid: 0.3, test: 0.1, seed: 7).fingerprint == first.fingerprint)
  }

  @Test func theSizeOfTheImagesDoesNotMatter() throws {
    try write(Fixtures.binary(set), "batches")
    func held(_ size: Int) throws -> [[Int]] {
      let loaded = try DataLoader.load(
        path: folder.path + "/batches", ReadOptions(size: size, split: SplitShares(valid: 0.25)))
      return [loaded.train.perClass(3), loaded.valid.perClass(3)]
    }
    #expect(try held(32) == held(16))
  }

  @Test func imagesOfBatchesAreDividedByTheirPixels() throws {
    try write(Fixtures.binary(set), "batches")
    let loaded = try load("batches", valid: 0.2)
    let test = try #require(loaded.test)
    #expect(test == set.valid)
    #expect(loaded.train.count + loaded.valid.count == 90)
    #expect(pixels(loaded.train).isDisjoint(with: pixels(loaded.valid)))
    #expect(try load("batches").valid == set.valid)
    #expect(try load("batches").test == nil)
  }

  @Test func testsAreKeptBesideValidationAndSaidToBe() throws {
    for split in ["train", "valid", "test"] {
      try write(try classes().filter { $0.path.hasSuffix("0.png") }, "set/\(split)")
    }
    let loaded = try load("set")
    #expect([loaded.train.count, loaded.valid.count, loaded.test?.count] == [9, 9, 9])
    #expect(
      loaded.notices == ["9 test images are left aside for the end: only eval --test and data check read them"])
    #expect(problem("set", valid: 0.2) == .dividedAlready(.valid))
    #expect(problem("set", test: 0.2) == .dividedAlready(.test))
  }

  @Test func aTestWithOtherClassesIsAnError() throws {
    for split in ["train", "valid"] { try write(try classes().filter { $0.path.hasSuffix("0.png") }, "set/\(split)") }
    try write(try classes().filter { $0.path.hasPrefix("ant") }, "set/test")
    #expect(problem("set") == .classesDiffer(onlyTrain: ["bee", "cow"], onlyValid: [], valid: "test"))
  }

  @Test func whatCannotBeDividedIsNamed() throws {
    try write(try classes(), "set")
    #expect(problem("set", valid: 0.6, test: 0.4) == .nothingToTrainOn)
    try write(try classes().filter { $0.path == "ant/1000.png" }, "few/train")
    try write(try classes().filter { $0.path.hasPrefix("bee") }, "few/train")
    #expect(problem("few") == .tooFewToDivide(name: "ant", images: 1))
  }

  @Test func aPartWithoutPicturesIsAnError() throws {
    try write(try classes(), "set/train")
    try folder.makeFolder("set/test/ant")
    #expect(problem("set") == .noImages(split: "test"))
  }

  @Test func roleNamesBesideClassesAreClasses() throws {
    for name in ["bus", "car", "train"] {
      try write((0..<5).map { ("\($0).png", try! Fixtures.png(set.train, $0 + 5 * name.count)) }, "street/" + name)
    }
    #expect(try load("street").classes == ["bus", "car", "train"])
    // Not even when the class has folders of its own.
    try write([("steam/1.png", try Fixtures.png(set.train, 60))], "street/train")
    #expect(try load("street").classes == ["bus", "car", "train"])
    for name in ["train", "test"] { try write([("1.png", try Fixtures.png(set.train, 1))], "unlabelled/" + name) }
    guard case .notRecognised = problem("unlabelled") else {
      Issue.record("train and test became two classes")
      return
    }
  }

  @Test func theBuiltInSetIsDividedAsWell() throws {
    let options = ReadOptions(size: 16, split: SplitShares(valid: 0.1))
    let loaded = try DataLoader.load(.shapes, options, environment: folder.environment())
    #expect(loaded.train.count + loaded.valid.count == ShapesSet.trainCount)
    #expect(loaded.test?.count == ShapesSet.validCount)
  }

  @Test func theCacheKeepsEachDivisionWithItsTestAndFiles() throws {
    Archives.write(try classes(), .zip, to: folder.path + "/set.zip")
    let cache = DataCache(directory: folder.path + "/cache")
    let shares = [
      SplitShares(), SplitShares(valid: 0.3), SplitShares(valid: 0.2, test: 0.2), SplitShares(seed: 1),
    ]
    for shares in shares + shares {
      let options = ReadOptions(split: shares)
      let read = try DataLoader.load(path: folder.path + "/set.zip", options)
      let kept = try DataLoader.load(path: folder.path + "/set.zip", options, cache: cache)
      #expect(kept.fingerprint == read.fingerprint && kept.notices == read.notices && kept.split == read.split)
      #expect(kept.test == read.test)
      #expect(kept.train.files == read.train.files && kept.valid.files == read.valid.files)
      #expect(kept.test?.files == read.test?.files && kept.train.files.count == kept.train.count)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: cache.directory).count == shares.count)
  }
}
