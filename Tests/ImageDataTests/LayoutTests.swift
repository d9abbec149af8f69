import Testing

@testable import ImageData

@Suite struct LayoutTests {
  private let folder: TemporaryFolder
  private let set = Fixtures.set()

  init() throws { folder = try TemporaryFolder() }

  private func write(_ files: [(path: String, bytes: [UInt8])]) throws {
    for file in files { try folder.write(file.bytes, file.path) }
  }

  @Test func binaryBatchesComeInTheOrderOfTheirNumbers() throws {
    try write(Fixtures.binary(set))
    let loaded = try DataLoader.load(path: folder.path + "/cifar-10-batches-bin")
    #expect(loaded.train == set.train)
    #expect(loaded.valid == set.valid)
    #expect(loaded.classes == set.classes)
    #expect(loaded.fingerprint == set.fingerprint)
    #expect(loaded.notices == [])
  }

  @Test func aFolderAroundTheDataSetIsLookedThrough() throws {
    try write(Fixtures.binary(set))
    #expect(try DataLoader.load(path: folder.path).fingerprint == set.fingerprint)
  }

  @Test func flatNamesComeInTheOrderOfTheirNumbers() throws {
    try write(Fixtures.flat(set))
    try folder.write("ant\nbee\ncow\n", "cifar/labels.txt")
    let loaded = try DataLoader.load(path: folder.path + "/cifar")
    #expect(loaded.train == set.train)
    #expect(loaded.fingerprint == set.fingerprint)
  }

  @Test func classFoldersComeByClassAndThenByPath() throws {
    try write(Fixtures.classFolders(set))
    let loaded = try DataLoader.load(path: folder.path)
    #expect(loaded.train.labels == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2])
    #expect(loaded.train.image(1) == set.train.image(3)[...])
    #expect(loaded.fingerprint == set.fingerprint)
  }

  @Test func imagesAreScaledToTheSizeThatIsAskedFor() throws {
    try write(Fixtures.binary(set))
    let loaded = try DataLoader.load(path: folder.path, size: 16)
    #expect(loaded.size == 16)
    let image = Array(set.train.image(0))
    let mean = (Int(image[0]) + Int(image[1]) + Int(image[32]) + Int(image[33]) + 2) / 4
    #expect(abs(Int(loaded.train.pixels[0]) - mean) <= 1)
  }
}
