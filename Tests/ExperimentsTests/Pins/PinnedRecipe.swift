import Experiments
import Foundation
import ImageData
import Kernels
import Networks
import Pinning
import RunSamples
import Testing
import Training

/// A recipe of `recipes.json` and what training by it gives, as digests.
struct PinnedRecipe: Sendable, CustomTestStringConvertible {
  /// Where the tests of pins have their files.
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Recorded"
  static let digests = RecordedDigests(folder: folder)
  static let all: [PinnedRecipe] = load()

  let name: String
  /// The recipe that begins with the weights of another one names it.
  let after: String?
  private let json: Data

  var testDescription: String { name }

  private static func load() -> [PinnedRecipe] {
    guard let data = FileManager.default.contents(atPath: folder + "/recipes.json"),
      let entries = try? JSONSerialization.jsonObject(with: data) as? [[String: Any]]
    else { return [] }
    return entries.compactMap { entry in
      guard let name = entry["name"] as? String, let recipe = entry["recipe"],
        let json = try? JSONSerialization.data(withJSONObject: recipe)
      else { return nil }
      return PinnedRecipe(name: name, after: entry["after"] as? String, json: json)
    }
  }

  static func named(_ name: String) throws -> PinnedRecipe {
    guard let recipe = all.first(where: { $0.name == name }) else { throw CocoaError(.fileNoSuchFile) }
    return recipe
  }

  /// The run before its first step; `here` holds the files that it is read from.
  func run(threads: Int, _ here: TinyRuns) throws -> TrainingRun {
    let path = "\(here.root)/\(UUID().uuidString)"
    try json.write(to: URL(fileURLWithPath: path + ".json"))
    var recipe = try Recipe(contentsOf: path + ".json")
    if let after {
      let earlier = try PinnedRecipe.named(after).run(threads: threads, here)
      earlier.run()
      try earlier.model().save(to: path + ".safetensors")
      recipe.initialWeights = path + ".safetensors"
    }
    let data = PinnedData.images(size: recipe.size)
    return try TrainingRun(recipe, data: data, pool: WorkerPool(threads: threads))
  }
}

/// Four batches of 37 images and a last one of 3, and few to validate on.
enum PinnedData {
  static func images(size: Int) -> DataSet { ShapesSet.make(size: size, train: 151, valid: 45) }
}

extension TrainingRun {
  /// Trains and gives digests of all losses, of all validations, and of the weights in the end.
  func digests() -> String {
    var (steps, epochs) = (Digest(), Digest())
    var recoveries: [Int] = []
    let end = run { event in
      switch event {
      case .stepEnded(let record):
        steps.add(record.step)
        steps.add(record.learningRate)
        steps.add(record.loss)
        steps.add(record.smoothed)
      case .epochEnded(let record):
        epochs.add(record.epoch)
        epochs.add(record.trainLoss)
        epochs.add(record.validLoss)
        epochs.add(record.accuracy)
      case .recovered(let divergence): recoveries.append(divergence.step)
      default: break
      }
    }
    let recovered = recoveries.isEmpty ? "" : ", recovered at \(recoveries)"
    return "losses \(steps.text), validation \(epochs.text), weights \(network.digest)\(recovered), \(end.words)"
  }
}

extension Network {
  /// Of what a weights file holds: names, shapes and values, statistics included.
  var digest: String {
    var digest = Digest()
    for tensor in weights.tensors.sorted(by: { $0.name < $1.name }) {
      digest.add(tensor.name)
      tensor.shape.forEach { digest.add($0) }
      digest.add(tensor.values)
    }
    return digest.text
  }
}

extension StopReason {
  fileprivate var words: String {
    switch self {
    case .completed: "completed"
    case .stopped: "stopped"
    case .diverged(let step, let rate): "diverged at step \(step) with \(rate)"
    }
  }
}
