import Files
import ImageData
import Kernels
import Networks
import Training

/// A trained network, and what it takes to use it.
package final class Model {
  package let facts: ModelFacts
  package let network: Network

  /// In bytes, far above any network of the lab.
  private static let fileLimit = 2_000_000_000

  /// Weights in place of the network's current ones.
  private let state: WeightsState?
  /// Whether its file has both kinds of batch statistics, or only the one that it evaluates with.
  private let holdsBothStatistics: Bool

  package init(
    _ network: Network, _ facts: ModelFacts, state: WeightsState? = nil, holdsBothStatistics: Bool = false
  ) {
    self.network = network
    self.state = state
    self.facts = facts
    self.holdsBothStatistics = holdsBothStatistics
  }

  /// Reads a model file; nil: it holds weights without facts about their network.
  ///
  /// It works on `batchSize` pictures at a time, and evaluates with the batch statistics that the file names, or others.
  package convenience init?(
    weights path: String, statistics: NetworkOptions.BatchNormStatistics? = nil,
    batchSize: Int = Network.usualBatchSize, pool: WorkerPool
  ) throws(FileProblem) {
    let bytes = try FileAccess.read(path, limit: Self.fileLimit)
    do {
      try self.init(bytes: bytes, statistics: statistics, batchSize: batchSize, pool: pool)
    } catch let error as any UserFacingError {
      throw FileProblem(path: path, reason: error.problem, remedy: error.remedy)
    } catch {
      throw FileProblem(path: path, reason: "\(error)")
    }
  }

  /// The same from a file's bytes. The file is known to fit the network before anything is allocated for it.
  convenience init?(
    bytes: [UInt8], statistics: NetworkOptions.BatchNormStatistics? = nil, batchSize: Int = Network.usualBatchSize,
    pool: WorkerPool
  ) throws {
    let file = try Safetensors(bytes: bytes)
    guard var facts = try ModelFacts(metadata: file.metadata) else { return nil }
    facts.batchStatistics = statistics ?? facts.batchStatistics
    let layers = try facts.layers()
    let needed = layers.parameterCount + layers.fixedCount
    let found = file.tensors.reduce(0) { $0 + $1.values.count }
    guard needed <= found else { throw ModelProblem.size(needed: needed, found: found) }
    let network = try Network(
      facts.architecture(), widths: facts.widths, image: MapShape(3, facts.size, facts.size),
      classes: facts.classes.count, batchSize: batchSize,
      options: NetworkOptions(statistics: facts.batchStatistics), seed: 0, pool: pool)
    try network.load(file, needsStatistics: true)
    if statistics != nil { try network.checkKnowsTwoStatistics() }
    self.init(network, facts)
  }

  /// Weights and statistics under PyTorch's names, and the facts as metadata.
  package var file: Safetensors {
    var file = network.weights(state ?? network.state, withBothStatistics: holdsBothStatistics)
    file.metadata.merge(facts.metadata) { _, new in new }
    return file
  }

  /// Writes the file, whole or not at all.
  package func save(to path: String) throws(FileProblem) { try FileAccess.write(file.bytes, to: path) }

  /// Predictions for images of the network's size.
  package func predict(_ images: ImageSet) -> Predictions {
    Evaluator(network, statistics: facts.statistics).predict(images)
  }
}

extension TrainingRun {
  /// Its network in its current state.
  package func model(accuracy: Double? = nil) -> Model { Model(network, ModelFacts(self, accuracy: accuracy)) }
}
