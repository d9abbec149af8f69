import Testing

@testable import ImageData

/// tiny-imagenet: class folders to learn from, and a list of what the other pictures show.
@Suite struct TinyImageNetTests {
  private let folder: TemporaryFolder
  private let set = Fixtures.set()
  private let names = ["hoist", "goldfish", "bird"]

  init() throws { folder = try TemporaryFolder() }

  private func write(without names: String...) throws {
    for file in try TinyImageNetWriter.files(set) where !names.contains(where: file.path.hasSuffix) {
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

  /// Images in whatever order.
  private func sameImages(_ loaded: DataSet, classes: [String]) -> Bool {
    let expected = DataSet(name: "", source: "", classes: classes, train: set.train, valid: set.valid)
    return loaded.fingerprint == expected.fingerprint
  }

  @Test func classesHaveTheirWords() throws {
    try write()
    let loaded = try DataLoader.load(path: folder.path)
    // Two begin with the same word: they have all their words.
    #expect(loaded.classes == ["crane, hoist", "goldfish", "crane, bird"])
    #expect(sameImages(loaded, classes: loaded.classes))
    #expect(loaded.train.labels == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2])
    #expect(
      loaded.notices.contains(
        "tiny-imagenet-200/test with 2 pictures is not labelled like train and left aside, the first: "
          + "tiny-imagenet-200/test/images/test_0.JPEG"))
  }

  @Test func withoutListsClassesAreTheirFoldersInTheOrderOfTheirBytes() throws {
    try write(without: "wnids.txt", "words.txt")
    let loaded = try DataLoader.load(path: folder.path)
    #expect(loaded.classes == ["n01", "n02", "n03"])
    #expect(sameImages(loaded, classes: TinyImageNetWriter.classes))
  }

  @Test func aListThatDoesNotFitIsAnError() throws {
    try write()
    try folder.write("n01\nn02\n", TinyImageNetWriter.root + "wnids.txt")
    guard case .layout(.labelsDoNotFit(_, "it lacks n03"), _, _)? = failure() else {
      Issue.record("\(String(describing: failure()))")
      return
    }
  }

  @Test func aPictureThatIsNotInTheListIsCounted() throws {
    try write()
    let extra = TinyImageNetWriter.root + "val/images/other.JPEG"
    try folder.write(Fixtures.png(set.valid, 0), extra)
    let notices = try DataLoader.load(path: folder.path).notices
    #expect(notices.contains { $0.contains("1 picture") && $0.hasSuffix(extra) })
  }

  @Test func aPictureOfTheListThatIsNotThereIsAnError() throws {
    try write(without: "val_2.JPEG")
    guard case .layout(.missing(TinyImageNetWriter.root + "val/images/val_2.JPEG"), _, _)? = failure() else {
      Issue.record("\(String(describing: failure()))")
      return
    }
  }

  @Test(arguments: ["val_0.JPEG\tn77\t0\n", "val_0.JPEG\n", "val_0.JPEG\tn01\nval_0.JPEG\tn02\n"])
  func aListThatIsNoneIsAnError(text: String) throws {
    try write()
    try folder.write(text, TinyImageNetWriter.root + "val/val_annotations.txt")
    #expect(throws: DataError.self) { try DataLoader.load(path: folder.path) }
  }
}
