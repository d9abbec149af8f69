import Foundation
import Testing

@testable import ImageData

/// Pictures that a list names.
@Suite struct ListTests {
  private let folder: TemporaryFolder
  private let set = Fixtures.set(train: 90, valid: 30)

  init() throws { folder = try TemporaryFolder() }

  private func load(_ path: String, _ split: SplitShares = SplitShares()) throws -> DataSet {
    try DataLoader.load(path: path.isEmpty ? folder.path : folder.path + "/" + path, ReadOptions(split: split))
  }

  private func failure(_ path: String) -> DataError? {
    do {
      _ = try load(path)
      return nil
    } catch {
      return error as? DataError
    }
  }

  private func isBadLine(_ path: String, _ line: Int) -> Bool {
    guard case .content(.badLine(line, _), _)? = failure(path) else { return false }
    return true
  }

  /// Eight pictures of each of two classes, in one folder.
  private func writePictures(_ root: String) throws {
    for index in 0..<16 { try folder.write(Fixtures.png(set.train, index), "\(root)/\(index).png") }
  }

  /// A line for each of them; those from `held` on are of another part.
  private func rows(_ file: (Int) -> String, held: Int? = nil) -> String {
    (0..<16).map { index in
      let split = held.map { index >= $0 ? ",valid" : ",train" } ?? ""
      return "\(file(index)),\(index % 2 == 0 ? "ant" : "bee")\(split)\n"
    }.joined()
  }

  @Test(arguments: [
    "file,label\n", "\u{feff}File,Label\r\n", "image_id,class\n", "path,target\n", "\"filename\",\"category\"\n",
  ])
  func headersAreKnownByTheirWords(header: String) throws {
    try writePictures("set")
    try folder.write(header + rows { "\($0).png" }, "set/list.csv")
    let loaded = try load("set")
    #expect(loaded.classes == ["ant", "bee"])
    #expect(loaded.train.count + loaded.valid.count == 16)
    #expect(try load("set/list.csv").fingerprint == loaded.fingerprint)
  }

  @Test(arguments: [";", "\t"]) func otherDelimitersAreRead(delimiter: String) throws {
    try writePictures("set")
    try folder.write(
      ("file,label,split\n" + rows({ "\($0).png" }, held: 10)).replacing(",", with: delimiter), "set/list.csv")
    #expect(try load("set/list.csv").valid.count == 6)
  }

  @Test func filesNeedNoExtensionAndMayStandInAFolderBeside() throws {
    try writePictures("set/images")
    try folder.write("id,label,split\n" + rows({ "\($0)" }, held: 10), "set/labels.csv")
    let loaded = try load("set")
    #expect(loaded.train.labels == [0, 1, 0, 1, 0, 1, 0, 1, 0, 1] && loaded.valid.count == 6)
    #expect(loaded.notices == [])
    try folder.write("id,label,split\n" + rows({ "images/\($0)" }, held: 10), "set/labels.csv")
    #expect(try load("set/labels.csv").fingerprint == loaded.fingerprint)
    Archives.write(
      try (0..<16).map { ("set/images/\($0).png", try Fixtures.png(set.train, $0)) } + [
        ("set/labels.csv", Array(("id,label,split\n" + rows({ "\($0)" }, held: 10)).utf8))
      ], .zip, to: folder.path + "/set.zip")
    #expect(try load("set.zip").fingerprint == loaded.fingerprint)
  }

  /// `trainLabels.csv`, `train`, pictures to be guessed in `test`, and an example of what is to be handed in.
  @Test func kaggleListsThePicturesOfOneFolderAndPacksThem() throws {
    let pictures = try (0..<16).map { ("train/\($0).png", try Fixtures.png(set.train, $0)) }
    for (path, bytes) in pictures { try folder.write(bytes, "set/" + path) }
    for index in 0..<9 { try folder.write(Fixtures.png(set.train, 16 + index), "set/test/\(index).png") }
    try folder.write("id,label\n" + rows { "\($0)" }, "set/trainLabels.csv")
    try folder.write("id,label\n" + (0..<9).map { "\($0),ant\n" }.joined(), "set/sampleSubmission.csv")
    let loaded = try load("set")
    #expect(loaded.train.count + loaded.valid.count == 16 && loaded.test == nil)
    #expect(loaded.classes == ["ant", "bee"])
    #expect(loaded.notices.contains { $0.hasPrefix("9 pictures are not in trainLabels.csv") })
    Archives.write(pictures, .sevenZip, to: folder.path + "/set/train.7z")
    #expect(try load("set").fingerprint == loaded.fingerprint)
    try FileManager.default.removeItem(atPath: folder.path + "/set/train")
    #expect(try load("set").fingerprint == loaded.fingerprint)
  }

  @Test func aListMayBeOfEachPart() throws {
    try writePictures("set/images")
    let lines = rows { "\($0).png" }.split(separator: "\n")
    for (name, part) in [("train", lines[0..<8]), ("val", lines[8..<12]), ("test", lines[12...])] {
      try folder.write("file,label\n" + part.joined(separator: "\n"), "set/\(name).csv")
    }
    let loaded = try load("set")
    #expect([loaded.train.count, loaded.valid.count, loaded.test?.count] == [8, 4, 4])
    try folder.write("file,label\n" + lines[6...7].joined(separator: "\n"), "set/test.csv")
    guard case .layout(.listedTwice, _, _)? = failure("set") else {
      Issue.record("a picture was in two parts")
      return
    }
  }

  @Test func quotesKeepCommasQuotesAndLines() throws {
    try folder.write(Fixtures.png(set.train, 0), "set/a, \"b\".png")
    for index in 1..<8 { try folder.write(Fixtures.png(set.train, index), "set/\(index).png") }
    let others = (1..<8).map { "\($0).png,\($0 % 2 == 0 ? "\"x,\ny\"" : "z")\r\n" }.joined()
    try folder.write("file,label\r\n\"a, \"\"b\"\".png\",\"x,\ny\"\r\n\r\n" + others, "set/list.csv")
    let loaded = try load("set/list.csv")
    #expect(loaded.classes == ["x,\ny", "z"])
    #expect(loaded.train.count + loaded.valid.count == 8)
  }

  @Test func numbersAreClassesInTheirOrder() throws {
    for index in 0..<24 { try folder.write(Fixtures.png(set.train, index), "set/\(index).png") }
    try folder.write("file,label\n" + (0..<24).map { "\($0).png,\($0 % 12)\n" }.joined(), "set/list.csv")
    #expect(try load("set").classes == (0..<12).map(String.init))
  }

  @Test(arguments: [
    ("../out.png,ant", 2), ("a/../../out.png,ant", 2), ("0.png", 2), ("0.png,ant,train", 2), ("\"0.png,ant", 2),
    ("\"0\".png,ant", 2), (",ant", 2), ("0.png,ant\n0.png,bee", 3),
  ])
  func aLineThatDoesNotFitIsNamed(line: String, number: Int) throws {
    try folder.write(Fixtures.png(set.train, 20), "out.png")
    try writePictures("set")
    try folder.write("file,label\n\(line)\n" + rows { "\($0).png" }, "set/list.csv")
    #expect(isBadLine("set", number))
    #expect(isBadLine("set/list.csv", number))
  }

  @Test func partsThatAreNoneAndListsThatAreNoneAreNamed() throws {
    try writePictures("set")
    try folder.write("file,label,split\n" + rows { "\($0).png" }.replacing("\n", with: ",extra\n"), "set/list.csv")
    #expect(isBadLine("set", 2))
    try folder.write("age,height\n1,2\n", "set/people.csv")
    #expect(failure("set/people.csv") == .content(.noList, file: "people.csv"))
  }

  @Test func whatIsMissingUnlistedUnlabelledAndSaidAgainIsCounted() throws {
    try writePictures("set")
    for index in 16..<40 { try folder.write(Fixtures.png(set.train, index), "set/\(index).png") }
    let lines = (0..<39).map { "\($0).png,\($0 % 2 == 0 ? "ant" : "bee")\n" }.joined()
    try folder.write("file,label\n\(lines)0.png,ant\ngone.png,ant\n39.png,\n", "set/list.csv")
    let notices = try load("set").notices
    #expect(notices.contains("1 picture of a list is not there: gone.png"))
    #expect(notices.contains("1 line of a list says again what is said before: 0.png"))
    #expect(notices.contains("1 line of a list has no label, in list.csv"))
    #expect(notices.contains("1 picture is not in list.csv and is not read: 39.png"))
    try folder.write("file,label\n" + rows { $0 < 3 ? "gone\($0).png" : "\($0).png" }, "set/list.csv")
    guard case .layout(.listDoesNotFit("list.csv", 3, 16), _, _)? = failure("set/list.csv") else {
      Issue.record("three of sixteen pictures were not missed")
      return
    }
  }

  @Test func aFileOfSeveralExtensionsIsNotGuessed() throws {
    try writePictures("set")
    try folder.write(Fixtures.png(set.train, 30), "set/3.jpg")
    try folder.write("file,label\n" + rows { "\($0)" }, "set/list.csv")
    #expect(isBadLine("set", 5))
  }

  @Test func foldersOfPartsSayMoreThanAListBesideThem() throws {
    for file in try Fixtures.classFolders(set, root: "set/") { try folder.write(file.bytes, file.path) }
    try folder.write("file,label\n" + rows { "train/ant/\(1000 + 3 * $0).png" }, "set/list.csv")
    let loaded = try load("set")
    #expect(loaded.classes == Fixtures.classes && loaded.train.count == 90)
    #expect(loaded.notices == ["1 other file is not read: list.csv"])
  }

  // MARK: A division written down

  @Test func aWrittenDivisionIsReadAgainFromAnywhere() throws {
    let files = try Fixtures.classFolders(set).filter { $0.path.hasPrefix("train/") }
    for file in files { try folder.write(file.bytes, "pets/" + file.path.dropFirst(6)) }
    Archives.write(files.map { ("pets/" + $0.path.dropFirst(6), $0.bytes) }, .zip, to: folder.path + "/pets.zip")
    let shares = SplitShares(valid: 0.3, test: 0.1, seed: 5)
    let divided = try load("pets", shares)
    for (list, isInside) in [("pets.csv", true), ("pets/own.csv", true), ("elsewhere/pets.csv", false)] {
      try folder.makeFolder("elsewhere")
      try ListWriter.write(divided, to: folder.path + "/" + list)
      let text = try String(contentsOfFile: folder.path + "/" + list, encoding: .utf8)
      #expect(text.contains("\n/") != isInside)
      let again = try load(list)
      #expect(again.fingerprint == divided.fingerprint, "\(list)")
      #expect(again.train == divided.train && again.valid == divided.valid && again.test == divided.test)
      try ListWriter.write(again, to: folder.path + "/again.csv")
      #expect(try load("again.csv").fingerprint == divided.fingerprint)
    }
    #expect(try load("pets").fingerprint == divided.fingerprint, "a list in the folder says how it is divided")
    // That of an archive stands where the archive is unpacked.
    try ListWriter.write(try load("pets.zip", shares), to: folder.path + "/unpacked.csv")
    #expect(try load("unpacked.csv").fingerprint == divided.fingerprint)
  }

  @Test func aListDividesLikeTheFolder() throws {
    let files = try Fixtures.classFolders(set).filter { $0.path.hasPrefix("train/") }
    for file in files { try folder.write(file.bytes, "pets/" + file.path.dropFirst(6)) }
    let lines = files.map { "pets/\($0.path.dropFirst(6)),\($0.path.split(separator: "/")[1])\n" }
    try folder.write("file,label\n" + lines.joined(), "list.csv")
    let shares = SplitShares(valid: 0.25, test: 0.1, seed: 2)
    #expect(try load("list.csv", shares).fingerprint == (try load("pets", shares)).fingerprint)
  }

  @Test func imagesWithoutFilesCannotBeListed() throws {
    #expect(throws: DataError.notListable(path: "memory")) {
      try ListWriter.write(set, to: folder.path + "/list.csv")
    }
  }

  @Test func listsHaveALimit() throws {
    try writePictures("set")
    try folder.write("file,label\n" + rows { "\($0).png" }, "set/list.csv")
    var limits = DataLimits()
    limits.entries = 12
    #expect(throws: DataError.self) { try DataLoader.load(path: folder.path + "/set/list.csv", limits: limits) }
  }
}
