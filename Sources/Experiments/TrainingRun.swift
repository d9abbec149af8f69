import Files
import Foundation
import ImageData
import Kernels
import Networks
import Training

/// Network, images and learner of a recipe.
///
/// Used by command line and lab. A pool serves one run at a time.
package final class TrainingRun {
  package let recipe: Recipe
  /// All images, with the recipe's labels; the learner uses the recipe's subset.
  package let data: DataSet
  /// Where the recipe gives the images other labels, the fingerprint from before.
  private let unlabelledFingerprint: String?
  package let network: Network
  package let learner: Learner
  /// Notices about the initial weights.
  package let weightsNotices: [String]

  /// Builds network and learner, and loads the initial weights if the recipe names any.
  ///
  /// `data` is the whole set that `recipe.data` names. `needsStatistics` requires batch-norm statistics in the weights,
  /// as for evaluation; otherwise batches that the network cannot learn from are refused. `kind` is which of the batch
  /// statistics the weights evaluate with where they do not say so.
  package init(
    _ recipe: Recipe, data: DataSet, pool: WorkerPool, needsStatistics: Bool = false,
    kind: NetworkOptions.BatchNormStatistics? = nil
  ) throws {
    self.recipe = recipe
    unlabelledFingerprint = recipe.labelsFrom == nil ? nil : data.fingerprint
    let data = try recipe.relabelled(data).data
    self.data = data
    let network = try recipe.makeNetwork(for: data, pool: pool)
    let images = recipe.subset.map { data.subset($0, seed: recipe.seed) } ?? data
    if recipe.initialWeights == nil { network.whiten(from: images, normalisation: recipe.training.normalisation) }
    weightsNotices =
      try recipe.initialWeights.map {
        try WeightsFile.load(
          $0, into: network, needsStatistics: needsStatistics, keepsHead: recipe.newHead && !needsStatistics, kind: kind
        )
      } ?? []
    self.network = network
    let options = try recipe.learnerOptions()
    if options.averaging.movingAverage != nil, options.averaging.lookahead != nil {
      throw RecipeConflict(problem: "--ema and --lookahead are two averages", remedy: "leave one of them out")
    }
    let layers = network.layers.map(\.spec)
    for call in options.fits { try layers.check(frozen: call.frozen) }
    try layers.check(groups: options.groupNames.sorted())
    learner = Learner(
      network: network, data: images, options: options, smaller: try Self.smaller(network, options.sizes))
    if !needsStatistics { try checkValuesUnderNorms() }
  }

  /// The network for the sizes of images that are not its own.
  private static func smaller(_ network: Network, _ sizes: ImageSizes?) throws -> [Network] {
    let own = network.image.height
    let wanted = sizes?.others(than: own) ?? []
    if let largest = wanted.last, largest > own {
      throw RecipeConflict(
        problem: "--sizes asks for images of \(largest) pixels, which are read at \(own)",
        remedy: "read them at --size \(largest), or name smaller sizes")
    }
    return try wanted.map { size in
      do throws(NetworkError) {
        return try network.resized(to: MapShape(3, size, size))
      } catch {
        throw RecipeConflict(
          problem: "--sizes asks for images of \(size) pixels, which the network cannot take: \(error.problem)",
          remedy: "name sizes nearer to \(own), or leave --sizes out")
      }
    }
  }

  /// Of the images as they were read, whatever labels the recipe gives them.
  package var fingerprint: String { unlabelledFingerprint ?? data.fingerprint }

  /// Trains and records with `recorder`; events come on the calling thread.
  @discardableResult
  package func run(
    _ control: TrainingControl = TrainingControl(), recorder: RunRecorder? = nil, lease: CoreLease? = nil,
    _ emit: (TrainingEvent) -> Void = { _ in }
  ) -> StopReason {
    if !learner.position.isComplete { notices.forEach { emit(.notice($0)) } }
    recorder?.start().forEach(emit)
    return learner.run(control, lease: lease) { event in
      let warnings = recorder?.take(event, learner) ?? []
      if case .stopped = event { warnings.forEach(emit) }
      emit(event)
      if case .stopped = event { return }
      warnings.forEach(emit)
    }
  }

  /// A sweep over learning rates from the current weights, which are restored afterwards.
  package func finder(_ options: LRFinderOptions = LRFinderOptions()) -> LRFinder {
    learner.finder(options)
  }
}

/// Settings of a recipe that exclude each other.
package struct RecipeConflict: UserFacingError, Equatable {
  package let problem: String
  package let remedy: String?
  package var exitCode: ExitCode { .wrongUse }
}

extension Recipe {
  /// The network with its initial weights.
  package func makeNetwork(for data: DataSet, pool: WorkerPool) throws(NetworkError) -> Network {
    let architecture = try architecture()
    let image = MapShape(3, data.size, data.size)
    let widths = widths ?? architecture.widths(image: image, classes: data.classes.count)
    try checkMemory(image: image, classes: data.classes.count)
    return try Network(
      architecture, widths: widths, image: image, classes: data.classes.count, batchSize: batchSize,
      options: options, seed: seed, pool: pool)
  }

  /// Throws if training the network would not fit into the machine's memory.
  private func checkMemory(image: MapShape, classes: Int) throws(NetworkError) {
    let needed = try memory(image: image, classes: classes).bytes(training)
    let installed = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    guard needed <= installed else {
      let gigabytes = (needed: needed >> 30, installed: installed >> 30)
      throw .width(
        index: nil, "training needs \(gigabytes.needed) GiB of memory, more than the \(gigabytes.installed) there are")
    }
  }

  /// What its training takes on images of that shape.
  package func memory(image: MapShape, classes: Int, threads: Int = 1) throws(NetworkError) -> TrainingMemory {
    let architecture = try architecture()
    let widths = widths ?? architecture.widths(image: image, classes: classes)
    // Sizes that the network cannot take are refused before they are trained on.
    let smaller = (training.sizes?.others(than: image.height) ?? []).compactMap { size in
      let image = MapShape(image.channels, size, size)
      return (try? architecture.specs(widths, image: image, classes: classes)).map { (layers: $0, image: image) }
    }
    return TrainingMemory(
      try architecture.specs(widths, image: image, classes: classes), image: image, threads: threads, smaller: smaller)
  }

  /// The learner's options, with the architecture's own schedule if the recipe has no calls.
  package func learnerOptions() throws -> LearnerOptions {
    var options = training
    options.fits = try schedule()
    return options
  }

  /// The recipe with widths, calls, paths and shares spelled out, so that it keeps its meaning when defaults change, and
  /// with the digest of its table of labels.
  func spelledOut(for data: DataSet) throws -> Recipe {
    let architecture = try architecture()
    var recipe = self
    recipe.use(architecture)
    let widths = widths ?? architecture.widths(image: MapShape(3, data.size, data.size), classes: data.classes.count)
    recipe.widths = widths.isEmpty ? nil : widths
    recipe.fits = try schedule()
    recipe.data = data.source
    if data.split != SplitShares() { recipe.reading.split = data.split }
    recipe.initialWeights = initialWeights.map { URL(fileURLWithPath: $0).path }
    recipe.labelsDigest = try labelTable()?.digest
    recipe.labelsFrom = labelsFrom.map { URL(fileURLWithPath: $0).path }
    return recipe
  }
}
