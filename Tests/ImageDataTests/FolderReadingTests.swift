import Foundation
import Testing

@testable import ImageData

/// Whatever is met in a folder: it is read, or it is counted with its first name.
@Suite struct FolderReadingTests {
  private let folder: TemporaryFolder
  private let set = Fixtures.set()
  private var path: String { folder.path + "/set" }

  init() throws {
    folder = try TemporaryFolder()
    for file in try Fixtures.classFolders(set, root: "set/") { try folder.write(file.bytes, file.path) }
  }

  private func move(_ name: String, to target: String) throws {
    try FileManager.default.moveItem(atPath: path + "/" + name, toPath: folder.path + "/" + target)
  }

  private func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
  }

  @Test func linksToFoldersAndFilesAreFollowed() throws {
    try move("train/ant", to: "ant")
    try link("train/ant", to: folder.path + "/ant")
    try move("test", to: "elsewhere")
    try link("test", to: "../elsewhere")
    try move("train/bee/1001.png", to: "picture")
    try link("train/bee/1001.png", to: folder.path + "/picture")
    let loaded = try DataLoader.load(path: path)
    #expect(loaded.fingerprint == set.fingerprint)
    #expect(loaded.notices == [])
  }

  @Test func oneFolderMayStandInTwoPlacesAndNotInItself() throws {
    try FileManager.default.removeItem(atPath: path + "/test/ant")
    try link("test/ant", to: "../train/ant")
    try link("train/bee/again", to: "../../..")
    let loaded = try DataLoader.load(path: path)
    #expect(loaded.valid.perClass(3) == [4, 2, 2])
    #expect(loaded.train.perClass(3) == [4, 4, 4])
    #expect(loaded.notices.contains("1 link to a folder around it is not followed: train/bee/again/set"))
  }

  @Test func pipesHiddenFilesAndLinksToNothingAreCounted() throws {
    #expect(mkfifo(path + "/train/pipe", 0o600) == 0)
    try link("train/ant/2000.png", to: "nowhere")
    try folder.write("x", "set/.DS_Store")
    try folder.write("x", "set/train/.git/config")
    try folder.write("x", "set/notes.md")
    let loaded = try DataLoader.load(path: path)
    #expect(loaded.fingerprint == set.fingerprint)
    #expect(
      loaded.notices == [
        "1 link leads to nothing: train/ant/2000.png", "1 pipe or device is not read: train/pipe",
        "1 other file is not read: notes.md", "2 hidden entries are not read, the first: .DS_Store",
      ])
  }

  @Test func aPipeByItselfIsRefusedAtOnce() {
    let pipe = folder.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(throws: DataError.access(.notRegular, path: pipe)) { try DataLoader.load(path: pipe) }
    #expect(throws: DataError.access(.notRegular, path: "/dev/null")) { try DataLoader.load(path: "/dev/null") }
  }

  @Test func picturesAreToldByTheirFirstBytes() throws {
    for (index, name) in ["gif", "bmp24", "ppm", "webpLossless"].enumerated() {
      let picture = try #require(PillowPicture.all.first { $0.name == name })
      try folder.write(picture.file, "set/train/ant/\(2000 + index).\(index == 0 ? "jpg" : "dat")")
    }
    let loaded = try DataLoader.load(path: path)
    #expect(loaded.train.perClass(3) == [8, 4, 4])
    #expect(loaded.notices == [])
  }

  @Test func foreignFormatsAreCountedByKindAndPagesCalledPicturesAreBroken() throws {
    let heic = [0, 0, 0, 24] + Array("ftypheic".utf8)
    for number in 0..<3 { try folder.write(heic, "set/train/ant/\(2000 + number).heic") }
    try folder.write(Array("II*\0".utf8), "set/train/bee/2000.png")
    try folder.write("<html>", "set/train/cow/2000.jpg")
    let loaded = try DataLoader.load(path: path)
    #expect(loaded.fingerprint == set.fingerprint)
    #expect(
      loaded.notices == [
        "1 broken picture is not read: train/cow/2000.jpg (no picture of a known format)",
        "3 HEIC pictures are not read, the first: train/ant/2000.heic",
        "1 TIFF picture is not read: train/bee/2000.png",
      ])
  }

  @Test func brokenPicturesComeBeforeFilesThatAreNone() throws {
    try folder.write("notes", "set/train/ant/a.txt")
    try folder.write("hidden", "set/.hidden")
    for number in 0..<2 { try folder.write("<html>", "set/train/cow/\(2000 + number).jpg") }
    let heads = try DataLoader.load(path: path).notices.map { $0.prefix { $0 != "," && $0 != ":" } }
    #expect(
      heads == ["2 broken pictures are not read", "1 other file is not read", "1 hidden entry is not read"])
  }

  @Test func whatIsCountedStandsInTheErrorThatFollowsFromIt() throws {
    try FileManager.default.removeItem(atPath: path + "/test/ant")
    try folder.write(Array("II*\0".utf8), "set/test/ant/1.tif")
    #expect(
      throws: DataError.layout(
        .emptyClass(name: "ant", split: "test"), path: path, unread: ["1 TIFF picture is not read: test/ant/1.tif"])
    ) { try DataLoader.load(path: path) }
  }

  @Test func foldersBeyondTheDepthAreCounted() throws {
    var limits = DataLimits()
    limits.depth = 2
    try folder.write(Fixtures.png(set.train, 0), "set/train/ant/deep/1.png")
    let loaded = try DataLoader.load(path: path, limits: limits)
    #expect(loaded.notices == ["1 folder stands too deep and is not read: train/ant/deep"])
  }
}
