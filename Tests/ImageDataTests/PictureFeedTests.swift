import Foundation
import Testing

@testable import ImageData

@Suite struct PictureFeedTests {
  private static let files: [(path: String, bytes: [UInt8])] = [
    ("a.jpg", Pictures.jpeg), ("b/broken.png", Array(Pictures.alphaPNG.prefix(60))), ("b/c.png", Pictures.alphaPNG),
    ("notes.txt", Array("no picture".utf8)), ("old.tif", Array("II*\0".utf8) + [0, 0, 0, 0]),
  ]

  private static func read(_ path: String, size: Int = 16) throws -> (pictures: [NamedPicture], notices: [String]) {
    var pictures: [NamedPicture] = []
    let notices = try PictureFeed(size: size).read(path) { pictures += $0 }
    return (pictures, notices)
  }

  private static func check(_ found: (pictures: [NamedPicture], notices: [String])) throws {
    #expect(found.pictures.map(\.name) == ["a.jpg", "b/broken.png", "b/c.png"])
    #expect(
      try found.pictures[0].pixels.get()
        == ImageCodec.decode(Pictures.jpeg, options: ReadOptions(size: 16), limits: DataLimits()).pixels)
    #expect(throws: ImageCodec.Failure.self) { try found.pictures[1].pixels.get() }
    #expect(found.pictures[2].file == Pictures.alphaPNG)
    #expect(
      found.notices.sorted() == ["1 TIFF picture is not read: old.tif", "1 other file is not read: notes.txt"])
  }

  @Test func aFolderAndItsArchivesHoldTheSamePictures() throws {
    let folder = try TemporaryFolder()
    for (path, bytes) in Self.files {
      try folder.write(bytes, "pictures/" + path)
    }
    try Self.check(Self.read(folder.path + "/pictures"))
    for kind in Archives.Kind.allCases {
      let path = folder.path + "/pictures.\(kind.rawValue)"
      Archives.write(Self.files, kind, to: path)
      try Self.check(Self.read(path))
    }
  }

  @Test func manyPicturesComeInOrder() throws {
    let folder = try TemporaryFolder()
    let files = (0..<700).map { (path: String(format: "%04d.jpg", $0), bytes: Pictures.jpeg) }
    Archives.write(files, .tarGz, to: folder.path + "/many.tar.gz")
    #expect(try Self.read(folder.path + "/many.tar.gz").pictures.map(\.name) == files.map(\.path))
  }

  @Test func aFileThatIsNoPictureIsAPictureThatCannotBeRead() throws {
    let folder = try TemporaryFolder()
    for (name, bytes) in [("a.txt", Array("hello".utf8)), ("b.tif", Array("II*\0".utf8)), ("empty", [])] {
      try folder.write(bytes, name)
      let found = try Self.read(folder.path + "/" + name)
      #expect(found.pictures.count == 1)
      #expect(throws: ImageCodec.Failure.self) { try found.pictures[0].pixels.get() }
    }
    #expect(throws: DataError.access(.notFound, path: folder.path + "/nowhere")) {
      try Self.read(folder.path + "/nowhere")
    }
  }

  @Test func nothingIsHandedOutAfterAnError() throws {
    struct Enough: Error {}
    let folder = try TemporaryFolder()
    let files = (0..<400).map { (path: "\($0).jpg", bytes: Pictures.jpeg) }
    Archives.write(files, .tarGz, to: folder.path + "/many.tar.gz")
    var groups = 0
    #expect(throws: Enough.self) {
      try PictureFeed(size: 16).read(folder.path + "/many.tar.gz") { _ in
        groups += 1
        throw Enough()
      }
    }
    #expect(groups == 1)
  }
}
