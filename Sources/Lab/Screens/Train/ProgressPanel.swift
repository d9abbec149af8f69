import Screen
import Training

/// Progress of the run: fit call, epoch, batch, cycle, rate, speed, remaining time.
struct ProgressPanel: Widget {
  /// Including the frame.
  static let height = 13
  let state: LabState
  private var train: TrainState { state.train }

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(rect, title: train.plan?.network ?? "run", note: train.folder ?? "").inset(columns: 1)
    guard let plan = train.plan else {
      buffer.draw(Paragraph(phase.text, style: phase.style), in: inner, context)
      return
    }
    let place = Place(train, plan)
    var y = inner.y
    func line(_ label: String, _ value: String, _ style: Style = .text, bar: Double? = nil) {
      guard y < inner.maxY else { return }
      buffer.write(label, x: inner.x, y: y, style: Style(.muted), width: 7)
      let used = 7 + buffer.write(value, x: inner.x + 7, y: y, style: style, width: inner.width - 7)
      if let bar, inner.width - used > 8 {
        let start = max(used + 1, 18)
        buffer.draw(
          ProgressBar(bar), in: Rect(x: inner.x + start, y: y, width: inner.width - start, height: 1), context)
      }
      y += 1
    }
    line("", phase.text, phase.style)
    if let warning = train.warning { line("!", warning, Style(.error, .bold)) }
    line("fit", place.fitText(plan))
    line("epoch", "\(place.epoch + 1)/\(plan.epochs)", bar: place.share)
    line("batch", "\(place.batch)/\(plan.batches)", bar: Double(place.batch) / Double(plan.batches))
    if let cycle = place.cycle {
      line("cycle", "\(cycle.index + 1)/\(cycle.count)", bar: Double(cycle.done) / Double(max(cycle.length, 1)))
    } else {
      line("cycle", "constant rate", Style(.muted))
    }
    line("lr", train.currentRate.map(Figures.rate) ?? Figures.missing, Style(.learningRate, .bold))
    let rates = train.curves.learningRate.values.suffix(plan.batches * 4)
    if !rates.isEmpty, inner.width > 22 {
      buffer.draw(
        Sparkline(Array(rates), range: 0...(rates.max() ?? 1), role: .learningRate),
        in: Rect(x: inner.x + 18, y: y - 1, width: inner.width - 18, height: 1), context)
    }
    let speed = train.progress.imagesPerSecond.map { "\(Figures.grouped(Int($0))) images/s" } ?? Figures.missing
    line("speed", speed + (train.progress.secondsPerEpoch(plan).map { " · \(Figures.duration($0)) an epoch" } ?? ""))
    line(train.isUnderWay ? "left" : "took", left(plan))
    line(
      "size",
      "\(Figures.grouped(plan.parameters)) parameters · \(Figures.grouped(plan.trainImages)) of \(plan.dataName)")
    line("seed", "\(plan.seed)   batch \(plan.batchSize)")
    if train.twin != nil { line("twin", train.twinDifference, Style(.series(4))) }
  }

  /// Two lines where the panel does not fit: bars, then figures.
  func drawShort(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    guard let plan = train.plan, rect.height >= 2 else { return }
    let place = Place(train, plan)
    let head = "epoch \(place.epoch + 1)/\(plan.epochs)  batch \(place.batch)/\(plan.batches) "
    let used = buffer.write(head, x: rect.x, y: rect.y, style: .text, width: rect.width)
    let bar = Rect(x: rect.x + used, y: rect.y, width: min(28, rect.width - used), height: 1)
    buffer.draw(ProgressBar(place.share), in: bar, context)
    buffer.write(
      "  \(phase.text)", x: bar.maxX, y: rect.y, style: phase.style, width: rect.maxX - bar.maxX)
    if let warning = train.warning {
      buffer.write("! \(warning)", x: rect.x, y: rect.y + 1, style: Style(.error, .bold), width: rect.width)
      return
    }
    var parts = ["lr \(train.currentRate.map(Figures.rate) ?? Figures.missing)"]
    if let speed = train.progress.imagesPerSecond { parts.append("\(Figures.grouped(Int(speed))) images/s") }
    parts.append(train.isUnderWay ? left(plan) : "took \(left(plan))")
    if let last = train.curves.epochs.last { parts.append("accuracy \(Figures.percent(last.accuracy)) %") }
    buffer.write(parts.joined(separator: "   "), x: rect.x, y: rect.y + 1, style: Style(.muted), width: rect.width)
  }

  private func left(_ plan: RunPlan) -> String {
    guard train.isUnderWay else { return Figures.duration(train.progress.secondsTrained) }
    guard let left = train.progress.secondsLeft(plan) else { return Figures.missing }
    switch train.phase {
    // The end of a waiting run cannot be predicted.
    case .paused, .held: return "\(Figures.duration(left)) to go"
    default:
      let end = state.clock.seconds + left
      return "\(Figures.duration(left)) · done \(Figures.timeOfDay(end, offset: state.clock.offset))"
    }
  }

  private var phase: Span {
    switch state.training?.phase {
    case .queued: return Span("● waits until what runs has ended; x takes it back", Style(.warning))
    case .running(let progress) where progress.total == 0: return Span("● starting", Style(.warning))
    case .stopping: return Span("● stopping after this batch", Style(.warning))
    case .running, nil: break
    }
    switch train.phase {
    case .idle: return Span("nothing is trained", Style(.muted))
    case .starting: return Span("● starting", Style(.warning))
    case .running where train.isValidating: return Span("● validating", Style(.good, .bold))
    case .running:
      return Span(train.stopsAfterEpoch ? "● training, ends after this epoch" : "● training", Style(.good, .bold))
    case .paused: return Span("‖ paused: space goes on, s one step", Style(.warning, .bold))
    case .held: return Span("! diverged: b goes on, x ends it", Style(.error, .bold))
    case .ended(.completed): return Span("✓ done", Style(.good, .bold))
    case .ended(.stopped): return Span("■ stopped at step \(train.curves.steps)", Style(.warning))
    case .ended(.diverged(let step, let rate)):
      return Span("! diverged at step \(step), lr \(Figures.rate(rate))", Style(.error, .bold))
    case .failed(let reason): return Span("! \(reason)", Style(.error))
    }
  }
}

/// Position of a run in its plan.
private struct Place {
  let epoch: Int
  let batch: Int
  /// Fraction of the steps.
  let share: Double
  let fit: Int
  let call: FitCall?
  /// The current cycle and its completed steps.
  let cycle: (index: Int, count: Int, done: Int, length: Int)?

  init(_ train: TrainState, _ plan: RunPlan) {
    let steps = train.progress.steps
    // During validation, and when a run is over, the last batch is still the current one.
    let isBetween = train.isValidating || !train.isUnderWay
    let next = min(isBetween ? max(steps - 1, 0) : steps, max(plan.steps - 1, 0))
    epoch = min(next / plan.batches, max(plan.epochs - 1, 0))
    batch = steps - epoch * plan.batches
    share = plan.steps > 0 ? Double(steps) / Double(plan.steps) : 0
    var fit = 0
    while fit + 1 < plan.fits.count, epoch >= plan.firstEpoch(ofFit: fit + 1) { fit += 1 }
    self.fit = fit
    call = plan.fits.indices.contains(fit) ? plan.fits[fit] : nil
    if let call, call.cycleLength != nil {
      let iteration = next - plan.firstEpoch(ofFit: fit) * plan.batches
      let at = Schedule(call, batches: plan.batches).cycle(at: max(iteration, 0))
      cycle = (at.index, call.count, at.position + steps - next, at.length)
    } else {
      cycle = nil
    }
  }

  func fitText(_ plan: RunPlan) -> String {
    guard let call else { return Figures.missing }
    return "\(fit + 1) of \(plan.fits.count)   \(call.shortText)"
  }
}
