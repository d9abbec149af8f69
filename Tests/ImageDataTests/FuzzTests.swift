import Foundation
import Fuzzing
import Testing

@testable import ImageData

/// Damaged and hostile files by the hundred: each is read or refused with a typed error, and nothing else happens.
@Suite struct FuzzTests {
  private let set = Fixtures.set(train: 4, valid: 2, classes: ["a", "b"])
  private let limits: DataLimits
  private let cases = Mutator.cases(100)

  init() {
    var limits = DataLimits()
    limits.area = 1 << 14
    limits.decodingBytes = 1 << 20
    limits.entryBytes = 1 << 18
    limits.totalBytes = 1 << 21
    limits.freeBytes = 1 << 20
    limits.entries = 200
    limits.decodedBytes = 1 << 22
    limits.pickleSteps = 5_000
    self.limits = limits
  }

  @Test func batchFiles() {
    let examples = [Fixtures.records(set.train), Fixtures.records(set.valid)]
    var mutator = Mutator(seed: 1)
    for _ in 0..<cases {
      let bytes = mutator.next(of: examples)
      var images = SplitImages()
      do throws(DataError) {
        try BinaryBatches.records.read(bytes, file: "batch", classes: 2, into: &images)
        #expect(images.pixels.count == images.labels.count * 3072)
        #expect(images.labels.allSatisfy { $0 < 2 })
      } catch {
        #expect(error.description.contains("batch"))
      }
    }
  }

  @Test func classNames() {
    var mutator = Mutator(seed: 19)
    for _ in 0..<cases {
      let names = ClassNames.parse(
        mutator.next(
          of: ["airplane\nautomobile\n\n", " ä b\t\r\nc"].map { Array($0.utf8) } + [[0xff, 0xfe, 97, 0, 10, 0, 98, 0]]))
      #expect(names.allSatisfy { !$0.bytes.isEmpty && !$0.bytes.contains(UInt8(ascii: "\n")) && !$0.text.isEmpty })
    }
  }

  @Test func pickles() {
    let examples = [
      PickleWriter.python2(set.valid, 0..<1), PickleWriter.python3(set.valid, 0..<1), PickleWriter.meta(["a", "b"]),
    ]
    // Without most of the pixels, so that what is changed is the structure.
    let short = examples + examples.map { Array($0.prefix(150) + $0.suffix(60)) }
    var mutator = Mutator(seed: 2)
    for index in 0..<cases {
      let bytes = mutator.next(of: index % 2 == 0 ? examples : short)
      var images = SplitImages()
      do throws(DataError) {
        try PickledBatches.read(bytes, file: "batch", classes: 2, limits: limits, into: &images)
        #expect(images.pixels.count == images.labels.count * 3072)
        #expect(images.labels.allSatisfy { $0 < 2 })
      } catch {
        #expect(error.description.contains("batch"))
      }
      _ = try? PickledBatches.names(bytes, file: "batch", limits: limits)
    }
  }

  @Test func picklesOfRandomOpcodes() {
    let opcodes = Array("(.NIJKMTBXUCSV}])tldaesu0pqrghjcRbiP".utf8) + [0x80, 0x81, 0x85, 0x8a, 0x8c, 0x93, 0x94, 0x95]
    let pieces = ["numpy\nndarray\n", "numpy\ndtype\n", "_codecs\nencode\n", "12\n", "'u1'\n"].map { Array($0.utf8) }
    var mutator = Mutator(seed: 3)
    for _ in 0..<cases {
      var bytes: [UInt8] = []
      for _ in 0..<mutator.below(80) {
        bytes.append(opcodes[mutator.below(opcodes.count)])
        if mutator.below(3) == 0 { bytes += pieces[mutator.below(pieces.count)] }
        if mutator.below(3) == 0 { bytes.append(UInt8(mutator.below(5))) }
      }
      var parser = PickleParser(bytes, file: "batch", limits: limits)
      _ = try? parser.parse()
    }
  }

  private func make(_ stored: StoredImages) throws(DataError) {
    let labels = [UInt8](repeating: 0, count: stored.count)
    let set = try stored.images(labels, ReadOptions(), file: "images", limits: limits)
    #expect(set.count == stored.count)
  }

  @Test func idxFiles() {
    let images: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, 4] + (0..<40).map { $0 }
    let labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 2, 1, 0]
    let rows: [UInt8] = [0, 0, 12, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 7, 0, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0, 0]
    var mutator = Mutator(seed: 4)
    for _ in 0..<cases {
      let bytes = mutator.next(of: [images, labels, rows])
      do throws(DataError) {
        try make(IDXContent(bytes, file: "images", .images).images(isTransposed: true))
      } catch {
        #expect(error.description.contains("images"))
      }
      do throws(DataError) {
        let content = try IDXContent(bytes, file: "images", .labels)
        #expect(try content.labels(file: "images").count == content.count)
      } catch {
        #expect(error.description.contains("images"))
      }
      _ = try? GzipStream.unpack(bytes, name: "images", limits: limits)
    }
  }

  @Test func numPyArrays() {
    let examples = [
      NumPyWriter.file("|u1", [2, 5, 4], Array(0..<40)), NumPyWriter.file("|u1", [1, 2, 4, 3], Array(0..<24)),
      NumPyWriter.labels([0, 1, 2], "<i8", columns: 1), NumPyWriter.labels([3, 4], ">u2"),
    ]
    var mutator = Mutator(seed: 20)
    for _ in 0..<cases {
      let bytes = mutator.next(of: examples)
      do throws(DataError) {
        let array = try NumPyArray(bytes, file: "images")
        if array.shape.count > 2 { try make(array.images()) }
        #expect(try array.labels().count == array.shape[0])
      } catch {
        #expect(error.description.contains("images"))
      }
    }
  }

  @Test func pngsWithRightChecksums() throws {
    let examples = [
      try Fixtures.png(set.train, 0), Pictures.greyPNG, Pictures.greyAlphaPNG, Pictures.alphaPNG, Pictures.palettePNG,
      Pictures.sixteenBitsPNG, Pictures.oneBitPNG,
    ]
    var mutator = Mutator(seed: 5)
    for index in 0..<cases {
      let bytes = mutator.next(of: examples)
      decode(index % 4 == 0 ? bytes : Checksums.repairPNG(bytes))
    }
  }

  @Test func jpegs() {
    var mutator = Mutator(seed: 6)
    for _ in 0..<cases {
      decode(mutator.next(of: [Pictures.jpeg, Pictures.greyJPEG, Pictures.progressiveJPEG]))
    }
  }

  @Test func otherPictures() {
    var mutator = Mutator(seed: 10)
    for _ in 0..<cases { decode(mutator.next(of: PillowPicture.all.map(\.file))) }
  }

  private func decode(_ bytes: [UInt8]) {
    do throws(ImageCodec.Failure) {
      let picture = try ImageCodec.decode(bytes, limits: limits)
      #expect(picture.pixels.count == 3 * picture.width * picture.height)
      #expect(picture.width * picture.height <= limits.area)
      #expect(try ImageCodec.decode(bytes, options: ReadOptions(size: 16), limits: limits).pixels.count == 768)
    } catch {
      switch error {
      case .broken(let reason), .tooLarge(let reason): #expect(!reason.isEmpty)
      }
    }
  }

  @Test(arguments: Archives.Kind.allCases) func archives(kind: Archives.Kind) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/set." + kind.rawValue
    var examples: [[UInt8]] = []
    for files in [Fixtures.binary(set), try Fixtures.flat(set), PickleWriter.files(set, PickleWriter.python3)] {
      Archives.write(files, kind, to: path)
      examples.append([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
    }
    var mutator = Mutator(seed: 7)
    for index in 0..<max(cases / Archives.Kind.allCases.count, 1) {
      var bytes = mutator.next(of: examples)
      if kind == .tar, index % 4 != 0 { bytes = Checksums.repairTar(bytes) }
      try Mutator.write(bytes, to: path)
      do throws(DataError) {
        let loaded = try DataLoader.load(path: path, limits: limits)
        #expect(loaded.train.count > 0)
      } catch {
        #expect(error.description.count > 20)
      }
    }
  }

  @Test func keptImages() throws {
    let folder = try TemporaryFolder()
    let cache = DataCache(directory: folder.path)
    try cache.keep(set, "key")
    let path = folder.path + "/key.v4.images"
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var mutator = Mutator(seed: 8)
    for _ in 0..<cases {
      let bytes = mutator.next(of: [whole])
      try Mutator.write(bytes, to: path)
      switch cache.find("key", ReadOptions(), source: "here") {
      case .found(let found): #expect(found.fingerprint == set.fingerprint && found.train == set.train)
      case .damaged: #expect(bytes != whole)
      case .nothing: Issue.record("a file that is there was not seen")
      }
    }
  }

  @Test func paths() {
    let parts = [
      "train", "test", "..", ".", "", "cat", "0_cat.png", "_.png", "a.jpg", "data_batch_", "1", ".bin", "/", "é",
    ]
    var mutator = Mutator(seed: 9)
    for _ in 0..<cases {
      let path = (0..<mutator.below(8)).map { _ in parts[mutator.below(parts.count)] }
        .joined(separator: mutator.below(3) == 0 ? "" : "/")
      guard let entry = EntryPath(archived: mutator.next(of: [Array(path.utf8)])), !entry.bytes.isEmpty else {
        continue
      }
      #expect(entry.isInside(.root))
      #expect(EntryPath(entry.parts) == entry)
      #expect(!entry.text.isEmpty)
      let splits = SplitFolders([entry])
      for root in splits.roots.paths { #expect(entry.isInside(root)) }
      _ = FlatName(entry.parts.last!)?.className(nil)
    }
  }
}
