import Foundation
import Testing

@testable import ImageData

/// Which folder is which split, which name which class.
@Suite struct SplitFolderTests {
  private let folder: TemporaryFolder
  private let set = Fixtures.set()

  init() throws { folder = try TemporaryFolder() }

  private func write(_ names: [String]) throws {
    for (index, name) in names.enumerated() { try folder.write(Fixtures.png(set.train, index % 12), name) }
  }

  /// Two classes of `count` pictures each.
  private func writeClasses(_ split: String, _ count: Int) throws {
    try write(["ant", "bee"].flatMap { name in (0..<count).map { "\(split)/\(name)/\($0).png" } })
  }

  private func counts() throws -> [[Int]] {
    let loaded = try DataLoader.load(path: folder.path)
    return [loaded.train.perClass(2), loaded.valid.perClass(2)]
  }

  private func problem() -> LayoutProblem? {
    do throws(DataError) {
      _ = try DataLoader.load(path: folder.path)
      return nil
    } catch {
      guard case .layout(let problem, _, _) = error else { return nil }
      return problem
    }
  }

  @Test(arguments: [
    ("train", "test"), ("Training_Set", "testing"), ("seg_train", "seg_test"), ("train", "dev"),
    ("train/train", "test/test"), ("a/b/training", "a/b/validation"),
  ])
  func splitsAreKnownByTheirNames(train: String, valid: String) throws {
    try writeClasses(train, 4)
    try writeClasses(valid, 2)
    #expect(try counts() == [[4, 4], [2, 2]])
  }

  @Test func validValidatesAndTestIsLeftAside() throws {
    try writeClasses("train", 4)
    try writeClasses("val", 3)
    try write((0..<5).map { "test/unknown/\($0).png" })
    #expect(try counts() == [[4, 4], [3, 3]])
    #expect(
      try DataLoader.load(path: folder.path).notices == [
        "test with 5 pictures is not labelled like train and left aside, the first: test/unknown/0.png"
      ])
  }

  @Test func twoFoldersOfOneRoleAreAnError() throws {
    try writeClasses("train", 4)
    try writeClasses("val", 2)
    try writeClasses("valid", 2)
    #expect(problem() == .several(["val", "valid"]))
  }

  @Test func aClassMayBeCalledTrain() throws {
    for split in ["train", "test"] { try write(["bus", "train"].flatMap { ["\(split)/\($0)/1.png"] }) }
    #expect(try DataLoader.load(path: folder.path).classes == ["bus", "train"])
    #expect(
      SplitFolders(["bus/1.png", "train/1.png"].map { EntryPath(archived: Array($0.utf8))! }).splits(in: .root) == [:])
  }

  @Test func picturesBesideTheSetAreCounted() throws {
    try writeClasses("set/train", 2)
    try writeClasses("set/valid", 2)
    try write(["logo.png", "set/train/cover.png"])
    let notices = try DataLoader.load(path: folder.path).notices
    #expect(notices == ["2 pictures outside the set's folders are not read, the first: logo.png"])
  }

  @Test func flatNamesNeedANumberAndAClass() throws {
    for split in ["train", "test"] { try write((0..<3).map { "\(split)/great_pyrenees_\($0).png" }) }
    guard case .notRecognised = problem() else {
      Issue.record("numbers became classes")
      return
    }
    for split in ["train", "test"] { try write(["\(split)/0_great_pyrenees.png", "\(split)/1_beagle.png"]) }
    let loaded = try DataLoader.load(path: folder.path)
    #expect(loaded.classes == ["beagle", "great_pyrenees"])
    #expect(loaded.notices.count == 1)
    #expect(loaded.notices[0].hasPrefix("6 pictures have names without the form NUMBER_CLASS and are not read"))
  }

  @Test func labelsDecideWhereTheClassBegins() throws {
    for split in ["train", "test"] {
      try write(["0_a_traffic_light", "1_b_light", "2_traffic_light"].map { "\(split)/\($0).png" })
    }
    try folder.write("traffic_light\nlight\n", "labels.txt")
    let loaded = try DataLoader.load(path: folder.path)
    #expect(loaded.classes == ["traffic_light", "light"])
    #expect(loaded.train.labels == [0, 1, 0])
    try folder.write("traffic_light\nbicycle\n", "labels.txt")
    guard case .labelsDoNotFit("labels.txt", _) = problem() else {
      Issue.record("a name that is no label was read")
      return
    }
  }

  private static let utf16: [[UInt8]] = {
    let units = Array("bee\r\nant".utf16)
    let little = units.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    return [[0xff, 0xfe] + little, [0xfe, 0xff] + big]
  }()
  private static let utf8: [[UInt8]] = ["bee\nant\n", "\u{feff}bee\r\nant\r\n", "bee\rant", " bee \n\n\tant"].map {
    Array($0.utf8)
  }

  @Test(arguments: utf8 + utf16)
  func labelsDecideTheOrderOfTheClasses(list: [UInt8]) throws {
    try writeClasses("train", 2)
    try writeClasses("valid", 2)
    try folder.write(list, "labels.txt")
    let loaded = try DataLoader.load(path: folder.path)
    #expect(loaded.classes == ["bee", "ant"])
    #expect(loaded.notices == [])
  }

  @Test(arguments: ["bee\n", "bee\nant\ncow\n", "bee\nant\nbee\n", "", "Bee\nAnt\n"])
  func labelsThatDoNotFitAreAnError(list: String) throws {
    try writeClasses("train", 2)
    try writeClasses("valid", 2)
    try folder.write(list, "labels.txt")
    guard case .labelsDoNotFit("labels.txt", _) = problem() else {
      Issue.record("\(list) was taken for the classes")
      return
    }
  }

  @Test func aByteOrderMarkIsNoPartOfAName() throws {
    for file in Fixtures.binary(set) where !file.path.hasSuffix(".txt") { try folder.write(file.bytes, file.path) }
    try folder.write("\u{feff}ant\nbee\ncow\n", "cifar-10-batches-bin/batches.meta.txt")
    #expect(try DataLoader.load(path: folder.path).fingerprint == set.fingerprint)
  }

  @Test func labelsThatBeginAtOneAreCountedFromZero() throws {
    for file in try Fixtures.idx(firstLabel: 1) { try folder.write(file.bytes, file.path) }
    let loaded = try DataLoader.load(path: folder.path)
    #expect(loaded.classes == (1...10).map(String.init))
    #expect(loaded.train.perClass(10) == [Int](repeating: 2, count: 10))
    #expect(loaded.train.labels.first == 0)
  }

  @Test func imagesOfEMNISTAreTurnedUpright() throws {
    for file in try Fixtures.idx() { try folder.write(file.bytes, "plain/" + file.path) }
    for file in try Fixtures.idx(prefix: "emnist-letters-", test: "test", isPacked: true) {
      try folder.write(file.bytes, "emnist/" + file.path)
    }
    let plain = Array(try DataLoader.load(path: folder.path + "/plain").train.image(1))
    let turned = Array(try DataLoader.load(path: folder.path + "/emnist").train.image(1))
    #expect(plain != turned)
    for row in 0..<32 {
      for column in 0..<32 { #expect(plain[row * 32 + column] == turned[column * 32 + row]) }
    }
  }
}
