import ImageData
import Training

/// The plan of a run, known when it starts.
struct RunPlan: Equatable, Sendable {
  /// Images of one size.
  struct Stage: Equatable, Sendable {
    /// Pixels a side.
    let size: Int
    /// The first epoch of the run with it.
    let epoch: Int
    /// Multiply-adds of a forward pass of one image.
    let macs: Int
  }

  let network: String
  let widths: [Int]
  let dataName: String
  let fits: [FitCall]
  let trainImages: Int
  let validImages: Int
  let batchSize: Int
  let seed: UInt64
  let parameters: Int
  /// The accuracy of saying the most frequent class of the validation images always.
  var chance = 0.0
  /// Ends the run before its fit calls do.
  var maxSteps: Int?
  /// Whether a short last batch is left out.
  var dropsLast = false
  /// Epochs from one validation to the next.
  var validationEvery = 1
  /// Where the images grow during the run.
  var stages: [Stage] = []

  /// Batches per epoch; the last may be short.
  var batches: Int { max(1, BatchPlan.batches(of: trainImages, size: batchSize, dropsLast: dropsLast)) }
  /// By fit call.
  var fitEpochs: [Int] { fits.map(\.epochs) }
  /// Epochs of the whole run; the last one may be cut short.
  var epochs: Int { (steps + batches - 1) / batches }
  var steps: Int {
    let all = fitEpochs.reduce(0, +) * batches
    return min(all, maxSteps ?? all)
  }
  /// Validations that are still to come after so many epochs.
  func validations(after epochs: Int) -> Int { max((self.epochs - epochs + validationEvery - 1) / validationEvery, 0) }
  /// The size of the images in an epoch; nil: always the same.
  func size(at epoch: Int) -> Int? { stages.last { $0.epoch <= epoch }?.size }
  /// How long a step of an epoch takes beside one of the last epochs, by its multiply-adds.
  func cost(at epoch: Int) -> Double {
    guard let last = stages.last, let now = stages.last(where: { $0.epoch <= epoch }), last.macs > 0 else { return 1 }
    return Double(now.macs) / Double(last.macs)
  }
  /// What the steps from this one on cost, in steps of the last epochs.
  func cost(after done: Int) -> Double {
    guard done < steps else { return 0 }
    return (done / batches...(steps - 1) / batches).reduce(0) { sum, epoch in
      sum + cost(at: epoch) * Double(min((epoch + 1) * batches, steps) - max(epoch * batches, done))
    }
  }
  /// First epoch of a fit call, counted over the run.
  func firstEpoch(ofFit index: Int) -> Int { fitEpochs.prefix(index).reduce(0, +) }
}

/// Speed and remaining time, updated by each step.
struct TrainingProgress: Equatable, Sendable {
  /// Weight of the past in the average step time.
  private static let memory = 0.95

  /// First step in this process.
  private var firstStep = 0
  private(set) var steps = 0
  private(set) var epochsDone = 0
  /// Of a step of the last epochs, where the images grow during the run.
  private var secondsPerStep = 0.0
  private var imagesPerStep = 0.0
  /// What a step of the present epoch costs beside it.
  private var cost = 1.0
  private var mass = 0.0
  private(set) var validationSeconds: Double?
  private(set) var secondsTrained = 0.0

  init() {}

  /// For a resumed run with these figures.
  init(after past: RunCurves) {
    firstStep = past.steps
    steps = past.steps
    epochsDone = past.epochs.last.map { $0.epoch + 1 } ?? 0
    secondsTrained = past.epochs.reduce(0) { $0 + $1.seconds }
  }

  mutating func take(_ step: StepRecord, of plan: RunPlan?) {
    steps = step.step + 1
    secondsTrained += step.seconds
    // The first step allocates memory and wakes threads: its time is not typical.
    guard step.step > firstStep else { return }
    cost = plan?.cost(at: step.epoch) ?? 1
    secondsPerStep = Self.memory * secondsPerStep + (1 - Self.memory) * step.seconds / cost
    imagesPerStep = Self.memory * imagesPerStep + (1 - Self.memory) * Double(step.images)
    mass = Self.memory * mass + (1 - Self.memory)
  }

  mutating func take(_ epoch: EpochRecord) {
    epochsDone = epoch.epoch + 1
    steps = epoch.step
    validationSeconds = epoch.validationSeconds
  }

  /// nil: not measured yet.
  var imagesPerSecond: Double? { secondsPerStep > 0 ? imagesPerStep / (secondsPerStep * cost) : nil }

  /// Training time of an epoch.
  func secondsPerEpoch(_ plan: RunPlan) -> Double? {
    mass > 0 ? secondsPerStep * cost / mass * Double(plan.batches) : nil
  }

  /// Remaining seconds, including validations.
  func secondsLeft(_ plan: RunPlan) -> Double? {
    guard mass > 0 else { return nil }
    let perStep = secondsPerStep / mass
    // An estimate until a validation has been timed: a forward pass, a third of a step per batch.
    let validation =
      validationSeconds ?? perStep / 3 * Double(plan.validImages) / Double(max(plan.batchSize, 1))
    return perStep * plan.cost(after: steps) + validation * Double(plan.validations(after: epochsDone))
  }
}
