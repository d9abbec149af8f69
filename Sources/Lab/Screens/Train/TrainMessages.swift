import Experiments
import Listing
import Screen
import Training

/// Messages of a training.
enum TrainMessage: LabMessage {
  case started(RunPlan, Recipe, name: String, folder: String?, past: RunPast? = nil)
  case events([TrainingEvent])

  func apply(to state: inout LabState) -> [Effect] {
    switch self {
    case .started(let plan, let recipe, let name, let folder, let past):
      state.train.start(plan, recipe, name: name, past: past)
      state.train.folder = folder
    case .events(let events):
      for event in events { state.take(event) }
    }
    if let plan = state.train.plan {
      state.jobs.advance(TrainJob.self, to: JobProgress(done: state.train.progress.steps, total: plan.steps))
    }
    return state.closing == nil ? [] : state.stopHeldTraining()
  }

  func lines(_ state: LabState) -> [String] {
    switch self {
    case .started(let plan, _, let name, _, let past):
      let fits = plan.fits.map(\.shortText).joined(separator: "; ")
      return [
        "training \(plan.network) \(plan.widths.map(String.init).joined(separator: ",")) with "
          + "\(Figures.grouped(plan.parameters)) parameters on \(Figures.grouped(plan.trainImages)) images: "
          + "fit \(fits), batches of \(plan.batchSize), seed \(plan.seed), run \(name)"
          + (past.map { ", from step \($0.curves.steps) on" } ?? "")
      ]
    case .events(let events): return events.compactMap { Self.line(for: $0, state) }
    }
  }

  private static func line(for event: TrainingEvent, _ state: LabState) -> String? {
    switch event {
    case .epochEnded(let epoch): return line(for: epoch, state)
    case .paused(let step): return "paused before step \(step)"
    case .resumed(let step): return "goes on at step \(step)"
    case .learningRateChanged(let change):
      return "from step \(change.step) on: lr \(change.learningRate.map(Figures.rate) ?? "by schedule")"
    case .held(let divergence):
      return
        "\(divergence.explanation.replacing("\n\n", with: " ")) The command smaller goes on from there with a tenth "
        + "of the learning rate, stop ends the run."
    case .recovered(let divergence):
      return "goes on from \(divergence.startTitle) at step \(divergence.step) with a tenth of the learning rate"
    case .stepEnded, .validationStarted, .notice, .warning, .stopped: return nil
    }
  }

  static func line(for epoch: EpochRecord, _ state: LabState) -> String {
    var text =
      "epoch \(ordinal(epoch.epoch)): train loss \(Figures.loss(epoch.trainLoss)), validation loss "
      + "\(Figures.loss(epoch.validLoss)), accuracy \(Figures.percent(epoch.accuracy)) %, "
      + "\(Figures.trained(epoch.seconds)), \(Figures.grouped(Int(epoch.imagesPerSecond))) images/s"
    if let plan = state.train.plan, let left = state.train.progress.secondsLeft(plan), state.train.isUnderWay {
      text += ", \(Figures.leftWithValidation(left)) left"
    }
    return text
  }
}

extension LabState {
  fileprivate mutating func take(_ event: TrainingEvent) {
    train.take(event)
    switch event {
    case .notice(let text), .warning(let text): say(text, .warning)
    case .stopped(.completed):
      say("trained: accuracy \(Figures.percent(train.curves.epochs.last?.accuracy)) %") {
        $0.train.phase == .ended(.completed)
      }
    case .stopped(.stopped):
      say(
        "stopped at step \(train.curves.steps)\(train.folder == nil ? "" : "; \(keyName(.resume)) goes on from there")"
      ) {
        $0.train.phase == .ended(.stopped)
      }
    case .held(let divergence):
      let place = "step \(divergence.step) with lr \(Figures.rate(divergence.learningRate))"
      say("diverged at \(place): the run waits, see screen \(keyName(of: .train))", .warning) {
        $0.train.divergence != nil
      }
    case .recovered(let divergence):
      say("goes on from \(divergence.startTitle) with a tenth of the lr")
    case .stopped(.diverged(let step, let rate)):
      say("ended: diverged at step \(step) with lr \(Figures.rate(rate))", .warning)
    default: break
    }
  }
}
