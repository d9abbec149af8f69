import Testing

@testable import ImageData

@Suite struct DataSetTests {
  private let set = Fixtures.set(train: 60, valid: 30)

  @Test func theFingerprintDoesNotDependOnTheOrderOfImagesOrClasses() {
    let reversed = DataSet(
      name: "other", source: "elsewhere", classes: set.classes.reversed(),
      train: relabelled(set.train.picking((0..<60).reversed())),
      valid: relabelled(set.valid.picking((0..<30).reversed())))
    #expect(reversed.fingerprint == set.fingerprint)
    #expect(reversed.fingerprint.count == 32)
  }

  private func relabelled(_ images: ImageSet) -> ImageSet {
    ImageSet(size: images.size, pixels: images.pixels, labels: images.labels.map { 2 - $0 })
  }

  @Test func theFingerprintDependsOnPixelsLabelsNamesAndSplit() {
    var pixels = set.train.pixels
    pixels[17] ^= 1
    var labels = set.train.labels
    labels.swapAt(0, 1)
    let changed = [
      DataSet(
        name: "", source: "", classes: set.classes, train: ImageSet(size: 32, pixels: pixels, labels: set.train.labels),
        valid: set.valid),
      DataSet(
        name: "", source: "", classes: set.classes, train: ImageSet(size: 32, pixels: set.train.pixels, labels: labels),
        valid: set.valid),
      DataSet(name: "", source: "", classes: ["ant", "bee", "cat"], train: set.train, valid: set.valid),
      DataSet(name: "", source: "", classes: set.classes, train: set.valid, valid: set.train),
    ]
    #expect(Set(changed.map(\.fingerprint) + [set.fingerprint]).count == 5)
  }

  @Test func statisticsAreThoseOfAllTrainingPixels() {
    let area = 1024
    for channel in 0..<3 {
      let values = (0..<60).flatMap { image -> [Double] in
        let start = (image * 3 + channel) * area
        return set.train.pixels[start..<start + area].map { Double($0) / 255 }
      }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      #expect(abs(Double(set.statistics.mean[channel]) - mean) < 1e-6)
      #expect(abs(Double(set.statistics.std[channel]) - variance.squareRoot()) < 1e-6)
    }
  }

  @Test func anEvenChannelHasADeviationThatCanBeDividedBy() {
    let even = ImageSet(size: 8, pixels: [UInt8](repeating: 9, count: 192), labels: [0])
    #expect(ChannelStatistics(measuring: even).std == [Float](repeating: 1 / 255, count: 3))
  }

  @Test func aSubsetIsBalancedAndTheBeginningOfALargerOne() {
    let small = set.subset(12, seed: 5)
    let large = set.subset(31, seed: 5)
    #expect(small.train.perClass(3) == [4, 4, 4])
    #expect(large.train.perClass(3).sorted() == [10, 10, 11])
    #expect(large.train.labels.prefix(12) == small.train.labels[...])
    #expect(large.train.pixels.prefix(small.train.pixels.count) == small.train.pixels[...])
    #expect(small.valid == set.valid)
    #expect(set.subset(12, seed: 6).train != small.train)
    #expect(set.subset(1000, seed: 5).train == set.train)
  }

  @Test func theFingerprintOfAPartIsThatOfItsImagesWhenItIsAskedFor() {
    for part in [set.subset(12, seed: 5), set.validatingFirst(1)] {
      let whole = DataSet(name: "", source: "", classes: part.classes, train: part.train, valid: part.valid)
      #expect(part.fingerprint == whole.fingerprint && part.fingerprint != set.fingerprint)
      #expect(part.statistics == whole.statistics)
    }
    #expect(set.validatingFirst(1).valid.count == 1 && set.validatingFirst(1_000).valid == set.valid)
  }

  @Test func cifar10IsKnownByItsLayoutOrByItsClassesAndTheirNumbers() {
    for classes in [DataSet.cifar10Classes, DataSet.articleClasses] {
      func read(_ train: Int, _ valid: Int, _ test: Int = 0) -> ReadSet {
        func images(_ count: Int) -> ImageSet {
          ImageSet(size: 1, pixels: [UInt8](repeating: 0, count: 3 * count), labels: (0..<count).map { UInt8($0 % 10) })
        }
        return ReadSet(
          classes: classes, train: images(train), valid: valid > 0 ? images(valid) : nil,
          test: test > 0 ? images(test) : nil)
      }
      #expect(read(50_000, 10_000).isCIFAR10)
      #expect(read(50_000, 0, 10_000).isCIFAR10)
      #expect(!read(50_000, 9_999).isCIFAR10 && !read(50_000, 0).isCIFAR10 && !read(49_999, 10_000).isCIFAR10)
      #expect(!read(20, 10).isCIFAR10)
      var published = read(20, 0, 10)
      published.isPublishedCIFAR10 = true
      #expect(published.isCIFAR10)
    }
  }

  @Test func namesAloneDoNotMakeCIFAR10() throws {
    let folder = try TemporaryFolder()
    let small = Fixtures.set(train: 20, valid: 10, classes: DataSet.cifar10Classes)
    for file in try Fixtures.classFolders(small, root: "mine/") { try folder.write(file.bytes, file.path) }
    for file in Fixtures.binary(small) { try folder.write(file.bytes, "official/" + file.path) }
    let mine = try DataLoader.load(path: folder.path + "/mine")
    #expect(mine.name == "mine" && !mine.isCIFAR10)
    #expect(Normalisation.automatic.statistics(of: mine) == mine.statistics)
    let official = try DataLoader.load(path: folder.path + "/official", ReadOptions(split: SplitShares(valid: 0.5)))
    #expect(official.name == "CIFAR-10")
    #expect(Normalisation.automatic.statistics(of: official.subset(5, seed: 1)) == .article)
  }

  @Test func theBuiltInSetIsTheSameEveryTimeAndBalanced() {
    let first = ShapesSet.make(train: 40, valid: 20)
    let second = ShapesSet.make(train: 40, valid: 20)
    #expect(first.train == second.train)
    #expect(first.fingerprint == second.fingerprint)
    #expect(first.classes.count == 10)
    #expect(first.train.perClass(10) == [Int](repeating: 4, count: 10))
    #expect(first.train != ShapesSet.make(train: 40, valid: 20, seed: 11).train)
    #expect(first.statistics.std.allSatisfy { $0 > 0.1 })
    #expect(Set((0..<40).map { Array(first.train.image($0)) }).count == 40)
  }
}
