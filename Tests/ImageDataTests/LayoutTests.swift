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

  @Test(arguments: [false, true]) func picklesOfBothPythonsAreRead(isPython3: Bool) throws {
    try write(PickleWriter.files(set, isPython3 ? PickleWriter.python3 : PickleWriter.python2))
    let loaded = try DataLoader.load(path: folder.path)
    #expect(loaded.train == set.train)
    #expect(loaded.valid == set.valid)
    #expect(loaded.classes == set.classes)
  }

  enum Layout: CaseIterable { case classes, flat, binary, python2, python3 }

  @Test(arguments: Layout.allCases, Archives.Kind.allCases)
  func anArchiveIsReadLikeTheFolderThatItHolds(layout: Layout, kind: Archives.Kind) throws {
    let files =
      switch layout {
      case .classes: try Fixtures.classFolders(set, root: "cifar10/")
      case .flat: try Fixtures.flat(set)
      case .binary: Fixtures.binary(set)
      case .python2: PickleWriter.files(set, PickleWriter.python2)
      case .python3: PickleWriter.files(set, PickleWriter.python3)
      }
    let junk: [(path: String, bytes: [UInt8])] = [
      ("__MACOSX/cifar/train/._0_ant.png", [1, 2, 3]), (".DS_Store", [0]), ("cifar/train/._1_ant.png", [0]),
    ]
    let path = folder.path + "/archive." + kind.rawValue
    Archives.write(junk + files, kind, to: path)
    try write(junk + files)
    let loaded = try DataLoader.load(path: path)
    let unpacked = try DataLoader.load(path: (folder.path + "/" + (layout == .classes ? "cifar10" : "")))
    #expect(loaded.fingerprint == set.fingerprint)
    #expect(loaded.train == unpacked.train)
    #expect(loaded.valid == unpacked.valid)
    #expect(loaded.notices == ["3 hidden entries are not read, the first: __MACOSX"])
  }

  @Test(arguments: [false, true]) func greyImagesArePaddedAndCopiedToThreeChannels(isPacked: Bool) throws {
    let train = (0..<20 * 784).map { UInt8($0 % 251) }
    let test = (0..<10 * 784).map { UInt8($0 % 241) }
    func file(_ name: String, _ dimensions: [UInt8], _ values: [UInt8]) throws {
      let bytes = [0, 0, 8, UInt8(dimensions.count)] + dimensions.flatMap { [0, 0, 0, $0] } + values
      try folder.write(isPacked ? Archives.gzip(bytes) : bytes, name + (isPacked ? ".gz" : ""))
    }
    try file("train-images-idx3-ubyte", [20, 28, 28], train)
    try file("train-labels-idx1-ubyte", [20], (0..<20).map { $0 % 10 })
    try file("t10k-images-idx3-ubyte", [10, 28, 28], test)
    try file("t10k-labels-idx1-ubyte", [10], (0..<10).map { $0 })
    let loaded = try DataLoader.load(path: folder.path)
    #expect(loaded.classes == (0..<10).map(String.init))
    #expect(loaded.train.count == 20)
    let image = Array(loaded.train.image(3))
    #expect(image[0..<1024] == image[1024..<2048])
    #expect(image[0..<1024] == image[2048..<3072])
    #expect(image[0..<64].allSatisfy { $0 == 0 })
    #expect(Array(image[2 * 32 + 2..<2 * 32 + 30]) == Array(train[3 * 784..<3 * 784 + 28]))
    #expect(image[2 * 32 + 30] == 0)
  }

  @Test func fashionMNISTIsKnownByItsFirstLabels() throws {
    let labels: [UInt8] = [9, 0, 0, 3, 0, 2, 7, 2, 5, 5]
    for prefix in ["train", "t10k"] {
      try folder.write(
        [0, 0, 8, 3, 0, 0, 0, 10, 0, 0, 0, 28, 0, 0, 0, 28] + [UInt8](repeating: 1, count: 7840),
        prefix + "-images-idx3-ubyte")
      try folder.write([0, 0, 8, 1, 0, 0, 0, 10] + labels, prefix + "-labels-idx1-ubyte")
    }
    let loaded = try DataLoader.load(path: folder.path)
    #expect(loaded.name == "Fashion-MNIST")
    #expect(loaded.classes[9] == "Ankle boot")
  }

  @Test func imagesAreScaledToTheSizeThatIsAskedFor() throws {
    try write(Fixtures.binary(set))
    let loaded = try DataLoader.load(path: folder.path, ReadOptions(size: 16))
    #expect(loaded.size == 16)
    let image = Array(set.train.image(0))
    let mean = (Int(image[0]) + Int(image[1]) + Int(image[32]) + Int(image[33]) + 2) / 4
    #expect(abs(Int(loaded.train.pixels[0]) - mean) <= 1)
  }
}
