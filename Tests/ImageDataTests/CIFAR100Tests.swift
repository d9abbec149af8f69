import Testing

@testable import ImageData

/// CIFAR-100 in both of its layouts.
@Suite struct CIFAR100Tests {
  private let folder: TemporaryFolder
  private let set = CIFAR100Writer()

  init() throws { folder = try TemporaryFolder() }

  private func load(_ labels: LabelLevel, _ path: String? = nil) throws -> DataSet {
    var options = ReadOptions()
    options.labels = labels
    return try DataLoader.load(path: path ?? folder.path, options)
  }

  private func failure(_ labels: LabelLevel = .fine) -> DataError? {
    do throws(DataError) {
      var options = ReadOptions()
      options.labels = labels
      _ = try DataLoader.load(path: folder.path, options)
      return nil
    } catch {
      return error
    }
  }

  private func write(_ files: [(path: String, bytes: [UInt8])], without names: String...) throws {
    for file in files where !names.contains(where: file.path.hasSuffix) { try folder.write(file.bytes, file.path) }
  }

  @Test(arguments: CIFAR100Writer.Form.allCases, LabelLevel.allCases)
  func bothLabelsAreRead(form: CIFAR100Writer.Form, level: LabelLevel) throws {
    try write(set.files(form))
    let expected = set.dataSet(level)
    let archive = folder.path + "/archive.tar.gz"
    Archives.write(set.files(form), .tarGz, to: archive)
    for loaded in [try load(level, folder.path + "/" + form.folder), try load(level, archive)] {
      #expect(loaded.train == expected.train)
      #expect(loaded.valid == expected.valid)
      #expect(loaded.classes == expected.classes)
      #expect(loaded.notices == [])
    }
  }

  @Test(arguments: CIFAR100Writer.Form.allCases)
  func withoutTheNamesClassesHaveNumbers(form: CIFAR100Writer.Form) throws {
    try write(set.files(form), without: "fine_label_names.txt", "coarse_label_names.txt", "meta")
    let loaded = try load(.coarse)
    #expect(loaded.classes == (0..<20).map(String.init))
    #expect(loaded.train == set.dataSet(.coarse).train)
    #expect(loaded.notices.count == 1)
    #expect(loaded.notices[0].hasSuffix("is missing: the classes are called by their numbers"))
  }

  @Test(arguments: CIFAR100Writer.Form.allCases) func aMissingSplitIsAnError(form: CIFAR100Writer.Form) throws {
    try write(set.files(form), without: "/" + form.test)
    guard case .layout(.missing(form.test), _, _)? = failure() else {
      Issue.record("\(String(describing: failure()))")
      return
    }
  }

  @Test func aLabelBeyondTheNamesIsAnError() throws {
    try write(set.files(.binary))
    try folder.write("only\none\n", "cifar-100-binary/coarse_label_names.txt")
    let path = "cifar-100-binary/train.bin"
    #expect(failure(.coarse) == .content(.labelOutOfRange(byte: 2 * 3074, label: 2, classes: 2), file: path))
    #expect(failure(.fine) == nil)
  }

  @Test func recordsThatAreCutShortAreAnError() throws {
    try write(set.files(.binary))
    try folder.write([UInt8](repeating: 1, count: 3074 + 3073), "cifar-100-binary/train.bin")
    #expect(failure() == .content(.truncated(bytes: 6147, expected: 6148), file: "cifar-100-binary/train.bin"))
  }

  @Test func otherSetsHaveNoCoarseLabels() throws {
    try write(Fixtures.binary(Fixtures.set()))
    guard case .layout(.oneLevelOfLabels, _, _)? = failure(.coarse) else {
      Issue.record("\(String(describing: failure(.coarse)))")
      return
    }
    var options = ReadOptions()
    options.labels = .coarse
    #expect(throws: DataError.self) {
      try DataLoader.load(.shapes, options, environment: folder.environment())
    }
  }
}
