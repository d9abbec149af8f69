import Foundation
import Testing

@testable import ImageData

@Suite struct DataPackerTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func whatIsPackedReadsBackTheSame() throws {
    let set = Fixtures.set()
    try DataPacker.writeBinary(set, to: folder.path + "/out")
    let loaded = try DataLoader.load(path: folder.path + "/out")
    #expect(loaded.train == set.train)
    #expect(loaded.valid == set.valid)
    #expect(loaded.classes == set.classes)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/out").sorted()
    #expect(files == ["batches.meta.txt", "data_batch_1.bin", "test_batch.bin"])
  }

  @Test func whatTheLayoutCannotHoldIsRefused() {
    let small = ShapesSet.make(size: 16, train: 10, valid: 10)
    #expect(throws: DataError.self) { try DataPacker.writeBinary(small, to: folder.path + "/out") }
    let named = Fixtures.set(classes: ["a\nb", "c", "d"])
    #expect(throws: DataError.self) { try DataPacker.writeBinary(named, to: folder.path + "/out") }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/out"))
  }

  @Test func aFolderWithContentIsLeftAlone() throws {
    try folder.write("mine", "out/data_batch_5.bin")
    #expect(throws: DataError.access(.unwritable("the folder is not empty"), path: folder.path + "/out")) {
      try DataPacker.writeBinary(Fixtures.set(), to: folder.path + "/out")
    }
  }
}
