import Foundation
import Testing

@testable import ImageData

/// Sets of NumPy arrays.
@Suite struct NumPyTests {
  private let folder: TemporaryFolder
  private let set = Fixtures.set()
  private let numbers = ["0", "1", "2"]

  init() throws { folder = try TemporaryFolder() }

  private func failure(_ path: String? = nil) -> DataError? {
    do throws(DataError) {
      _ = try DataLoader.load(path: path ?? folder.path)
      return nil
    } catch {
      return error
    }
  }

  private func write(_ files: [(path: String, bytes: [UInt8])], in inner: String = "") throws {
    for file in files { try folder.write(file.bytes, inner + file.path) }
  }

  @Test(arguments: [
    ["train_images", "train_labels", "test_images", "test_labels"],
    ["x_train", "y_train", "x_test", "y_test"], ["X_train", "y_train", "X_val", "y_val"],
    ["mine-train-imgs", "mine-train-labels", "mine-test-imgs", "mine-test-labels"],
  ]) func arraysAreKnownByTheirNames(names: [String]) throws {
    try write(zip(names, NumPyWriter.files(set)).map { (path: $0 + ".npy", bytes: $1.bytes) })
    let loaded = try DataLoader.load(path: folder.path)
    #expect(loaded.train == set.train)
    #expect(loaded.valid == set.valid)
    #expect(loaded.classes == numbers)
    #expect(loaded.notices == [])
  }

  @Test(arguments: ["|u1", "|i1", "<u2", ">u2", "<i2", ">i4", "<u4", "<i8", ">i8", ">u8"])
  func labelsAreOfAnyWholeType(elements: String) throws {
    try write(NumPyWriter.files(set))
    try write([("train_labels.npy", NumPyWriter.labels(set.train.labels, elements))])
    #expect(try DataLoader.load(path: folder.path).train == set.train)
  }

  @Test(arguments: [UInt8(1), 2, 3]) func everyVersionOfTheFormatIsRead(version: UInt8) throws {
    try write(NumPyWriter.files(set))
    try write([
      ("train_labels.npy", NumPyWriter.file("|u1", [12, 1], set.train.labels, version: version))
    ])
    #expect(try DataLoader.load(path: folder.path).train == set.train)
  }

  @Test(arguments: [Archives.Kind.zip, .stored]) func oneFileHoldsThemAll(kind: Archives.Kind) throws {
    let path = folder.path + "/set.npz"
    Archives.write(NumPyWriter.files(set), kind, to: path)
    for place in [path, folder.path] {
      let loaded = try DataLoader.load(path: place)
      #expect(loaded.train == set.train)
      #expect(loaded.valid == set.valid)
      #expect(loaded.notices == [])
    }
    let npz = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let archive = folder.path + "/archive.tar.gz"
    Archives.write([(path: "sets/set.npz", bytes: npz)], .tarGz, to: archive)
    #expect(try DataLoader.load(path: archive).train == set.train)
    var damaged = npz
    damaged[npz.count / 3] ^= 0x10
    try folder.write(damaged, "set.npz")
    guard case .archive(.damaged, "set.npz")? = failure() else {
      Issue.record("\(String(describing: failure()))")
      return
    }
  }

  /// Four grey images of 2×3 and their labels, by NumPy 2's `savez_compressed`.
  @Test func whatNumPyWritesIsRead() throws {
    let path = try folder.write(Self.compressed, "grey.npz")
    let loaded = try DataLoader.load(path: path)
    #expect(loaded.name == "grey")
    #expect(loaded.train.labels == [1, 0])
    #expect(loaded.valid.labels == [0, 1])
    let image = Array(loaded.train.image(1))
    // In the middle of 32×32, and the same in all channels.
    for channel in 0..<3 {
      let start = channel * 1024 + 15 * 32 + 14
      #expect(Array(image[start..<start + 3]) == [60, 70, 80])
      #expect(Array(image[start + 32..<start + 35]) == [90, 100, 110])
    }
    #expect(image.count { $0 > 0 } == 18)
  }

  @Test func validValidatesAndTestIsKept() throws {
    let other = Fixtures.set(train: 12, valid: 9, seed: 7)
    try write(NumPyWriter.files(set))
    try write([
      ("val_images.npy", NumPyWriter.images(other.valid)), ("val_labels.npy", NumPyWriter.labels(other.valid.labels)),
    ])
    let loaded = try DataLoader.load(path: folder.path)
    #expect(loaded.valid == other.valid)
    #expect(loaded.test == set.valid)
    #expect(loaded.notices.count == 1)
  }

  @Test func labelsFromOneAreCountedFromZero() throws {
    try write(NumPyWriter.files(set))
    for (split, labels) in [("train", set.train.labels), ("test", set.valid.labels)] {
      try folder.write(NumPyWriter.labels(labels.map { $0 + 1 }), "\(split)_labels.npy")
    }
    let loaded = try DataLoader.load(path: folder.path)
    #expect(loaded.classes == ["1", "2", "3"])
    #expect(loaded.train == set.train)
  }

  @Test func largeImagesKeepTheirSizeAndWideOnesAreFitted() throws {
    let pixels = (0..<2 * 64 * 64).map { UInt8($0 % 253) }
    let wide = (0..<2 * 64 * 80).map { UInt8($0 % 80) }
    for split in ["train", "test"] {
      try folder.write(NumPyWriter.file("|u1", [2, 64, 64], pixels), "square/\(split)_images.npy")
      try folder.write(NumPyWriter.labels([0, 1]), "square/\(split)_labels.npy")
      try folder.write(NumPyWriter.file("|u1", [2, 64, 80, 1], wide), "wide/\(split)_images.npy")
      try folder.write(NumPyWriter.labels([0, 1]), "wide/\(split)_labels.npy")
    }
    let square = try DataLoader.load(path: folder.path + "/square", ReadOptions(size: 64))
    #expect(square.train.image(1).prefix(4096).elementsEqual(pixels[4096...]))
    #expect(square.notSquare == 0)
    let cropped = try DataLoader.load(path: folder.path + "/wide", ReadOptions(size: 64))
    #expect(Array(cropped.train.image(0)[..<64]) == Array(8..<72))
    #expect(cropped.notSquare == 4)
  }

  struct Refused: Sendable, CustomTestStringConvertible {
    let file: String
    let bytes: [UInt8]
    let reason: String
    var testDescription: String { reason }
  }

  static let refused = [
    Refused(
      file: "train_images.npy",
      bytes: NumPyWriter.file("|u1", [2, 2, 2], [0, 0, 0, 0, 0, 0, 0, 0], isColumnsFirst: true),
      reason: "columns first (fortran_order)"),
    Refused(
      file: "train_labels.npy", bytes: NumPyWriter.file("|u1", [12, 14], [UInt8](repeating: 0, count: 168)),
      reason: "it has 14 labels of each image"),
    Refused(
      file: "train_images.npy", bytes: NumPyWriter.file("|u1", [2, 3, 3, 3, 1], [UInt8](repeating: 0, count: 54)),
      reason: "its shape is 2×3×3×3×1"),
    Refused(
      file: "train_images.npy", bytes: NumPyWriter.file("|u1", [2, 5, 5, 5], [UInt8](repeating: 0, count: 250)),
      reason: "no volumes"),
    Refused(
      file: "train_images.npy", bytes: NumPyWriter.file("<f4", [1, 1, 2], [UInt8](repeating: 0, count: 8)),
      reason: "its pixels are 'f4'"),
    Refused(
      file: "train_labels.npy", bytes: NumPyWriter.file("<f8", [1], [UInt8](repeating: 0, count: 8)),
      reason: "its labels are 'f8'"),
    Refused(file: "train_labels.npy", bytes: NumPyWriter.file("<U4", [0], []), reason: "its elements are 'U4'"),
    Refused(
      file: "train_labels.npy", bytes: NumPyWriter.file("<i2", [12], [UInt8](repeating: 255, count: 24)),
      reason: "label 0 is none from 0 to 255"),
    Refused(
      file: "train_labels.npy", bytes: NumPyWriter.file("|i1", [12], [UInt8](repeating: 255, count: 12)),
      reason: "label 0 is below 0"),
    Refused(file: "train_labels.npy", bytes: NumPyWriter.labels([0, 1]), reason: "2 labels for 12 images"),
    Refused(
      file: "train_labels.npy", bytes: NumPyWriter.labels([UInt8](repeating: 0, count: 12)).dropLast(),
      reason: "ends at byte"),
    Refused(
      file: "train_labels.npy", bytes: NumPyWriter.labels([UInt8](repeating: 0, count: 12)) + [0],
      reason: "as its header says"),
  ]

  @Test(arguments: refused) func whatIsNotReadIsToldWithItsReason(_ refused: Refused) throws {
    try write(NumPyWriter.files(set))
    try folder.write(refused.bytes, refused.file)
    let text = failure()?.description ?? ""
    #expect(text.contains(refused.reason), "\(text)")
    #expect(text.hasPrefix(refused.file))
  }

  @Test(arguments: [
    "{'descr': '|u1', 'fortran_order': False, 'shape': (12,)", "__import__('os').system('true')",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (12,), 'shape': (3,), }",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (-12,), }", "{'descr': '|u1', 'shape': (12,), }",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999, 99999999999), }", "{}",
    "{'descr': [('a', '|u1')], 'fortran_order': False, 'shape': (12,), }",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (12,), } + 1",
  ]) func aHeaderThatIsNoneIsAnError(header: String) throws {
    let bytes = NumPyWriter.file(header: header, set.train.labels)
    #expect(throws: DataError.self) { try NumPyArray(bytes, file: "labels.npy") }
  }

  @Test func aMissingArrayIsAnError() throws {
    try write(Array(NumPyWriter.files(set).dropLast()))
    guard case .layout(.missing("test_labels.npy"), _, _)? = failure() else {
      Issue.record("\(String(describing: failure()))")
      return
    }
  }

  @Test func aPictureSetBesideAnArrayIsStillOne() throws {
    try write(Fixtures.classFolders(set))
    try folder.write(NumPyWriter.labels([1, 2]), "features.npy")
    #expect(try DataLoader.load(path: folder.path).notices == ["1 NumPy array is not read: features.npy"])
  }

  private static let compressed = PillowPicture.bytes(
    """
    UEsDBC0AAAAIAAAAIQClLBBR//////////8QABQAdHJhaW5faW1hZ2VzLm5weQEAEACMAAAAAAAAAFQAAAAAAAAAm+wX6hsQychQxlCtnpJanFyk
    bqWgXlNqqK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjoKQGSsqaNQq0Ae4GLgEpHTMLJxC4hKyQMAUEsDBC0AAAAIAAAAIQCJbqW6
    //////////8QABQAdHJhaW5fbGFiZWxzLm5weQEAEACQAAAAAAAAAEoAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNpoa6joJ6WX1RSlJgX
    n1+UkgoSd0vMKU4FihdnJBakAvkaRjoKhpo6CrUKZAMuRgZUAABQSwMELQAAAAgAAAAhAOKALSD//////////w8AFAB0ZXN0X2ltYWdlcy5ucHkB
    ABAAjAAAAAAAAABUAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loF5Taqiuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CkBkrKmj
    UKtAHuBi5ZdU1jV39A6NzywGAFBLAwQtAAAACAAAACEAhv9n2P//////////DwAUAHRlc3RfbGFiZWxzLm5weQEAEACQAAAAAAAAAEsAAAAAAAAA
    m+wX6hsQychQxlCtnpJanFykbqWgbpNpoa6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjoKhpo6CrUKZAMuBihghNIAUEsBAi0DLQAA
    AAgAAAAhAKUsEFFUAAAAjAAAABAAAAAAAAAAAAAAAIABAAAAAHRyYWluX2ltYWdlcy5ucHlQSwECLQMtAAAACAAAACEAiW6lukoAAACQAAAAEAAA
    AAAAAAAAAAAAgAGWAAAAdHJhaW5fbGFiZWxzLm5weVBLAQItAy0AAAAIAAAAIQDigC0gVAAAAIwAAAAPAAAAAAAAAAAAAACAASIBAAB0ZXN0X2lt
    YWdlcy5ucHlQSwECLQMtAAAACAAAACEAhv9n2EsAAACQAAAADwAAAAAAAAAAAAAAgAG3AQAAdGVzdF9sYWJlbHMubnB5UEsFBgAAAAAEAAQA9gAA
    AEMCAAAAAA==
    """)
}
