import Foundation
import Kernels
import Testing

@testable import Networks

/// All seven networks, default and odd widths, against PyTorch in float64: batches of 100, which is no multiple of 16,
/// no shuffle, no augmentation, no dropout. Each case holds how far PyTorch's own float32 is from its float64.
@Suite struct GoldenNetworkTests {
  struct Differences: Decodable {
    let update: Double
    let three: Double
    let evaluation: Double
    let fourteen: Double
  }

  struct Case: Decodable, CustomTestStringConvertible {
    let network: String
    let widths: [Int]
    let rate: Double
    let seed: UInt64
    let three: [Double]
    let evaluation: Double
    let fourteen: [Double]
    /// Steps until PyTorch's own float32 runs, nudged in the last place, drift apart; what comes then is chance.
    let calm: Int?
    /// PyTorch's float32 against its float64.
    let torch: Differences

    var testDescription: String { "\(network) \(widths)" }

    /// The networks with batch norm, whose trajectories are chaotic in float32, get more room.
    var tolerance: Differences {
      ["SimpleNet", "ConvNet", "ConvNet2"].contains(network)
        ? Differences(update: 0.01, three: 1e-4, evaluation: 2e-3, fourteen: 1e-3)
        : Differences(update: 0.02, three: 2e-3, evaluation: 2e-3, fourteen: 2e-2)
    }
  }

  private static let file = Result { try GoldenFile("networks") }

  private static func cases() throws -> [Case] {
    try JSONDecoder().decode([Case].self, from: file.get().cases)
  }

  @Test func `there are golden values of each of the article's networks at default and at odd widths`() throws {
    let cases = try Self.cases()
    for architecture in Architectures.ofArticle {
      let widths = cases.filter { $0.network == architecture.name }.map(\.widths)
      #expect(widths.count == 2)
      #expect(widths.contains(architecture.defaultWidths))
    }
  }

  @Test(arguments: 0..<14) func `one step, three losses, an evaluation and fourteen steps`(_ index: Int) throws {
    let golden = try Self.cases()[index]
    let pictures = GoldenPictures(seed: golden.seed, batches: 14)

    let first = try GoldenTrainer(golden)
    let before = first.network.values.all.values
    first.train(pictures.batches.prefix(1), rate: 0.1)
    for parameter in first.network.parameters {
      let update = zip(first.network.values.all.values[parameter.range], before[parameter.range]).map { $0 - $1 }
      let expected = try Self.file.get().tensor(index, parameter.name).values
      let step = max(1, update.count / 400)
      let found = stride(from: 0, to: update.count, by: step).map { update[$0] }
      try #require(found.count == expected.count)
      let error = norm(zip(found, expected).map { $0 - $1 }) / norm(expected)
      #expect(error < golden.tolerance.update, "\(parameter.name): \(error), PyTorch's own \(golden.torch.update)")
    }

    let second = try GoldenTrainer(golden)
    let three = second.train(pictures.batches.prefix(3), rate: 1e-3)
    expect(three, golden.three, golden.tolerance.three, golden.torch.three, "three steps")
    let evaluation = second.evaluate(pictures.batches.prefix(3))
    expect([evaluation], [golden.evaluation], golden.tolerance.evaluation, golden.torch.evaluation, "evaluation")

    let third = try GoldenTrainer(golden)
    let calm = golden.calm ?? golden.fourteen.count
    let fourteen = third.train(pictures.batches.prefix(calm), rate: golden.rate)
    expect(
      fourteen, Array(golden.fourteen.prefix(calm)), golden.tolerance.fourteen, golden.torch.fourteen, "fourteen steps")
  }

  private func expect(
    _ found: [Double], _ expected: [Double], _ tolerance: Double, _ torch: Double, _ what: Comment
  ) {
    let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? .infinity
    #expect(found.count == expected.count)
    #expect(worst < tolerance, "\(what): \(worst), PyTorch's own \(torch)")
  }

  private func norm(_ values: [Float]) -> Double {
    values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  }
}

/// The pictures of `article_networks.batches`: coarse ones, a pattern for each class, and noise.
private struct GoldenPictures {
  let batches: [LaneBatch]

  init(seed: UInt64, batches count: Int, size: Int = 100) {
    let patterns = Self.signed(seed, 480)
    batches = (0..<count).map { index in
      var generator = SeededGenerator(seed: seed + 1 + 2 * UInt64(index))
      let labels = (0..<size).map { _ in UInt8(generator.next() % 10) }
      let noise = Self.signed(seed + 2 + 2 * UInt64(index), size * 48)
      let batch = LaneBatch(MapShape(3, 32, 32), capacity: size)
      for image in 0..<size {
        let squares = (0..<48).map { noise[image * 48 + $0] + patterns[Int(labels[image]) * 48 + $0] * 1.5 }
        batch.images.setImage(
          image, (0..<3072).map { pixel in squares[pixel / 1024 * 16 + pixel % 1024 / 256 * 4 + pixel % 32 / 8] })
      }
      batch.setLabels(labels)
      return batch
    }
  }

  /// Uniform in ±1.
  private static func signed(_ seed: UInt64, _ count: Int) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in generator.unit() * 2 - 1 }
  }
}

/// A network whose weights follow from their names, as `article_networks.fill` makes them.
private final class GoldenTrainer {
  let network: Network
  private let momentum: FloatBuffer
  private let previous: FloatBuffer

  init(_ golden: GoldenNetworkTests.Case) throws {
    network = try Network(
      Architectures.named(golden.network), widths: golden.widths, image: MapShape(3, 32, 32), classes: 10,
      batchSize: 100, options: NetworkOptions(dropout: 0), seed: 0, pool: WorkerPool(threads: 2))
    momentum = FloatBuffer(count: network.values.count)
    previous = FloatBuffer(count: network.values.count)
    for parameter in network.parameters {
      var generator = SeededGenerator(seed: Self.seed(of: parameter.name))
      let units = parameter.range.map { _ in generator.unit() }
      network.values.slice(parameter.range).values = units.map { unit in
        switch parameter.name.split(separator: ".").last {
        case "m": return unit * 0.5 + 0.75
        case "a": return unit * 0.5 - 0.25
        default: return (unit * 2 - 1) * bound(of: parameter)
        }
      }
    }
  }

  /// FNV-1a.
  private static func seed(of name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// 1/√fan-in: that of the weight, for a bias, too.
  private func bound(of parameter: Network.Parameter) -> Float {
    let weight = network.parameters.first { $0.layer == parameter.layer && $0.name.hasSuffix("weight") }!
    return Float(1 / Double(weight.shape.dropFirst().reduce(1, *)).squareRoot())
  }

  @discardableResult
  func train(_ batches: ArraySlice<LaneBatch>, rate: Double) -> [Double] {
    batches.map { batch in
      network.forward(batch, mode: .training)
      let loss = network.loss(batch).sum / Double(batch.count)
      network.backward(batch)
      sgdStep(
        WeightUpdate(values: network.values.all, gradients: network.gradients.all, snapshot: previous.all),
        momentumBuffer: momentum.all, SGDStep(learningRate: Float(rate), momentum: 0.9, weightDecay: 0),
        pool: network.pool)
      return loss
    }
  }

  func evaluate(_ batches: ArraySlice<LaneBatch>) -> Double {
    var sum = 0.0
    var count = 0
    for batch in batches {
      network.forward(batch, mode: .evaluation)
      sum += network.loss(batch).sum
      count += batch.count
    }
    return sum / Double(count)
  }
}
