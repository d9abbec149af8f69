import Files
import Foundation
import Testing

@testable import ImageData

@Suite struct FileMovesTests {
  /// A set of a folder whose training images have these files, all of class ant.
  private func data(_ folder: TemporaryFolder, _ files: [String]) throws -> DataSet {
    for file in files { try folder.write("x", file) }
    let train = Fixtures.set().train.picking(Array(files.indices))
    let set = ImageSet(
      size: 32, pixels: train.pixels, labels: files.map { _ in 0 },
      files: files.enumerated().map { index, file in
        ImageFile(
          path: EntryPath(archived: Array(file.utf8))!, digest: UInt128(index), sides: PictureSides(width: 8, height: 8)
        )
      })
    return DataSet(
      name: "moves", source: folder.path, classes: Fixtures.classes, train: set, valid: Fixtures.set().valid)
  }

  private func moves(_ data: DataSet, _ labels: [String?]) throws -> FileMoves {
    var overlay = LabelOverlay()
    for (index, label) in labels.enumerated() {
      overlay.set(ImagePlace(part: .train, index: index), to: label, in: data)
    }
    return try FileMoves(overlay, in: data, path: "labels.csv")
  }

  @Test func theFolderOrTheNameThatTellsTheClassIsAnother() throws {
    let folder = try TemporaryFolder()
    let data = try data(folder, ["train/ant/it's 1.png", "train/7_ant.png", "train/ant/2.png", "pictures/3.png"])
    let moves = try moves(data, ["bee", "cow", nil, "bee"])
    #expect(moves.inLists == ["pictures/3.png"])
    try moves.run()
    for file in ["train/bee/it's 1.png", "train/7_cow.png", "pictures/3.png"] {
      #expect(FileKind(of: folder.path + "/" + file) == .regular, "\(file)")
    }
    #expect(FileKind(of: folder.path + ".left-out/train/ant/2.png") == .regular)
    try FileManager.default.removeItem(atPath: folder.path + ".left-out")
    #expect(FileKind(of: folder.path + "/train/ant/2.png") == nil)
  }

  @Test func nothingThatIsThereIsReplaced() throws {
    let folder = try TemporaryFolder()
    let data = try data(folder, ["train/ant/1.png", "other/ant/1.png"])
    try folder.write("bee", "train/bee/1.png")
    try moves(data, ["bee", nil]).run()
    #expect(try String(contentsOfFile: folder.path + "/train/bee/1.png", encoding: .utf8) == "bee")
    #expect(FileKind(of: folder.path + "/train/bee/1-2.png") == .regular)
    try FileManager.default.removeItem(atPath: folder.path + ".left-out")
  }

  @Test func whereThereIsNothingToMoveThatIsSaid() throws {
    var overlay = LabelOverlay()
    overlay.set(ImagePlace(part: .train, index: 0), to: "bee", in: Fixtures.set())
    #expect(throws: FileProblem.self) { try FileMoves(overlay, in: Fixtures.set(), path: "labels.csv") }
  }
}

extension FileMoves {
  /// Does what the commands say.
  fileprivate func run() throws {
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", commands.joined(separator: "\n")]
    try shell.run()
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 0)
  }
}
