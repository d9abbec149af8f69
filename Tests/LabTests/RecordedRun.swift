import Foundation
import ImageData
import Screen
import Testing
import Training

@testable import Experiments
@testable import Lab

/// A sweep, two runs and an inspection on the built-in images, as they went once: what the golden screens show.
///
/// `Golden/run.json` holds it, written by the lab's own runtime when `CIFARLAB_RECORD_RUN` is set.
struct RecordedRun: Codable {
  /// A step of the second run.
  struct Step: Codable {
    var learningRate: Double
    var loss: Double
    var smoothed: Double
    var images: Int
    var seconds: Double
  }
  /// A batch of the sweep.
  struct Point: Codable {
    var rate: Double
    var loss: Double
    var smoothed: Double
  }
  struct Suggestion: Codable {
    var name: String
    var rate: Double
  }

  static let shared = Result { try read() }
  private static let file =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/run.json")

  var sweep: [Point] = []
  var suggestions: [Suggestion] = []
  var stoppedEarly = false
  /// Names and `run.json` of all runs; the last one's steps and epochs are below.
  var names: [String] = []
  var documents: [RunDocument] = []
  var steps: [Step] = []
  var epochs: [EpochRecord] = []
  var logProbabilities: [Float] = []
  var layers: [LayerFigures] = []

  /// The images: those of `shapes`, few of them for validation.
  static let images = ShapesSet.make(valid: 100)

  private static func read() throws -> RecordedRun {
    if ProcessInfo.processInfo.environment["CIFARLAB_RECORD_RUN"] != nil {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      try encoder.encode(try record()).write(to: file)
    }
    return try JSONDecoder().decode(RecordedRun.self, from: Data(contentsOf: file))
  }
}

extension RecordedRun {
  private static func recipe(_ network: String, _ fits: [FitCall], subset: Int) -> Recipe {
    var recipe = Recipe(network: network)
    recipe.data = "shapes"
    recipe.fits = fits
    recipe.batchSize = 64
    recipe.subset = subset
    return recipe
  }

  /// Sweeps, trains and inspects as the lab does, and keeps what it tells.
  private static func record() throws -> RecordedRun {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cifarlab-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var options = LabOptions(environment: [:])
    options.runs = folder.path
    let runtime = LabRuntime(options, settings: nil)
    runtime.data.withLock { $0 = images }
    let recipe = recipe("ConvNet", [FitCall(1e-1, 1), FitCall(1e-1, 2, cycleLength: 1)], subset: 3_200)
    runtime.train(Self.recipe("SimpleNet", [FitCall(1e-2, 1)], subset: 640))
    // Of the first run only the row in the store is wanted.
    _ = runtime.mailbox.take()
    runtime.find(FinderRequest(recipe: recipe, startRate: 1e-5, endRate: 10, isLinear: false))
    runtime.train(recipe)
    let listings = runtime.store.list().sorted { $0.document?.created ?? 0 < $1.document?.created ?? 0 }
    runtime.inspect(.run(try #require(listings.last).name))
    var recorded = RecordedRun()
    recorded.names = listings.map(\.name)
    recorded.documents = listings.compactMap(\.document)
    // Nobody has to know where.
    for index in recorded.documents.indices { recorded.documents[index].machine.host = "localhost" }
    for message in runtime.mailbox.take() { recorded.take(message) }
    return recorded
  }

  private mutating func take(_ message: Message) {
    switch message {
    case .finder(.point(let rate, let loss, let smoothed)):
      sweep.append(Point(rate: rate, loss: loss, smoothed: smoothed))
    case .finder(.ended(let found, let isEarly)):
      suggestions = found.map { Suggestion(name: $0.name, rate: $0.rate) }
      stoppedEarly = isEarly
    case .training(let events):
      for event in events {
        if case .stepEnded(let step) = event {
          steps.append(
            Step(
              learningRate: step.learningRate, loss: step.loss, smoothed: step.smoothed, images: step.images,
              seconds: step.seconds))
        }
        if case .epochEnded(let epoch) = event { epochs.append(epoch) }
      }
    case .inspected(let inspection):
      logProbabilities = inspection.facts.predictions.logProbabilities
      layers = inspection.facts.layers
    default: break
    }
  }
}

extension RecordedRun {
  private var document: RunDocument { documents[documents.count - 1] }
  private var name: String { names[names.count - 1] }

  private var plan: RunPlan {
    let recipe = document.recipe
    return RunPlan(
      network: recipe.network, widths: recipe.widths ?? [], dataName: document.data.name, fits: recipe.fits,
      trainImages: document.data.trainImages, validImages: document.data.validImages, batchSize: recipe.batchSize,
      seed: recipe.seed, parameters: document.parameters)
  }

  /// What the learner told, in order.
  private var events: [TrainingEvent] {
    var events: [TrainingEvent] = []
    for (index, step) in steps.enumerated() {
      let epoch = index / plan.batches
      events.append(
        .stepEnded(
          StepRecord(
            step: index, epoch: epoch, fit: epochs[epoch].fit, learningRate: step.learningRate, loss: step.loss,
            smoothed: step.smoothed, images: step.images, seconds: step.seconds)))
      if epochs[epoch].step == index + 1 {
        events += [.validationStarted(epoch: epoch), .epochEnded(epochs[epoch])]
      }
    }
    return events + [.stopped(.completed)]
  }

  private var inspection: Inspection {
    let images = RecordedRun.images
    let predictions = Predictions(
      classes: images.classes.count, logProbabilities: logProbabilities, labels: images.valid.labels)
    return Inspection(
      title: name, facts: Interpretation(classes: images.classes, predictions: predictions, layers: layers),
      history: epochs.flatMap { epoch in epoch.layers.map { LayerRow(epoch: epoch.epoch, $0) } })
  }

  private var rows: [RunRow] {
    zip(names, documents).map { name, document in
      RunRow(
        RunListing(name: name, folder: name, content: .run(document), isLive: false),
        timeZone: TimeZone(secondsFromGMT: 0)!)
    }
  }

  /// The lab after all that.
  func state(width: Int, height: Int) -> LabState {
    var state = LabState()
    (state.width, state.height) = (width, height)
    let images = RecordedRun.images
    _ = update(&state, .loaded(source: "shapes", images, DataFacts(images)))
    state.network.pick(document.recipe.network, widths: document.recipe.widths)
    state.form.take(document.recipe)
    _ = update(&state, .finder(.started(title: "ConvNet 3,20,40,80", steps: plan.batches)))
    for point in sweep {
      _ = update(&state, .finder(.point(rate: point.rate, loss: point.loss, smoothed: point.smoothed)))
    }
    let found = suggestions.map { FinderSuggestion(name: $0.name, rate: $0.rate) }
    _ = update(&state, .finder(.ended(found, stoppedEarly: stoppedEarly)))
    state.train.prepare(document.recipe)
    _ = update(&state, .trainingStarted(plan, name: name, folder: name))
    _ = update(&state, .training(events))
    _ = update(&state, .runsListed(rows))
    _ = update(&state, .inspected(inspection))
    return state
  }
}
