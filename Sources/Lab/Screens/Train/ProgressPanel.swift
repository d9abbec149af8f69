import Files
import Listing
import Screen
import Training

/// Progress of the run: result, remaining time, phase, fit call, epoch, batch, cycle, rate, speed.
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
    var lines = PanelLines(area: inner)
    lines.write(result, into: &buffer)
    lines.write(train.isUnderWay ? "left" : "took", left(plan), Style(.text, .bold), into: &buffer)
    for text in Paragraph.wrap(phase.text, width: inner.width - PanelLines.label) {
      lines.write("", text, phase.style, into: &buffer)
    }
    for text in otherFigures { lines.write("", text, into: &buffer) }
    if let warning = train.warning { lines.write("!", warning, Style(.error, .bold), into: &buffer) }
    let place = Place(train, plan)
    if wayOn.isEmpty {
      drawCourse(plan, place, &lines, into: &buffer, context)
    } else {
      for text in Paragraph.wrap(wayOn, width: inner.width - PanelLines.label) { lines.write("", text, into: &buffer) }
      lines.write("epoch", "\(place.epoch + 1)/\(plan.epochs)", bar: place.share, into: &buffer, context)
    }
    lines.write("size", size(plan, place, width: inner.width - PanelLines.label), into: &buffer)
    let isWhole = plan.batchSize > plan.trainImages
    let batch = "batch \(plan.batchSize)" + (isWhole ? ": all \(plan.trainImages) images each" : "")
    lines.write("seed", "\(plan.seed)   \(batch)", isWhole ? Style(.warning) : .text, into: &buffer)
    if train.twin != nil { lines.write("twin", train.twinDifference, Style(.series(4)), into: &buffer) }
  }

  /// Parameters and images, and their size where that changes; the name of these stands in the title line, too.
  private func size(_ plan: RunPlan, _ place: Place, width: Int) -> String {
    let parameters = "\(Figures.grouped(plan.parameters)) parameters"
    let images = Figures.grouped(plan.trainImages)
    if let pixels = plan.size(at: place.epoch) { return "\(parameters) · images of \(pixels) px" }
    let whole = "\(parameters) · \(images) of \(plan.dataName)"
    return TextWidth.of(whole) <= width ? whole : "\(parameters) · \(images) images"
  }

  /// Fit call, epoch, batch and cycle, rate and speed.
  private func drawCourse(
    _ plan: RunPlan, _ place: Place, _ lines: inout PanelLines, into buffer: inout Buffer, _ context: RenderContext
  ) {
    lines.write("fit", place.fitText(plan), into: &buffer)
    lines.write("epoch", "\(place.epoch + 1)/\(plan.epochs)", bar: place.share, into: &buffer, context)
    let batches = Double(place.batch) / Double(plan.batches)
    lines.write("batch", "\(place.batch)/\(plan.batches)", bar: batches, into: &buffer, context)
    if let cycle = place.cycle {
      let share = Double(cycle.done) / Double(max(cycle.length, 1))
      lines.write("cycle", "\(cycle.index + 1)/\(cycle.count)", bar: share, into: &buffer, context)
    } else {
      lines.write("cycle", "constant rate", Style(.muted), into: &buffer)
    }
    let rates = train.curves.learningRate.values.suffix(plan.batches * 4)
    let rate = train.currentRate.map(Figures.rate) ?? Figures.missing
    if let bar = lines.write("lr", rate, Style(.learningRate, .bold), into: &buffer), !rates.isEmpty {
      let curve = Sparkline(Array(rates), range: 0...(rates.max() ?? 1), role: .learningRate)
      buffer.draw(curve, in: bar, context)
    }
    let speed = train.progress.imagesPerSecond.map { "\(Figures.grouped(Int($0))) images/s" } ?? Figures.missing
    let epoch = train.progress.secondsPerEpoch(plan).map { " · \(Figures.trainedPerEpoch($0))" } ?? ""
    lines.write("speed", speed + epoch, into: &buffer)
  }

  /// Two lines where the panel does not fit: result and phase, then remaining time and progress, or how to resume.
  func drawShort(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    guard let plan = train.plan, rect.height >= 2 else { return }
    let spans = result + [Span("   "), phase]
    buffer.write(spans, x: rect.x, y: rect.y, width: rect.width)
    let below = rect.y + 1
    if let text = train.warning.map({ "! \($0)" }) {
      buffer.write(text, x: rect.x, y: below, style: Style(.error, .bold), width: rect.width)
      return
    }
    guard wayOn.isEmpty else {
      buffer.write(wayOn.replacing("\n", with: " "), x: rect.x, y: below, width: rect.width)
      return
    }
    let place = Place(train, plan)
    var x =
      rect.x
      + buffer.write(
        "\(train.isUnderWay ? "left" : "took") \(left(plan))   ", x: rect.x, y: below, style: Style(.text, .bold),
        width: rect.width)
    x += buffer.write("epoch \(place.epoch + 1)/\(plan.epochs) ", x: x, y: below, width: rect.maxX - x)
    let bar = Rect(x: x, y: below, width: min(20, rect.maxX - x), height: 1)
    buffer.draw(ProgressBar(place.share), in: bar, context)
    x = bar.maxX + 1
    let rest = "batch \(place.batch)/\(plan.batches)  lr \(train.currentRate.map(Figures.rate) ?? Figures.missing)"
    buffer.write(rest, x: x, y: below, style: Style(.muted), width: rect.maxX - x)
  }

  /// The accuracy of the last epoch and the best one.
  private var result: [Span] {
    let label = Span("accuracy ", Style(.muted))
    guard let last = train.curves.epochs.last else {
      return [label, Span("comes with the first validation", Style(.muted))]
    }
    let now = Span("\(Figures.percent(last.accuracy)) %", Style(.accuracy, .bold))
    guard let best = train.best else {
      return [label, now, Span("   chance gets \(Figures.percent(train.plan?.chance)) %", Style(.muted))]
    }
    let of =
      best.epoch == last.epoch
      ? "★ the best so far" : "best \(Figures.percent(best.accuracy)) %, epoch \(ordinal(best.epoch))"
    let end = last.stopsIn.map { " · stops in \($0)" } ?? ""
    return [label, now, Span("   \(of)\(end)", Style(.text, .bold))]
  }

  /// How to resume a stopped run; empty for others.
  private var wayOn: String {
    guard let folder = train.folder, train.phase == .ended(.stopped), state.training == nil else { return "" }
    return "\(state.keyName(.resume)) goes on, as does\n"
      + ShellQuoting.line(["cifarlab", "resume", "\(state.runs.root)/\(folder)"])
  }

  private func left(_ plan: RunPlan) -> String {
    guard train.isUnderWay else { return Figures.trained(train.progress.secondsTrained) }
    guard let left = train.progress.secondsLeft(plan) else { return Figures.missing }
    switch train.phase {
    // The end of a waiting run cannot be predicted.
    case .paused, .held: return "\(Figures.leftWithValidation(left)) to go"
    default:
      let end = state.clock.seconds + left
      return "\(Figures.leftWithValidation(left)) · done \(Figures.timeOfDay(end, offset: state.clock.offset))"
    }
  }

  /// What other ways of evaluating give in the end, a line each.
  private var otherFigures: [String] {
    let last = train.curves.epochs.last
    let other = last?.other.map { ("--bn-stats \($0.kind.rawValue)", $0.evaluation) }
    let augmented = last?.augmented.map { ("--tta \(train.recipe?.training.lastViews ?? .off)", $0) }
    return [other, augmented].compactMap(\.self).map { "\($0) gives \(Figures.percent($1.accuracy)) %" }
  }

  private var phase: Span {
    let stop = state.keyName(.stop)
    switch state.training?.phase {
    case .queued: return Span("● waits until what runs has ended; \(stop) takes it back", Style(.warning))
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
    case .paused:
      return Span(
        "‖ paused: \(state.keyName(.pause)) goes on, \(state.keyName(.next)) one step", Style(.warning, .bold))
    case .held:
      return Span("! diverged: \(state.keyName(.resume)) goes on, \(stop) ends it", Style(.error, .bold))
    case .ended(.completed): return Span("✓ done", Style(.good, .bold))
    case .ended(.stopped): return Span("■ stopped at step \(train.curves.steps)", Style(.warning))
    case .ended(.diverged(let step, let rate)):
      return Span("! diverged at step \(step), lr \(Figures.rate(rate))", Style(.error, .bold))
    case .failed(let reason): return Span("! \(reason)", Style(.error))
    }
  }
}

/// Writes labels, values and bars line by line.
private struct PanelLines {
  /// Width of the labels.
  static let label = 7
  /// The first column of the bars, the same in all lines.
  private static let bar = 18

  private let area: Rect
  private var y: Int

  init(area: Rect) {
    self.area = area
    y = area.y
  }

  mutating func write(_ spans: [Span], into buffer: inout Buffer) {
    guard y < area.maxY else { return }
    buffer.write(spans, x: area.x, y: y, width: area.width)
    y += 1
  }

  /// Returns the room for a bar at the right, if any.
  @discardableResult
  mutating func write(_ label: String, _ value: String, _ style: Style = .text, into buffer: inout Buffer) -> Rect? {
    guard y < area.maxY else { return nil }
    buffer.write(label, x: area.x, y: y, style: Style(.muted), width: Self.label)
    let used =
      Self.label
      + buffer.write(value, x: area.x + Self.label, y: y, style: style, width: area.width - Self.label)
    let start = max(used + 1, Self.bar)
    defer { y += 1 }
    return area.width - used > 8 ? Rect(x: area.x + start, y: y, width: area.width - start, height: 1) : nil
  }

  mutating func write(
    _ label: String, _ value: String, bar share: Double, into buffer: inout Buffer, _ context: RenderContext
  ) {
    if let place = write(label, value, into: &buffer) { buffer.draw(ProgressBar(share), in: place, context) }
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
