import Testing

@testable import ImageData

/// The kin of MNIST.
@Suite struct IDXTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func failure() -> DataError? {
    do throws(DataError) {
      _ = try DataLoader.load(path: folder.path)
      return nil
    } catch {
      return error
    }
  }

  private func write(_ files: [(path: String, bytes: [UInt8])]) throws {
    for file in files { try folder.write(file.bytes, file.path) }
  }

  /// QMNIST's labels: eight big-endian numbers of 32 bits a row, the first of them the class.
  private func qmnistLabels(_ labels: [UInt8], highByte: UInt8 = 0) -> [UInt8] {
    let rows = labels.flatMap { label -> [UInt8] in
      [highByte, 0, 0, label] + (1..<8).flatMap { (column: UInt8) in [0, 0, column, label] }
    }
    return [0, 0, 12, 2, 0, 0, 0, UInt8(labels.count), 0, 0, 0, 8] + rows
  }

  private func writeQMNIST(highByte: UInt8 = 0) throws {
    let files = try Fixtures.idx(prefix: "qmnist-", test: "test", isPacked: true)
    try write(files.filter { $0.path.contains("images") })
    for (split, count) in [("train", UInt8(20)), ("test", 10)] {
      let labels = (0..<count).map { $0 % 10 }
      let bytes = qmnistLabels(labels, highByte: split == "test" ? highByte : 0)
      try folder.write(Archives.gzip(bytes), "qmnist-\(split)-labels-idx2-int.gz")
    }
  }

  @Test func theFirstOfQMNISTsEightColumnsIsTheClass() throws {
    try writeQMNIST()
    let loaded = try DataLoader.load(path: folder.path)
    let other = try TemporaryFolder()
    for file in try Fixtures.idx() { try other.write(file.bytes, file.path) }
    #expect(loaded.fingerprint == (try DataLoader.load(path: other.path)).fingerprint)
    #expect(loaded.notices == [])
  }

  @Test func aLabelOfMoreThanAByteIsAnError() throws {
    try writeQMNIST(highByte: 1)
    #expect(
      failure()
        == .content(
          .malformed(byte: 12, reason: "label 0 is none from 0 to 255"), file: "qmnist-test-labels-idx2-int.gz"))
  }

  @Test(arguments: [("emnist-letters-", true), ("kmnist-", false)])
  func emnistIsTurnedUprightAndOthersAreNot(prefix: String, isTurned: Bool) throws {
    try write(Fixtures.idx(prefix: prefix, test: "test", firstLabel: 1, isPacked: true))
    let loaded = try DataLoader.load(path: folder.path)
    #expect(loaded.classes == (1...10).map(String.init))
    #expect(loaded.train.labels[..<3] == [0, 1, 2])
    let image = Array(loaded.train.image(1))
    for (row, column) in [(0, 0), (3, 20), (27, 5)] {
      let stored = isTurned ? 784 + column * 28 + row : 784 + row * 28 + column
      #expect(image[(2 + row) * 32 + 2 + column] == UInt8(stored % 251))
    }
  }

  @Test func oneOfSeveralInAFolderIsNamedByWhatItsFilesBeginWith() throws {
    try write(Fixtures.idx(prefix: "emnist-letters-", test: "test", firstLabel: 1))
    let alone = try DataLoader.load(path: folder.path)
    try write(Fixtures.idx(prefix: "kmnist-", test: "test", firstLabel: 0))
    guard case .layout(.several(["emnist-letters- (idx)", "kmnist- (idx)"]), _, _)? = failure() else {
      Issue.record("\(String(describing: failure()))")
      return
    }
    for name in ["emnist-letters", "emnist-letters-"] {
      let one = try DataLoader.load(path: folder.path + "/" + name)
      #expect(one.fingerprint == alone.fingerprint && one.name == name && one.source == folder.path + "/" + name)
    }
    #expect(throws: DataError.access(.notFound, path: folder.path + "/qmnist")) {
      try DataLoader.load(path: folder.path + "/qmnist")
    }
  }

  @Test func aMappingNamesTheClasses() throws {
    try write(Fixtures.idx(prefix: "emnist-letters-", test: "test", firstLabel: 1))
    let lines = (1...10).map { "\($0) \(64 + $0) \(96 + $0)\n" }
    try folder.write(lines.joined(), "emnist-letters-mapping.txt")
    let loaded = try DataLoader.load(path: folder.path)
    #expect(loaded.classes == ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"])
    #expect(loaded.notices == [])
    try folder.write(lines.dropLast().joined(), "emnist-letters-mapping.txt")
    guard case .layout(.labelsDoNotFit("emnist-letters-mapping.txt", "it lacks label 10"), _, _)? = failure() else {
      Issue.record("\(String(describing: failure()))")
      return
    }
    try folder.write("1 two\n", "emnist-letters-mapping.txt")
    #expect(failure()?.description.contains("a line reads 1 two") == true)
  }
}
