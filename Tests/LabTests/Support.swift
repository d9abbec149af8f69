import Foundation
import ImageData
import Listing
import Screen
import Training

@testable import Experiments
@testable import Lab

/// Small states and drivers for the tests of the interface.
enum Support {
  /// A set of plain pictures: one colour a class, a diagonal of white.
  static func dataSet(perClass: Int = 6) -> DataSet {
    func images(_ count: Int) -> ImageSet {
      var pixels: [UInt8] = []
      var labels: [UInt8] = []
      for index in 0..<count {
        let label = index % 10
        labels.append(UInt8(label))
        for channel in 0..<3 {
          for place in 0..<1_024 {
            pixels.append(place / 32 == place % 32 ? 255 : UInt8((label * 23 + channel * 60) % 256))
          }
        }
      }
      return ImageSet(size: 32, pixels: pixels, labels: labels)
    }
    return DataSet(
      name: "plain", source: "shapes", classes: DataSet.cifar10Classes, train: images(perClass * 10),
      valid: images(20))
  }

  /// A state with images loaded, at a size.
  static func state(width: Int = 120, height: Int = 40) -> LabState {
    var state = LabState()
    state.width = width
    state.height = height
    let set = dataSet()
    _ = update(&state, DataMessage.loaded(source: "shapes", ReadOptions(size: set.size), set, SetFacts(set)))
    // What is said of so few images.
    state.notice = nil
    state.log = []
    return state
  }

  /// What `:` or a field would be given, key by key.
  static func type(_ text: String, _ state: inout LabState) -> [Effect] {
    text.flatMap { press(.character($0), &state) }
  }

  @discardableResult static func press(_ keys: KeyPress..., on state: inout LabState) -> [Effect] {
    keys.flatMap { press($0, &state) }
  }

  static func press(_ key: KeyPress, _ state: inout LabState) -> [Effect] {
    // A test may have changed the state by itself.
    state.layOut()
    return update(&state, SessionMessage.terminal(.key(key)))
  }

  /// What a state looks like, laid out as it is now.
  static func view(_ state: LabState) -> Buffer {
    var state = state
    state.layOut()
    return Lab.view(state, .full)
  }

  /// The job that was asked for first begins.
  static func begin(_ state: inout LabState) {
    if let job = state.jobs.all.first { _ = update(&state, JobMessage.began(job.id)) }
  }

  /// The job that was asked for first is over.
  @discardableResult static func end(_ state: inout LabState, _ end: Job.End = .done) -> [Effect] {
    state.jobs.all.first.map { update(&state, JobMessage.ended($0.id, end)) } ?? []
  }

  static let plan = RunPlan(
    network: "ConvNet", widths: [3, 20, 40, 80], dataName: "plain",
    fits: [FitCall(1e-1, 1), FitCall(1e-1, 2, cycleLength: 1)], trainImages: 60, validImages: 20, batchSize: 16,
    seed: 42, parameters: 37_490)

  /// The events of a whole run of `plan`: losses that fall, one spike.
  static func events(steps: Int? = nil) -> [TrainingEvent] {
    var events: [TrainingEvent] = []
    for step in 0..<(steps ?? plan.steps) {
      let epoch = step / plan.batches
      let loss = 2.3 - 0.1 * Double(step) + (step == 5 ? 0.8 : 0)
      events.append(
        .stepEnded(
          StepRecord(
            step: step, epoch: epoch, fit: epoch == 0 ? 0 : 1, learningRate: 0.1 / Double(1 + step % 4), loss: loss,
            smoothed: loss + 0.05, images: 16, seconds: 0.02)))
      if (step + 1) % plan.batches == 0 {
        events.append(.validationStarted(epoch: epoch))
        events.append(
          .epochEnded(
            EpochRecord(
              epoch: epoch, fit: epoch == 0 ? 0 : 1, learningRate: 0.025, trainLoss: loss, validLoss: loss + 0.1,
              accuracy: 0.2 + 0.15 * Double(epoch), seconds: 0.08, imagesPerSecond: 800, validationSeconds: 0.03,
              step: step + 1)))
      }
    }
    return events
  }

  /// A state in the middle of a run, or at its end.
  static func training(steps: Int? = nil, width: Int = 120, height: Int = 40) -> LabState {
    var state = state(width: width, height: height)
    _ = state.startTraining()
    state.notice = nil
    state.log = []
    begin(&state)
    _ = update(
      &state, TrainMessage.started(plan, state.recipe, name: "run", folder: "20260101-120000-ConvNet-42"))
    _ = update(&state, TrainMessage.events(events(steps: steps)))
    return state
  }
}

extension Support {
  /// A sweep that falls, has its lowest point near 0.3, and explodes.
  static func sweep(points: Int = 60) -> [FinderMessage] {
    let sweep = FinderSweep(
      title: "ConvNet 3,20,40,80", recipe: Recipe(network: "ConvNet"), options: LRFinderOptions())
    var events: [FinderMessage] = [.started(sweep, steps: points)]
    for k in 0..<points {
      let share = Double(k) / Double(points)
      let loss = 2.3 - 1.4 * share + (share > 0.75 ? 12 * (share - 0.75) : 0)
      events.append(
        .point(
          LRCurve.Point(
            learningRate: 1e-5 * Double(sign: .plus, exponent: k / 3, significand: 1), loss: loss, smoothed: loss)))
    }
    return events + [.ended(.exploded, LRSuggestions(recommended: 0.01, lowest: 0.3))]
  }

  /// The Runs screen with these runs.
  static func listed(_ rows: [RunRow] = rows, width: Int = 120, height: Int = 40) -> LabState {
    var state = state(width: width, height: height)
    state.screen = .runs
    _ = update(&state, RunsMessage.listed(rows))
    return state
  }

  static let rows: [RunRow] = [
    row("20260101-120000-ConvNet-42", accuracy: 0.5817, parameters: 37_490),
    row("20260102-090000-SimpleNet-1", accuracy: 0.4724, parameters: 123_330),
    row("20260103-170000-ConvBnNet-7", accuracy: 0.7016, parameters: 155_970),
  ]

  /// A run of the store; its day is that of its name.
  static func row(
    _ id: String, accuracy: Double, parameters: Int, status: RunListing.Status = .completed,
    change: (inout RunDocument) -> Void = { _ in }
  ) -> RunRow {
    guard var document = try? RecordedRun.shared.get().documents[0] else {
      preconditionFailure("The recorded run is there.")
    }
    var recipe = Recipe(network: String(id.split(separator: "-")[2]))
    recipe.fits = [FitCall(0.1, 2)]
    recipe.widths = [3, 20, 40, 80]
    recipe.data = "shapes"
    document.recipe = recipe
    document.parameters = parameters
    // 2026-01-01 12:00 and the days after it.
    document.created = 1_767_268_800 + 86_400 * Double((Int(id.prefix(8)) ?? 0) - 20_260_101)
    document.result.accuracy = accuracy
    document.result.best = nil
    document.result.validLoss = 2 - accuracy
    document.result.seconds = 12.3
    document.result.epochs = 2
    document.status = RunDocument.Status(rawValue: status.rawValue) ?? .running
    change(&document)
    return RunRow(
      RunListing(name: id, folder: "runs/" + id, content: .run(document), isLive: status == .running),
      timeZone: TimeZone(secondsFromGMT: 0)!)
  }

  /// Predictions on the 20 validation images of `dataSet`: each third one is wrong by one class.
  static func inspection() throws -> Inspection {
    let labels = dataSet().valid.labels
    var values: [Float] = []
    for (image, label) in labels.enumerated() {
      let said = image % 3 == 0 ? (Int(label) + 1) % 10 : Int(label)
      for index in 0..<10 { values.append(index == said ? -0.2 : index == Int(label) ? -1.9 - Float(image) / 10 : -5) }
    }
    let layers = """
      [{"name":"layers.0","mean":0.25,"std":0.5,"deadShare":0.0,"gradientNorm":0.31,"histogram":[4,9,2]},
      {"name":"out","mean":-0.02,"std":0.75,"deadShare":0.6,"histogram":[1,2,1]}]
      """
    return Inspection(
      title: "20260101-120000-ConvNet-42", network: "ConvNet",
      facts: try Interpretation(
        classes: dataSet().classes, predictions: Predictions(classes: 10, logProbabilities: values, labels: labels),
        layers: try JSONDecoder().decode([LayerFigures].self, from: Data(layers.utf8))), images: dataSet().valid,
      history: [],
      labels: InspectLabels(
        file: "runs/20260101-120000-ConvNet-42.labels.csv", overlay: LabelOverlay(), images: RelabelledSet(dataSet()),
        source: dataSet()))
  }
}

extension JobID {
  /// Of the job that was asked for first.
  static let first = JobID(number: 1)
}
