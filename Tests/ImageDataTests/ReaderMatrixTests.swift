import Foundation
import Fuzzing
import Testing

@testable import ImageData

/// Every container with every layout in it: read the same, and never read wrongly where a bit has changed.
@Suite struct ReaderMatrixTests {
  private let folder: TemporaryFolder
  private let set = Fixtures.set()

  init() throws { folder = try TemporaryFolder() }

  enum Layout: CaseIterable {
    case classes, flat, binary, python2, idx, cifar100Binary, cifar100Pickle, arrays, npz, stl10, tinyImageNet
  }

  private func files(_ layout: Layout) throws -> [(path: String, bytes: [UInt8])] {
    switch layout {
    case .classes: try Fixtures.classFolders(set)
    case .flat: try Fixtures.flat(set)
    case .binary: Fixtures.binary(set)
    case .python2: PickleWriter.files(set, PickleWriter.python2)
    case .idx: try Fixtures.idx(isPacked: true)
    case .cifar100Binary: CIFAR100Writer().files(.binary)
    case .cifar100Pickle: CIFAR100Writer().files(.pickle)
    case .arrays: NumPyWriter.files(set)
    case .npz: [(path: "sets/set.npz", bytes: try Archives.bytes(NumPyWriter.files(set), .zip))]
    case .tinyImageNet: try TinyImageNetWriter.files(set)
    case .stl10: STL10Writer.files(STL10Writer.images(3, seed: 1), STL10Writer.images(3, seed: 2))
    }
  }

  private func failure(_ path: String) -> DataError? {
    do throws(DataError) {
      _ = try DataLoader.load(path: path)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: Archives.Kind.allCases.filter(\.hasChecksum), Layout.allCases)
  func aFlippedBitIsNoticedOrHarmless(kind: Archives.Kind, layout: Layout) throws {
    let path = folder.path + "/set." + kind.rawValue
    Archives.write(try files(layout), kind, to: path)
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let expected = try DataLoader.load(path: path).fingerprint
    // Zip's list of files at the end stands under no checksum.
    let end = Data(whole).range(of: Data("PK\u{1}\u{2}".utf8))?.lowerBound ?? whole.count
    var noticed = 0
    for position in stride(from: end / 20, to: end, by: end / 12) + [end - 1] {
      var changed = whole
      changed[position] ^= 0x10
      try Mutator.write(changed, to: path)
      do throws(DataError) {
        #expect(try DataLoader.load(path: path).fingerprint == expected, "byte \(position) of \(whole.count)")
      } catch {
        if case .archive(.damaged, path) = error { noticed += 1 }
      }
    }
    #expect(noticed >= 6)
  }

  /// Four pictures, packed by `zstd --check`.
  @Test func zstdIsCheckedByItsChecksum() throws {
    let whole = PillowPicture.bytes(
      """
      KLUv/QRoTQcAVAp0cmFpbi9hLzEucG5nADA2NDQAMDAxMDUAMAAwMTAxNDQAIDAAdXN0YXIAMDAAiVBORw0KGgoAAAANSUhEUgAAAAQIAgAA
      ACaTCSkAAAAMSURBVHjaY2AgHQAAADQAAUijfW8AAAAASUVORK5CYIIAYjExMhAQ0bCBIwbiOADAtAeBtFoeGHRlc3QwMDNg5eKHMFQB4QAh
      e5yQNPKG8NQJYS6LCNcbIGBPPRv9xx4AK16QEYA4QBW+FHqgWHECeVwdz1IgAPFI4AOq5d6hynptW5IBwIBvWYvrnackOE2GAVqHBwgzcSWZ
      aCNK
      """)
    let path = try folder.write(whole, "set.tar.zst")
    let expected = try DataLoader.load(path: path).fingerprint
    for position in whole.indices {
      var changed = whole
      changed[position] ^= 0x10
      try Mutator.write(changed, to: path)
      guard let loaded = try? DataLoader.load(path: path) else { continue }
      #expect(loaded.fingerprint == expected, "byte \(position)")
    }
  }

  @Test(arguments: Archives.Kind.allCases) func anArchiveThatIsCutOffIsDamaged(kind: Archives.Kind) throws {
    let path = folder.path + "/set." + kind.rawValue
    Archives.write(try files(.classes), kind, to: path)
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    for length in [whole.count / 3, whole.count / 2, whole.count - (kind == .tar ? 10_240 : 5)] {
      try Mutator.write(Array(whole[..<length]), to: path)
      guard case .archive(.damaged, path)? = failure(path) else {
        Issue.record("\(length) of \(whole.count) bytes give \(String(describing: failure(path)))")
        continue
      }
    }
  }

  @Test func membersOfGzipAreReadOneAfterTheOtherAndChecked() throws {
    let first = try Archives.gzip([1, 2, 3])
    let second = try Archives.gzip([4, 5])
    func unpack(_ bytes: [UInt8]) throws -> [UInt8] { try GzipStream.unpack(bytes, name: "f", limits: DataLimits()) }
    #expect(try unpack(first + second) == [1, 2, 3, 4, 5])
    #expect(try unpack(first + [0, 0, 0]) == [1, 2, 3])
    #expect(throws: DataError.self) { try unpack(first + Array("more".utf8)) }
    #expect(throws: DataError.self) { try unpack([]) }
    for trailer in 1...8 {
      var changed = first + second
      changed[first.count - trailer] ^= 1
      #expect(throws: DataError.self, "byte \(trailer) from the first member's end") { try unpack(changed) }
    }
  }

  @Test func namesOfAnyEncodingAreToldApart() throws {
    let latin1: [UInt8] = [0xe9, 0x6c, 0x61, 0x6e]
    let names: [(bytes: [UInt8], isUTF8: Bool)] = [
      (Array("chat".utf8), false), (Array("élan".utf8), true), (latin1, false),
    ]
    var zip = ZipWriter()
    for (index, name) in names.enumerated() {
      for (split, images) in [("train", set.train), ("valid", set.valid)] {
        zip.add(
          Array("\(split)/".utf8) + name.bytes + Array("/1.png".utf8), try Fixtures.png(images, index),
          isUTF8: name.isUTF8)
      }
    }
    let loaded = try DataLoader.load(path: try folder.write(zip.finish(), "set.zip"))
    #expect(loaded.classes == ["chat", "élan", "\\xE9lan"])
    #expect(loaded.notices == [])
    #expect(loaded.train.image(1) == set.train.image(1))
  }

  @Test func namesThatLookTheSameAreAnError() throws {
    for name in ["e\u{301}lan", "\u{e9}lan"] {
      for split in ["train", "valid"] { try folder.write(Fixtures.png(set.train, 0), "\(split)/\(name)/1.png") }
    }
    guard case .layout(.alike, _, _)? = failure(folder.path) else {
      Issue.record("two spellings of one name became one class")
      return
    }
  }

  @Test func theLastOfSeveralEntriesWithOnePathCounts() throws {
    let path = folder.path + "/set.tar"
    let files = try Fixtures.classFolders(set)
    let stale = (path: files[3].path, bytes: try Fixtures.png(set.train, 9))
    Archives.write([stale] + files, .tar, to: path)
    let loaded = try DataLoader.load(path: path)
    #expect(loaded.fingerprint == set.fingerprint)
    #expect(loaded.notices == ["1 entry is replaced by a later one of the same path: \(stale.path)"])
  }

  @Test func encryptedUnsupportedRefusedAndDamagedAreToldApart() throws {
    var zip = ZipWriter()
    zip.add(Array("train/a/1.png".utf8), [1, 2, 3], isEncrypted: true)
    let encrypted = try folder.write(zip.finish(), "encrypted.zip")
    #expect(failure(encrypted) == .archive(.encrypted, path: encrypted))
    let rar = try folder.write(Array("Rar!\u{1a}\u{7}\u{1}\0".utf8) + [UInt8](repeating: 0, count: 60), "set.rar")
    #expect(failure(rar) == .archive(.unsupported(format: "RAR archive"), path: rar))
    let packed = try folder.write(Archives.gzip(Array("no archive".utf8)), "text.gz")
    #expect(failure(packed) == .archive(.noFiles(format: "gzip file"), path: packed))
    let picture = try folder.write(Fixtures.png(set.train, 0), "picture.png")
    #expect(failure(picture) == .access(.singlePicture, path: picture))
    let empty = try folder.write(ZipWriter().finish(), "empty.zip")
    #expect(failure(empty) == .archive(.empty(format: "zip archive"), path: empty))
    let absolute = folder.path + "/absolute.tar"
    Archives.write(try Fixtures.classFolders(set, root: "/set/"), .tar, to: absolute)
    #expect(failure(absolute)?.description.contains("18 entries are refused, whose path is absolute") == true)
    let hidden = folder.path + "/hidden.tar"
    Archives.write(try Fixtures.classFolders(set, root: ".set/"), .tar, to: hidden)
    #expect(failure(hidden)?.description.contains("1 hidden entry is not read: .set") == true)
  }

  @Test func anEntryWithoutANameIsAnError() throws {
    var zip = ZipWriter()
    zip.add([], [1, 2, 3])
    let path = try folder.write(zip.finish(), "set.zip")
    #expect(failure(path) == .archive(.nameless(entry: 1), path: path))
  }
}
