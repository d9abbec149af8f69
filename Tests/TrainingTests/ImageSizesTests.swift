import ImageData
import Kernels
import Networks
import Testing

@testable import Training

/// Smaller images first.
@Suite struct ImageSizesTests {
  @Test func `a text says which size begins in which epoch`() throws {
    let sizes = try #require(ImageSizes("16@0,24@3, 32@6"))
    #expect(sizes.description == "16@0,24@3,32@6")
    #expect([0, 2, 3, 5, 6, 100].map(sizes.size) == [16, 16, 24, 24, 32, 32])
  }

  @Test(arguments: ["", "16", "16@1", "16@0,24@0", "16@0,24@3,32@2", "4@0", "300@0", "16@0,", "x@0", "16@-1", "16@0@1"])
  func `other texts are none`(_ text: String) { #expect(ImageSizes(text) == nil) }

  private func learner(_ sizes: String?, epochs: Int = 3) throws -> Learner {
    var options = LearnerOptions(
      fits: [FitCall(0.05, epochs)], batchSize: 32, seed: 5, normalisation: .article)
    options.sizes = sizes.flatMap(ImageSizes.init)
    let network = try TinyData.network()
    let smaller = try [8, 12].map { try network.resized(to: MapShape(3, $0, $0)) }
    return Learner(network: network, data: TinyData.dataSet(), options: options, smaller: smaller)
  }

  /// What a learner tells of its epochs, and the shapes of the layers of each.
  private func trained(_ learner: Learner) -> [EpochRecord] {
    var epochs: [EpochRecord] = []
    learner.run { if case .epochEnded(let record) = $0 { epochs.append(record) } }
    return epochs
  }

  @Test func `networks for all sizes have the same weights`() throws {
    let network = try TinyData.network()
    let small = try network.resized(to: MapShape(3, 8, 8))
    #expect(
      small.values === network.values && small.gradients === network.gradients && small.buffers === network.buffers)
    #expect(small.image.height == 8 && small.layers[0].spec.output.height == 8)
    let before = network.values.all.values
    #expect(before != [Float](repeating: 0, count: before.count))
    small.freeze(["conv1"])
    #expect(network.parameters[0].learns == false)
  }

  @Test func `a network whose weights depend on the size is refused`() throws {
    let layers = [NamedLayer("flat", Flatten()), NamedLayer("out", Linear(4))]
    let network = try TinyData.network(TestArchitecture(list: layers), widths: [1])
    #expect(throws: NetworkError.layer("out", "has other weights for images of 3×8×8 than for 3×16×16")) {
      try network.resized(to: MapShape(3, 8, 8))
    }
  }

  @Test func `an epoch is trained at its size as if the images had it, and validated at the whole one`() throws {
    let staged = try learner("8@0,12@1,16@2")
    #expect(staged.fillFirstBatch().images.shape == MapShape(3, 8, 8))
    let data = TinyData.dataSet()
    let network = try Network(
      ConvBnNet(), widths: [4, 6, 8], image: MapShape(3, 8, 8), classes: 4, batchSize: 32, seed: 7,
      pool: WorkerPool(threads: 1))
    let small = Learner(
      network: network,
      data: DataSet(
        name: "small", source: "small", classes: data.classes, train: data.train.scaled(to: 8),
        valid: data.valid.scaled(to: 8)),
      options: LearnerOptions(fits: [FitCall(0.05, 1)], batchSize: 32, seed: 5, normalisation: .article))
    let (epochs, alone) = (trained(staged), trained(small))
    #expect(epochs.count == 3)
    #expect(epochs[0].trainLoss == alone[0].trainLoss)
    #expect(epochs[0].layers.map(\.mean) == alone[0].layers.map(\.mean))
    #expect(staged.evaluate().loss == epochs.last?.validLoss)
    #expect(staged.current.network.image.height == 16)
  }

  @Test func `rates are swept on images of the size that training begins with`() throws {
    let staged = try learner("8@0,16@1")
    let data = TinyData.dataSet()
    let network = try Network(
      ConvBnNet(), widths: [4, 6, 8], image: MapShape(3, 8, 8), classes: 4, batchSize: 32, seed: 7,
      pool: WorkerPool(threads: 1))
    let alone = LRFinder(
      network: network,
      data: DataSet(
        name: "small", source: "small", classes: data.classes, train: data.train.scaled(to: 8), valid: data.valid),
      learner: staged.options)
    #expect(staged.finder(LRFinderOptions()).run().points == alone.run().points)
  }

  @Test func `the other sizes are each named once`() throws {
    #expect(try #require(ImageSizes("16@0,8@1,16@2,32@3")).others(than: 32) == [8, 16])
  }

  @Test func `sizes that are all the whole one change nothing`() throws {
    let (plain, sized) = (try learner(nil), try learner("16@0,16@1"))
    #expect(trained(plain).map(\.validLoss) == trained(sized).map(\.validLoss))
    #expect(plain.network.values.all.values == sized.network.values.all.values)
  }
}
