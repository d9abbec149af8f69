import Training

// Settings of what a run gives, and when it ends: averages of the weights, validations, early stopping.

extension RecipeField {
  package static let ema = RecipeField(
    \.training.averaging.movingAverage,
    .described("D[/K]", wanted: "a share below 1, and every how many steps, as in 0.99 or 0.95/5"), key: "ema",
    option: "ema", absent: "none",
    help: "evaluate and keep the moving average e = D·e + (1 - D)·w of every K-th step (none)"
  ).titled("average").keptWhereNotDefault()

  package static let lookahead = RecipeField(
    \.training.averaging.lookahead,
    .described("K[/D]", wanted: "a number of steps, and a share below 1, as in 5 or 5/0.5"), key: "lookahead",
    option: "lookahead", absent: "none",
    help: "every K steps e = D·e + (1 - D)·w, and w = e; without D it rises as in airbench (none)"
  ).keptWhereNotDefault()

  package static let patience = RecipeField(
    \.training.earlyStop.patience, .whole(1...100_000, unit: "epochs"), key: "patience", option: "patience",
    absent: "none", help: "end after N epochs without a better validation (none)"
  ).keptWhereNotDefault()

  package static let minDelta = RecipeField(
    \.training.earlyStop.minDelta, .share("X"), key: "minDelta", option: "min-delta",
    help: "with --patience: better means by more than X (0)"
  ).keptWhereNotDefault()

  package static let monitor = RecipeField(
    \.training.earlyStop.monitor, .choice(), key: "monitor", option: "monitor",
    help: "with --patience: what has to become better (accuracy)"
  ).keptWhereNotDefault()

  package static let validationEvery = RecipeField(
    \.training.validationEvery, .whole(1...100_000, unit: "epochs"), key: "validationEvery", option: "validate-every",
    help: "validate after every N-th epoch, and at the end (1)"
  ).keptWhereNotDefault()

  package static let lastViews = RecipeField(
    \.training.lastViews, .described(TestTimeAugmentation.usage, wanted: TestTimeAugmentation.wanted), key: "tta",
    option: "tta",
    help: "in the end validate by the mean over N augmented ones, the mirror, or shifts, too (off)"
  ).keptWhereNotDefault()

  static let ofAverages = [ema, lookahead]
  static let ofEnd = [patience, minDelta, monitor, validationEvery, lastViews]
}
