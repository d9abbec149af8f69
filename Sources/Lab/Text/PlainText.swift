import Screen
import Training

/// The lab in lines of text: what a screen reader or a log can follow.
enum PlainText {
  /// What there is to say after a message.
  static func lines(after message: Message, _ state: LabState) -> [String] {
    switch message {
    case .loaded(_, let set, let facts):
      return [
        "images: \(set.name), \(NumberText.count(set.train.count)) training and \(NumberText.count(set.valid.count)) "
          + "validation images of \(set.classes.count) classes: \(set.classes.joined(separator: ", "))",
        "mean \(numbers(facts.measured.mean)), standard deviation \(numbers(facts.measured.std))",
      ]
    case .trainingStarted(let plan, let name, _, let past):
      let fits = plan.fits.map(RecipeForm.short).joined(separator: "; ")
      return [
        "training \(plan.network) \(plan.widths.map(String.init).joined(separator: ",")) with "
          + "\(NumberText.count(plan.parameters)) parameters on \(NumberText.count(plan.trainImages)) images: "
          + "fit \(fits), batches of \(plan.batchSize), seed \(plan.seed), run \(name)"
          + (past.map { ", from step \($0.curves.steps) on" } ?? "")
      ]
    case .training(let events): return events.compactMap { line(for: $0, state) }
    case .finder(.started(let title, let steps)):
      return ["sweeping the learning rate of \(title), \(steps) steps at most"]
    case .finder(.ended(let suggestions, _)):
      return ["the sweep has ended"] + suggestions.map { "suggestion \($0.name): lr \(Figures.rate($0.rate))" }
    case .inspected: return describe(.inspect, state)
    case .sourcesListed, .runsListed, .clock, .terminal, .typed, .logged, .loading, .drawn, .measured, .finder,
      .loadFailed, .trainingFailed, .trainingClosed, .runLoaded, .runDeleted, .failed, .done, .inspecting,
      .inspectFailed:
      return []
    }
  }

  private static func line(for event: TrainingEvent, _ state: LabState) -> String? {
    switch event {
    case .epochEnded(let epoch):
      var text =
        "epoch \(epoch.epoch): train loss \(Figures.loss(epoch.trainLoss)), validation loss "
        + "\(Figures.loss(epoch.validLoss)), accuracy \(Figures.percent(epoch.accuracy)) %, "
        + "\(NumberText.duration(epoch.seconds)), \(NumberText.count(Int(epoch.imagesPerSecond))) images/s"
      if let plan = state.train.plan, let left = state.train.progress.secondsLeft(plan), state.train.isActive {
        text += ", \(NumberText.duration(left)) left"
      }
      return text
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
    case .stepEnded, .validationStarted, .warning, .stopped: return nil
    }
  }

  /// What a screen would show.
  static func describe(_ screen: ScreenID, _ state: LabState) -> [String] {
    switch screen {
    case .data:
      return state.data.sources.map { "source \($0.source): \($0.title), \($0.detail)" }
    case .network:
      let network = state.network
      let layers = network.outline.rows.map { row in
        "layer \(row.name): \(row.kind), output \(row.output.text), \(NumberText.count(row.parameters)) parameters, "
          + "\(NumberText.compact(row.macs)) multiply-adds"
      }
      let widths = network.widths.map(String.init).joined(separator: ", ")
      let fields = RecipeForm.Field.allCases.map { field in
        "\(field.title): \(state.form.shown(field, for: network.architecture))"
      }
      return ["network \(network.architecture.name), widths \(widths)"] + layers
        + (network.outline.problem.map { ["cannot work: \($0.text)"] } ?? [])
        + ["\(NumberText.count(network.outline.parameters)) parameters in all"] + fields
    case .finder:
      return state.finder.suggestions.map { "suggestion \($0.name): lr \(Figures.rate($0.rate))" }
    case .train:
      return ["training: \(TitleLine(state: state).standing.text)"]
        + state.train.curves.epochs.compactMap { line(for: .epochEnded($0), state) }
    case .inspect: return inspection(state)
    case .runs:
      return state.runs.shown.map { run in
        "run \(run.id): \(run.network) \(run.widths.map(String.init).joined(separator: ",")), accuracy "
          + "\(Figures.percent(run.accuracy)) %, loss \(Figures.loss(run.loss)), \(run.epochs) epochs, \(run.standing)"
      }
    }
  }

  private static func inspection(_ state: LabState) -> [String] {
    guard let inspection = state.inspect.inspection else { return ["nothing has been inspected yet"] }
    let facts = inspection.facts
    let classes = zip(inspection.classes, facts.confusion.classAccuracies).map { name, accuracy in
      "class \(name): \(Figures.percent(accuracy)) % right"
    }
    let confused = facts.confusion.mostConfused.prefix(5).map { pair in
      "\(inspection.classes[pair.label]) taken for \(inspection.classes[pair.predicted]): \(pair.images) images"
    }
    return [
      "\(inspection.title): accuracy \(Figures.percent(facts.evaluation.accuracy)) %, loss "
        + "\(Figures.loss(facts.evaluation.loss)) on \(NumberText.count(facts.evaluation.images)) images"
    ] + classes + confused
  }

  private static func numbers(_ values: [Float]) -> String {
    values.map { NumberText.fixed(Double($0), 4) }.joined(separator: " ")
  }
}
