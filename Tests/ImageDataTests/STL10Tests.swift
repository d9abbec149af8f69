import Testing

@testable import ImageData

/// STL-10's binary layout.
@Suite struct STL10Tests {
  private let folder: TemporaryFolder
  private let train = STL10Writer.images(6, seed: 1)
  private let test = STL10Writer.images(3, seed: 2)

  init() throws { folder = try TemporaryFolder() }

  private func write(without names: String...) throws {
    for file in STL10Writer.files(train, test) where !names.contains(where: file.path.hasSuffix) {
      try folder.write(file.bytes, file.path)
    }
  }

  private func failure() -> DataError? {
    do throws(DataError) {
      _ = try DataLoader.load(path: folder.path)
      return nil
    } catch {
      return error
    }
  }

  @Test func columnsBecomeRows() throws {
    try write()
    let loaded = try DataLoader.load(path: folder.path, ReadOptions(size: 96))
    #expect(loaded.train == train)
    #expect(loaded.valid == test)
    #expect(loaded.classes == ["ape", "bat", "cat"])
    #expect(loaded.notSquare == 0)
    #expect(loaded.notices == ["1 other file is not read: stl10_binary/unlabeled_X.bin"])
  }

  @Test func imagesAreScaledFromTheirFullSize() throws {
    try write()
    let loaded = try DataLoader.load(path: folder.path)
    #expect(loaded.train == train.scaled(to: 32))
  }

  /// 2.8 GB in the official archive.
  @Test func theFileWithoutLabelsMayBeOfAnySize() throws {
    let path = folder.path + "/stl10_binary.tar.gz"
    Archives.write(STL10Writer.files(train, test), .tarGz, to: path)
    var limits = DataLimits()
    limits.entryBytes = STL10Writer.unlabeledBytes - 1
    #expect(try DataLoader.load(path: path, ReadOptions(size: 96), limits: limits).train == train)
  }

  @Test func withoutTheNamesTheOfficialOnesAreAssumed() throws {
    try write(without: "class_names.txt")
    let loaded = try DataLoader.load(path: folder.path)
    #expect(loaded.classes.count == 10)
    #expect(loaded.notices.contains("class_names.txt is missing: STL-10's class names are assumed"))
  }

  @Test func aMissingFileIsAnError() throws {
    try write(without: "test_y.bin")
    guard case .layout(.missing("test_y.bin"), _, _)? = failure() else {
      Issue.record("\(String(describing: failure()))")
      return
    }
  }

  @Test(arguments: [UInt8(0), 4]) func aLabelThatNamesNoClassIsAnError(label: UInt8) throws {
    try write()
    try folder.write([1, 2, label], "stl10_binary/test_y.bin")
    #expect(
      failure()
        == .content(
          .malformed(byte: 2, reason: "label \(label), and the classes are 1 … 3"), file: "stl10_binary/test_y.bin"))
  }

  @Test func imagesThatAreCutShortAreAnError() throws {
    try write()
    try folder.write([UInt8](repeating: 0, count: 3 * 27_648 - 1), "stl10_binary/test_X.bin")
    #expect(failure() == .content(.truncated(bytes: 82_943, expected: 82_944), file: "stl10_binary/test_X.bin"))
  }
}
