import Experiments
import Files
import Foundation
import Screen
import Training

/// The output of a training run: the lesson's table or JSON lines, and progress.
struct TrainingReport {
  enum Style { case table, json, jsonSteps }

  private let style: Style
  private let console: Console
  private let run: TrainingRun
  private let folder: String?
  /// Whether there was nothing left to train.
  private let isComplete: Bool
  private var last: EpochRecord?
  private var seconds = 0.0
  private var pace = ProgressPace()

  /// `folder` is where the run is recorded.
  init(_ style: Style, _ console: Console, _ run: TrainingRun, folder: String?) {
    self.style = style
    self.console = console
    self.run = run
    self.folder = folder
    isComplete = run.learner.position.isComplete
  }

  /// Reports what is known before the first step.
  func begin() throws(OutputError) {
    let network = run.network
    if isComplete { console.message("cifarlab: this run is complete: there is nothing left to train") }
    guard style == .table else {
      return try console.write([
        "event": "start", "network": .string(network.architecture.name), "widths": .ints(network.widths),
        "parameters": .int(network.parameterCount), "train_images": .int(run.learner.data.train.count),
        "valid_images": .int(run.learner.data.valid.count), "seed": .unsigned(run.recipe.seed), "run": .text(folder),
      ])
    }
    guard !isComplete else { return }
    let fits = run.learner.options.fits.map { "fit \($0.shortText)" }.joined(separator: " · ")
    try console.write(
      """
      \(network.architecture.name) \(network.widths.map(String.init).joined(separator: ",")) · \
      \(Figures.grouped(network.parameterCount)) parameters · \(run.data.name), \
      \(Figures.grouped(run.learner.data.train.count)) images · seed \(run.recipe.seed)
      \(fits)
      epoch   trn_loss   val_loss   accuracy\(run.learner.options.averaging.isOn ? "      plain" : "")     trn_s

      """)
  }

  mutating func take(_ event: TrainingEvent) throws(OutputError) {
    switch event {
    case .stepEnded(let step): try take(step)
    case .epochEnded(let epoch): try take(epoch)
    case .notice(let text): if !console.isQuiet { say(text) }
    case .warning(let text): say(text)
    case .stopped(let reason): try end(reason)
    case .validationStarted(let epoch): console.progress("epoch \(ordinal(epoch)): validation")
    case .recovered(let divergence):
      say("step \(divergence.step) diverged and goes on from good weights, as in the run that is repeated")
    case .paused, .resumed, .learningRateChanged, .held: break
    }
  }

  private func say(_ text: String) {
    console.progress("")
    console.message("cifarlab: \(text)")
  }

  private mutating func take(_ step: StepRecord) throws(OutputError) {
    if style == .jsonSteps {
      try console.write([
        "event": "step", "step": .int(step.step), "lr": .number(step.learningRate), "loss": .number(step.loss),
        "smoothed": .number(step.smoothed),
      ])
    }
    guard console.showsProgress, pace.isDue() else { return }
    console.progress(progress(step))
  }

  private func progress(_ step: StepRecord) -> String {
    let learner = run.learner
    let total = learner.totalSteps
    let batch = learner.position.batch
    let left = Double(total - step.step - 1) * step.seconds
    return """
      fit \(ordinal(step.fit))/\(learner.options.fits.count)  epoch \(ordinal(step.epoch))/\(learner.totalEpochs)  \
      batch \(batch)/\(learner.batches)  loss \(Figures.fixed(step.smoothed, 4))  lr \(Figures.scientific(step.learningRate))  \
      \(Figures.grouped(Int(Double(step.images) / max(step.seconds, 1e-9)))) images/s  left \(Figures.timeLeft(left)) trn
      """
  }

  private mutating func take(_ epoch: EpochRecord) throws(OutputError) {
    last = epoch
    seconds += epoch.seconds
    guard style == .table else {
      var facts: [String: JSON] = [
        "event": "epoch", "epoch": .int(epoch.epoch), "fit": .int(epoch.fit), "lr": .number(epoch.learningRate),
        "train_loss": .number(epoch.trainLoss), "valid_loss": .number(epoch.validLoss),
        "accuracy": .number(epoch.accuracy), "seconds": .number(epoch.seconds),
        "images_per_second": .number(epoch.imagesPerSecond),
      ]
      if let plain = epoch.plain {
        facts["plain_loss"] = .number(plain.loss)
        facts["plain_accuracy"] = .number(plain.accuracy)
      }
      if let left = epoch.stopsIn { facts["stops_in"] = .int(left) }
      return try console.write(.object(facts))
    }
    console.progress("")
    let figures = String(
      format: "%5d %10.4f %10.4f %10.2f", ordinal(epoch.epoch), epoch.trainLoss, epoch.validLoss, epoch.accuracy * 100)
    let plain = epoch.plain.map { String(format: " %10.2f", $0.accuracy * 100) } ?? ""
    let end = epoch.stopsIn.map { $0 == 0 ? "   stops: nothing better in time" : "   stops in \($0)" } ?? ""
    try console.write(figures + plain + String(format: " %9.2f", epoch.seconds) + end + "\n")
  }

  private var lastViews: TestTimeAugmentation { run.recipe.training.lastViews }

  private func end(_ reason: StopReason) throws(OutputError) {
    guard style != .table else {
      console.progress("")
      if let last, let other = last.other { try console.write(other.text(beside: last.accuracy) + "\n") }
      if let last, let augmented = last.augmented {
        try console.write(augmented.text(with: "--tta \(lastViews)", beside: last.accuracy) + "\n")
      }
      if let folder, !console.isQuiet, !isComplete { console.message("kept in \(folder)") }
      return
    }
    let status: JSON =
      switch reason {
      case .completed: "completed"
      case .stopped: "stopped"
      case .diverged: "diverged"
      }
    var facts: [String: JSON] = [
      "event": "end", "status": status, "accuracy": last.map { .number($0.accuracy) } ?? .null,
      "seconds": .number(seconds), "run": .text(folder),
    ]
    facts["other_bn_stats"] = last?.other?.json
    facts["tta"] = last?.augmented?.json(ofKind: lastViews.json)
    try console.write(.object(facts))
  }
}
