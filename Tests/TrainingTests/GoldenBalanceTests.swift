import Foundation
import ImageData
import Kernels
import Networks
import Testing

@testable import Training

/// One training step whose loss weighs the classes, against `torch.nn.CrossEntropyLoss(weight=…)`.
@Suite struct GoldenBalanceTests {
  private let tensors: [String: [Float]]
  private let perClass: [Int]
  private let rate: Double

  /// Reads `Tests/Fixtures/balance.safetensors`, which `make_balance_fixtures.py` beside it makes.
  init() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let bytes = try Data(contentsOf: tests.appendingPathComponent("Fixtures/balance.safetensors"))
    let file = try Safetensors(bytes: [UInt8](bytes))
    tensors = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0.values) })
    perClass = try JSONDecoder().decode([Int].self, from: Data(file.metadata["per_class"]!.utf8))
    rate = try JSONDecoder().decode(Double.self, from: Data(file.metadata["rate"]!.utf8))
  }

  private func tensor(_ name: String) throws -> [Float] { try #require(tensors[name]) }

  @Test func `one step with the weights of the classes is PyTorch's`() throws {
    let weights = ClassBalance.weights(perClass)
    for (own, torch) in zip(weights, try tensor("class_weights")) { #expect(abs(own - torch) < 1e-6) }
    let network = try Network(
      SimpleNet(), widths: [12, 5, 3], image: MapShape(3, 2, 2), classes: 3, batchSize: 48, seed: 1,
      pool: WorkerPool(threads: 2))
    for parameter in network.parameters {
      network.values.slice(parameter.range).values = try tensor("start.\(parameter.name)")
    }
    let images = try tensor("images")
    let labels = try tensor("labels")
    let batch = LaneBatch(MapShape(3, 2, 2), capacity: 48)
    for image in labels.indices { batch.images.setImage(image, Array(images[image * 12..<(image + 1) * 12])) }
    batch.setLabels(labels.map { UInt8($0) })

    let step = TrainStep(network, OptimizerSettings(), classWeights: weights)
    let loss = step.loss(batch, step: 0)
    #expect(abs(loss - Double(try tensor("loss")[0])) < 1e-6)
    step.learn(batch, StepRates(constant: rate))
    for parameter in network.parameters {
      let expected = try tensor("after.\(parameter.name)")
      let worst = zip(network.values.slice(parameter.range).values, expected).map { abs($0 - $1) }.max() ?? .infinity
      #expect(worst < 1e-6, "\(parameter.name): \(worst)")
    }
  }
}

/// What a learner makes of the setting.
@Suite struct BalanceTests {
  /// 60 images of a, 8 of b, 2 of c, none of d.
  private static let data: DataSet = {
    let set = TinyData.set(images: 70, seed: 1)
    let labels = (0..<70).map { UInt8($0 < 60 ? 0 : $0 < 68 ? 1 : 2) }
    return DataSet(
      name: "tiny", source: "tiny", classes: ["a", "b", "c", "d"],
      train: ImageSet(size: set.size, pixels: set.pixels, labels: labels), valid: TinyData.set(images: 37, seed: 2))
  }()

  private func losses(_ balance: ClassBalance, _ data: DataSet = data) throws -> [Double] {
    let options = LearnerOptions(fits: [FitCall(0.05, 2)], batchSize: 32, seed: 5, balance: balance)
    let learner = Learner(network: try TinyData.network(), data: data, options: options)
    var losses: [Double] = []
    learner.run { if case .stepEnded(let record) = $0 { losses.append(record.loss) } }
    return losses
  }

  @Test func `each choice trains in its own way, and as many steps`() throws {
    let all = try ClassBalance.allCases.map { try losses($0) }
    #expect(Set(all.map(\.count)) == [6] && Set(all).count == ClassBalance.allCases.count)
    let areFinite = all.joined().allSatisfy { $0.isFinite }
    #expect(areFinite)
  }

  @Test func `classes of equal size have the loss that they have without weights`() throws {
    let set = TinyData.set(images: 64, seed: 1)
    let even = DataSet(
      name: "tiny", source: "tiny", classes: ["a", "b", "c", "d"],
      train: ImageSet(size: set.size, pixels: set.pixels, labels: (0..<64).map { UInt8($0 % 4) }),
      valid: TinyData.set(images: 37, seed: 2))
    for (plain, weighted) in zip(try losses(.off, even), try losses(.loss, even)) {
      #expect(abs(plain - weighted) < 1e-6)
    }
  }

  @Test func `the learning rate is sought with the loss that is trained`() throws {
    func first(_ balance: ClassBalance) throws -> [Double] {
      let options = LearnerOptions(fits: [FitCall(0.05, 2)], batchSize: 32, seed: 5, balance: balance)
      let finder = LRFinder(network: try TinyData.network(), data: Self.data, learner: options)
      return finder.run().points.prefix(3).map(\.loss)
    }
    for balance in [ClassBalance.loss, .sample] { #expect(try first(balance)[0] == (try losses(balance)[0])) }
  }
}
