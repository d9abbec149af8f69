import Foundation
import ImageData
import Kernels
import Networks
import Testing

@testable import Experiments
@testable import Training

/// Optimisers, schedules, losses and averages, alone and together: 20 steps of a small network against PyTorch in float64.
@Suite struct GoldenTrainingTests {
  private static let shape = MapShape(3, 8, 8)
  private static let (batches, size) = (5, 16)
  /// Rounding of 20 steps in float32; the worst case stands at about a third of it.
  private static let tolerance = 2e-5

  private let tensors: [String: [Float]]
  /// Options of `train` with their values.
  private let cases: [[[String]]]
  private let architecture: TextArchitecture

  /// Reads `Tests/Fixtures/trainings.safetensors`, which `make_training_fixtures.py` beside it makes.
  init() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let bytes = try Data(contentsOf: tests.appendingPathComponent("Fixtures/trainings.safetensors"))
    let file = try Safetensors(bytes: [UInt8](bytes))
    tensors = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0.values) })
    cases = try JSONDecoder().decode([[[String]]].self, from: Data(file.metadata["cases"]!.utf8))
    architecture = TextArchitecture(try NetworkText(parsing: file.metadata["text"]!))
  }

  private func tensor(_ name: String) throws -> [Float] { try #require(tensors[name], "\(name)") }

  private func recipe(_ settings: [[String]]) throws -> Recipe {
    var recipe = try Recipe(of: architecture)
    for setting in settings {
      let field = try #require(RecipeField.all.first { $0.optionUsage == setting[0] }, "\(setting[0])")
      try field.take(setting[1], into: &recipe)
    }
    return recipe
  }

  /// The batch of a step, whose images stand in order.
  private func fill(_ batch: LaneBatch, _ step: Int) throws {
    let (images, labels) = (try tensor("images"), try tensor("labels"))
    let first = step % Self.batches * Self.size
    for image in 0..<Self.size {
      let from = (first + image) * Self.shape.count
      batch.images.setImage(image, Array(images[from..<from + Self.shape.count]))
    }
    batch.setLabels(labels[first..<first + Self.size].map { UInt8($0) })
  }

  private func network(threads: Int) throws -> Network {
    let network = try Network(
      architecture, image: Self.shape, classes: 4, batchSize: Self.size, seed: 1, pool: WorkerPool(threads: threads))
    for parameter in network.parameters {
      network.values.slice(parameter.range).values = try tensor("start.\(parameter.name)")
    }
    return network
  }

  @Test func `20 steps are PyTorch's, and those of any number of threads`() throws {
    let data = DataSet(
      name: "none", source: "none", classes: ["a", "b", "c", "d"], train: ImageSet(size: 8, pixels: [], labels: []),
      valid: ImageSet(size: 8, pixels: [], labels: []))
    var worst = 0.0
    for (index, settings) in cases.enumerated() {
      let options = try recipe(settings).learnerOptions()
      let schedule = Schedule(options.fits[0], batches: Self.batches)
      let networks = try [1, 3].map(network)
      var averages: [[Float]] = []
      let losses = try networks.map { network in
        let step = options.trainStep(network, data)
        let average = WeightAverage(of: network, options.averaging)
        let batch = LaneBatch(Self.shape, capacity: Self.size)
        defer { if let average { averages.append(average.state.values) } }
        return try (0..<schedule.iterations).map { number in
          try fill(batch, number)
          let loss = step.loss(batch, step: number)
          step.learn(batch, StepRates(schedule, at: number))
          average?.stepTaken(number + 1, of: schedule.iterations)
          return loss
        }
      }
      #expect(losses[0] == losses[1] && networks[0].values.all.values == networks[1].values.all.values)
      for (own, torch) in zip(losses[0], try tensor("\(index).losses")) {
        #expect(abs(own - Double(torch)) < Self.tolerance, "case \(index) (\(settings))")
      }
      for parameter in networks[0].parameters {
        let expected = try tensor("\(index).after.\(parameter.name)")
        let values = networks[0].values.slice(parameter.range).values
        let error = zip(values, expected).map { Double(abs($0 - $1)) }.max() ?? .infinity
        worst = max(worst, error)
        #expect(error < Self.tolerance, "case \(index) (\(settings)), \(parameter.name): \(error)")
        guard let average = averages.first else { continue }
        for (own, torch) in zip(average[parameter.range], try tensor("\(index).average.\(parameter.name)")) {
          #expect(Double(abs(own - torch)) < Self.tolerance, "case \(index), average of \(parameter.name)")
        }
      }
      #expect(averages.isEmpty || averages[0] == averages[1])
    }
    #expect(worst > 0)
  }

  @Test func `names of groups that the network has not are refused`() throws {
    let data = ShapesSet.make(train: 32, valid: 16)
    for (name, isKnown) in [("biases", true), ("conv2", true), ("conv2.bias", true), ("conv4", false), ("bias", false)]
    {
      for field in [RecipeField.learningRates, .weightDecays, .momenta] {
        var recipe = try Recipe(of: architecture)
        try field.take("\(name)=0.1", into: &recipe)
        let run = Result { try TrainingRun(recipe, data: data, pool: WorkerPool(threads: 1)) }
        #expect(((try? run.get()) != nil) == isKnown, "\(name)")
      }
      var recipe = try Recipe(of: architecture)
      recipe.fits = [try FitCall(parsing: "0.1, 2, stop.\(name)=1")]
      #expect(((try? TrainingRun(recipe, data: data, pool: WorkerPool(threads: 1))) != nil) == isKnown)
    }
  }
}
