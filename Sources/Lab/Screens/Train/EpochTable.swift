import Screen
import Training

/// The epochs of a run and what each has come to, with that which is under way.
struct EpochTable {
  private let train: TrainState

  init(_ train: TrainState) { self.train = train }

  func table(height: Int) -> Table {
    let epochs = train.curves.epochs
    let best = train.best?.epoch
    // Milliseconds where there is little to train on.
    let decimals = epochs.contains { $0.seconds < 0.1 } ? 3 : 1
    let hasPlain = epochs.contains { $0.plain != nil }
    // What the weights themselves give stands beside what their average does.
    func cells(_ figures: [Span], _ plain: Span, _ seconds: Span) -> [Span] {
      figures + (hasPlain ? [plain] : []) + [seconds]
    }
    var rows = epochs.map { epoch in
      let isBest = epoch.epoch == best
      return cells(
        [
          Span("\(ordinal(epoch.epoch))", Style(.muted)), Span(Figures.loss(epoch.trainLoss), Style(.trainLoss)),
          Span(Figures.loss(epoch.validLoss), Style(.validLoss)),
          Span(Figures.percent(epoch.accuracy) + (isBest ? "★" : " "), Style(.accuracy, isBest ? .bold : [])),
        ], Span(Figures.percent(epoch.plain?.accuracy), Style(.muted)),
        Span(Figures.fixed(epoch.seconds, decimals), Style(.muted)))
    }
    let current = max(
      epochs.last.map { $0.epoch + 1 } ?? 0, max(train.curves.steps - 1, 0) / (train.plan?.batches ?? 1))
    if train.isUnderWay, let plan = train.plan, current < plan.epochs, train.curves.steps > 0 {
      rows.append(
        cells(
          [
            Span("\(ordinal(current)) ▸", Style(.focus)),
            Span(Figures.loss(train.curves.smoothed.last), Style(.trainLoss)),
            Span("…", Style(.muted)), Span("… ", Style(.muted)),
          ], Span("…", Style(.muted)), Span("", Style(.muted))))
    }
    var columns = [
      Table.Column("epoch", width: .fixed(5)), Table.Column("trn_loss", align: .right),
      Table.Column("val_loss", align: .right), Table.Column("accuracy", align: .right),
    ]
    if hasPlain { columns.append(Table.Column("plain", align: .right)) }
    columns.append(Table.Column("trn_s", width: .fixed(6), align: .right))
    let top = max(0, rows.count - (height - 1) - train.tableScroll)
    return Table(columns: columns, rows: rows, focused: false, top: top)
  }
}
