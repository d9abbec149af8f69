import Testing

@testable import ImageData

@Suite struct SetCheckTests {
  @Test func everythingThatIsNotReadIsNamed() throws {
    let folder = try TemporaryFolder()
    let set = Fixtures.set(train: 300, valid: 6)
    for (path, bytes) in try Fixtures.classFolders(set) { try folder.write(bytes, path) }
    for number in 0..<14 {
      try folder.write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], "train/ant/y\(number).png")
    }
    try folder.write("note", "readme.txt")
    try folder.write(Array("P6 40 20 255\n".utf8) + [UInt8](repeating: 9, count: 2400), "train/ant/long.ppm")
    try folder.write(Array("P6 16 16 255\n".utf8) + [UInt8](repeating: 7, count: 768), "train/bee/small.ppm")
    let data = try DataLoader.load(path: folder.path)
    let check = SetCheck(data)
    #expect(check.unread.count { $0.kind == "broken" && $0.reason != nil } == 14)
    let names = Set(check.unread.map(\.path))
    #expect(names.isSuperset(of: (0..<14).map { "train/ant/y\($0).png" }))
    #expect(check.unread.contains { $0.path == "readme.txt" })
    #expect(
      check.oddPictures.map { "\($0.file) \($0.width) \($0.height) \($0.oddity)" } == [
        "train/ant/long.ppm 40 20 small", "train/bee/small.ppm 16 16 small",
      ])
    #expect(!check.isClean && check.classes.isEmpty)
  }

  @Test func classesThatAreTinyOrOutweighedAreNamed() {
    let counts = [600, 100, 119, 120, 19]
    let labels = counts.enumerated().flatMap { [UInt8](repeating: UInt8($0), count: $1) }
    let pixels = labels.indices.flatMap { number in
      (0..<192).map { (place: Int) -> UInt8 in UInt8(truncatingIfNeeded: number &* 31 &+ place &* number) }
    }
    let train = ImageSet(size: 8, pixels: pixels, labels: labels)
    let data = DataSet(
      name: "few", source: "few", classes: ["a", "b", "c", "d", "e"], train: train,
      valid: train.picking([0, 600, 700, 819]))
    let findings = ClassFinding.all(of: data)
    #expect(findings.map(\.name) == ["b", "c", "e"])
    #expect(findings.map(\.problem) == [.outweighed(by: 600), .outweighed(by: 600), .tiny])
  }

  @Test func aPictureIsOddBySizeOrShape() {
    func oddity(_ width: Int, _ height: Int) -> OddPicture.Oddity? {
      let sides = PictureSides(width: width, height: height)
      return OddPicture(ImageFile(path: .root, digest: 0, sides: sides), size: 32)?.oddity
    }
    #expect(oddity(32, 32) == nil && oddity(64, 32) == nil)
    #expect(oddity(31, 40) == .small && oddity(65, 32) == .long)
  }
}
