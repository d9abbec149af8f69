import Foundation
import ImageData
import Kernels
import Networks

@testable import Training

/// A small data set that a small network can learn: the class decides which half of which channel is bright.
enum TinyData {
  static func set(images count: Int, seed: UInt64, size: Int = 16) -> ImageSet {
    var generator = SeededGenerator(seed: seed)
    var pixels: [UInt8] = []
    var labels: [UInt8] = []
    for _ in 0..<count {
      let label = Int(generator.next() % 4)
      labels.append(UInt8(label))
      for channel in 0..<3 {
        for row in 0..<size {
          for _ in 0..<size {
            let isBright = row / (size / 2) == label / 2 && channel == label % 2 * 2
            pixels.append(UInt8(generator.next() % 100) + (isBright ? 120 : 0))
          }
        }
      }
    }
    return ImageSet(size: size, pixels: pixels, labels: labels)
  }

  static func dataSet(train: Int = 70, valid: Int = 37) -> DataSet {
    DataSet(
      name: "tiny", source: "tiny", classes: ["a", "b", "c", "d"], train: set(images: train, seed: 1),
      valid: set(images: valid, seed: 2))
  }

  static func network(
    _ architecture: any Architecture = ConvBnNet(), widths: [Int] = [4, 6, 8],
    options: NetworkOptions = NetworkOptions(),
    batchSize: Int = 32, seed: UInt64 = 7, threads: Int = 1
  ) throws -> Network {
    try Network(
      architecture, widths: widths, image: MapShape(3, 16, 16), classes: 4, batchSize: batchSize, options: options,
      seed: seed, pool: WorkerPool(threads: threads))
  }

  static func learner(
    _ fits: String..., options: NetworkOptions = NetworkOptions(), threads: Int = 1, maxSteps: Int? = nil,
    changes: [LearningRateChange] = [], recoveries: [Int] = [], network: Network? = nil
  ) throws -> Learner {
    try Learner(
      network: network ?? self.network(options: options, threads: threads), data: dataSet(),
      options: LearnerOptions(
        fits: fits.map { try FitCall(parsing: $0) }, batchSize: 32, seed: 5, maxSteps: maxSteps,
        learningRateChanges: changes, recoveries: recoveries))
  }
}

/// An architecture of given layers, which end in one output a class.
struct TestArchitecture: Architecture {
  let name = "Test"
  let explanation = "made for a test"
  let defaultWidths = [1]
  let schedule: [String] = []
  let publishedAccuracy: Double? = nil
  let isInComparison = false
  let list: [NamedLayer]

  func layers(_ widths: [Int], classes: Int) -> [NamedLayer] { list }
}

/// What a learner told, without the times.
struct Transcript: Equatable {
  var steps: [StepRecord] = []
  var epochs: [EpochRecord] = []
  var others: [TrainingEvent] = []

  mutating func take(_ event: TrainingEvent) {
    switch event {
    case .stepEnded(var record):
      record.seconds = 0
      steps.append(record)
    case .epochEnded(var record):
      record.seconds = 0
      record.imagesPerSecond = 0
      record.validationSeconds = 0
      epochs.append(record)
    default: others.append(event)
    }
  }
}
