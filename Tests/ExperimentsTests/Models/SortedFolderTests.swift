import Files
import Foundation
import ImageData
import RunSamples
import Testing

@testable import Experiments

@Suite struct SortedFolderTests {
  private static func predicted(_ name: String, _ kind: String, _ byte: UInt8 = 1) -> PredictedPicture {
    // Whatever the bytes are: only the name and the class count here.
    PredictedPicture(
      picture: PictureFeed(size: 16).picture([byte], name: name), ranking: .success([.init(name: kind, probability: 1)])
    )
  }

  @Test func nothingIsOverwrittenAndCollisionsAreNumbered() throws {
    try TinyRuns.inFolder { here in
      let root = here.root + "/sorted"
      var folder = try SortedFolder(root)
      let paths = try (1...3).map { try folder.add(Self.predicted("x/a.png", "cat", UInt8($0)), path: nil) }
      #expect(paths == ["", "-2", "-3"].map { "\(root)/cat/a\($0).png" })
      for (path, byte) in zip(paths, [1, 2, 3] as [UInt8]) { #expect(try FileAccess.read(path!, limit: 9) == [byte]) }
    }
  }

  @Test(arguments: [
    ("../../x", "___.._x"), ("/etc", "_etc"), ("..", "__"), (".hidden", "_hidden"), ("a\u{1B}[31m\n", "a_[31m_"),
    ("", "_"), ("Käse", "Käse"),
  ])
  func aClassStaysInTheFolder(_ name: String, _ expected: String) throws {
    try TinyRuns.inFolder { here in
      var folder = try SortedFolder(here.root + "/sorted")
      let path = try folder.add(Self.predicted("../..", name), path: nil)
      #expect(path == "\(here.root)/sorted/\(expected)/__")
      #expect(FileManager.default.fileExists(atPath: try #require(path)))
    }
  }

  @Test func classesWhoseFoldersWouldHaveOneNameStayApart() throws {
    try TinyRuns.inFolder { here in
      var folder = try SortedFolder(here.root)
      let paths = try ["a/b", "a_b", "a/b"].map { try folder.add(Self.predicted("p.png", $0), path: nil) }
      #expect(paths == ["a_b/p.png", "a_b-2/p.png", "a_b/p-2.png"].map { "\(here.root)/\($0)" })
    }
  }

  @Test func aFileOnTheSameDiskIsLinkedAndAPictureWithoutClassLeftOut() throws {
    try TinyRuns.inFolder { here in
      let original = here.root + "/a.png"
      try FileAccess.write([9, 9], to: original)
      var folder = try SortedFolder(here.root + "/sorted")
      let path = try #require(try folder.add(Self.predicted("a.png", "cat"), path: original))
      let facts = try FileManager.default.attributesOfItem(atPath: path)
      #expect(facts[.referenceCount] as? Int == 2)
      let broken = PictureFeed(size: 16).picture([1], name: "b.png")
      let nothing = PredictedPicture(picture: broken, ranking: .failure(.broken("no picture")))
      #expect(try folder.add(nothing, path: nil) == nil)
    }
  }
}
