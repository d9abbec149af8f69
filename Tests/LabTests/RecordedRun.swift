import Foundation
import ImageData
import Listing
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

  static let shared = Result { try read() }
  private static let file =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/run.json")

  var sweep: [Point] = []
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
    let runtime = LabRuntime(options)
    /// Does a job at once, and returns what it tells.
    func run(_ job: some LabJob) throws -> [any LabMessage] {
      try job.run(JobHandle(.first, job.makeControl(), runtime.mailbox), in: runtime)
      return runtime.mailbox.take()
    }
    let recipe = recipe("ConvNet", [FitCall(1e-1, 1), FitCall(1e-1, 2, cycleLength: 1)], subset: 3_200)
    // Of the first run only the row in the store is wanted.
    _ = try run(TrainJob(recipe: Self.recipe("SimpleNet", [FitCall(1e-2, 1)], subset: 640), start: .new(images, nil)))
    var messages = try run(FindJob(recipe: recipe, data: images, options: LRFinderOptions(), isByTrial: false))
    messages += try run(TrainJob(recipe: recipe, start: .new(images, nil)))
    let listings = runtime.store.list().sorted { $0.document?.created ?? 0 < $1.document?.created ?? 0 }
    messages += try run(InspectJob(id: try #require(listings.last).name, loaded: images))
    var recorded = RecordedRun()
    recorded.names = listings.map(\.name)
    recorded.documents = listings.compactMap(\.document)
    // Nobody has to know where.
    for index in recorded.documents.indices { recorded.documents[index].machine.host = "localhost" }
    for message in messages { recorded.take(message) }
    return recorded
  }

  private mutating func take(_ message: any LabMessage) {
    switch message {
    case FinderMessage.point(let point):
      sweep.append(Point(rate: point.learningRate, loss: point.loss, smoothed: point.smoothed))
    case FinderMessage.ended(let ending, _): stoppedEarly = ending == .exploded
    case TrainMessage.events(let events):
      for event in events {
        if case .stepEnded(let step) = event {
          steps.append(
            Step(
              learningRate: step.learningRate, loss: step.loss, smoothed: step.smoothed, images: step.images,
              seconds: step.seconds))
        }
        if case .epochEnded(let epoch) = event { epochs.append(epoch) }
      }
    case InspectMessage.inspected(let inspection):
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

  private func inspection() throws -> Inspection {
    let images = RecordedRun.images
    let predictions = Predictions(
      classes: images.classes.count, logProbabilities: logProbabilities, labels: images.valid.labels)
    return Inspection(
      title: name, network: document.recipe.network,
      facts: try Interpretation(classes: images.classes, predictions: predictions, layers: layers),
      images: images.valid,
      history: epochs.flatMap { epoch in epoch.layers.map { LayerRow(epoch: epoch.epoch, $0) } },
      labels: InspectLabels(
        file: "runs/\(name).labels.csv", overlay: LabelOverlay(), images: RelabelledSet(images), source: images))
  }

  private var rows: [RunRow] {
    zip(names, documents).map { name, document in
      RunRow(
        RunListing(name: name, folder: name, content: .run(document), isLive: false),
        timeZone: TimeZone(secondsFromGMT: 0)!)
    }
  }

  /// The lab after all that.
  func state(width: Int, height: Int) throws -> LabState {
    var state = LabState()
    (state.width, state.height) = (width, height)
    let images = RecordedRun.images
    _ = update(&state, DataMessage.loaded(source: "shapes", ReadOptions(size: images.size), images, SetFacts(images)))
    state.network.pick(document.recipe.network, widths: document.recipe.widths)
    state.form.take(document.recipe)
    let started = FinderSweep(title: "ConvNet 3,20,40,80", recipe: document.recipe, options: LRFinderOptions())
    _ = update(&state, FinderMessage.started(started, steps: plan.batches))
    let points = sweep.map { LRCurve.Point(learningRate: $0.rate, loss: $0.loss, smoothed: $0.smoothed) }
    for point in points { _ = update(&state, FinderMessage.point(point)) }
    let curve = LRCurve(points: points, ending: stoppedEarly ? .exploded : .reachedEnd)
    _ = update(&state, FinderMessage.ended(curve.ending, LRSuggestions(curve, batches: sweep.count)))
    _ = update(&state, TrainMessage.started(plan, document.recipe, name: name, folder: name))
    _ = update(&state, TrainMessage.events(events))
    _ = update(&state, RunsMessage.listed(rows))
    _ = state.readDrawnRuns()
    _ = update(&state, RunsMessage.loaded(epochs.map { EpochRow($0) }, id: name))
    _ = update(&state, InspectMessage.inspected(try inspection()))
    return state
  }
}
