import Training

// Settings of the training: fit calls, batches, seed, end, and the record of the repeated run.

extension RecipeField {
  package static let fits = RecipeField(
    \.training.fits, .calls, key: "fits", option: "fit", clear: ("the network's", []),
    help: "a fit call: LR, N[, cycle_len=L][, cycle_mult=M][, wds=W][, freeze=A+B]; repeatable"
  ).row(10, "lr, epochs[, cycle_len=L][, cycle_mult=M][, wds=W][, freeze=A+B]; ; between calls")
    .fact("fits").shown { $0.knownSchedule.map(\.shortText).joined(separator: "; ") }
    .definingSteps().repeatable()

  package static let batchSize = RecipeField(
    \.training.batchSize, .whole(1...65_536, unit: "images"), key: "batchSize", option: "batch-size",
    help: "images in a batch (256)"
  ).row(20, "images in one step").definingSteps()

  package static let dropLast = RecipeField(
    \.training.dropsLast, .flag(), key: "dropsLast", option: "drop-last",
    help: "leave out the last batch of an epoch where it is short"
  ).definingSteps().keptWhereNotDefault()

  package static let balance = RecipeField(
    \.training.balance, .choice(), key: "balance", option: "balance",
    help: "classes count alike: weights n/(K·n_c) in the training loss, or images drawn by them (off)"
  ).row(75, "unequal classes: weights n/(K·n_c) in the loss, or images drawn by them with replacement")
    .definingSteps().keptWhereNotDefault()

  package static let loss = RecipeField(
    \.training.loss.reduction, .choice(), key: "lossReduction", option: "loss",
    help: "what the gradients are of: the mean over a batch, or the sum (mean)"
  ).titled("loss of a batch").keptWhereNotDefault()

  package static let labelSmoothing = RecipeField(
    \.training.loss.smoothing, .share("E"), key: "labelSmoothing", option: "label-smoothing",
    help: "share of each training target that is spread over all classes (0)"
  ).keptWhereNotDefault()

  static let ofLoss = [loss, labelSmoothing]

  /// Weight decay of all fit calls, including the network's own.
  package static let weightDecay = RecipeField(
    key: nil, option: nil, form: .value("W"), clearWord: nil, help: "weight decay of all calls",
    access: Access(
      text: { recipe in
        let decays = Set(recipe.knownSchedule.map(\.weightDecay))
        return decays.count == 1 ? decays.first.map(numberText) : nil
      },
      set: { recipe, text throws(InvalidValue) in
        let range = FitCall.weightDecayRange
        guard let decay = Double(text), range.contains(decay) else {
          throw InvalidValue("a number from 0 to \(numberText(range.upperBound)) is wanted")
        }
        recipe.fits = recipe.knownSchedule.map { call in
          var call = call
          call.weightDecay = decay
          return call
        }
      }, clear: { _ in }, copy: { recipe, other in recipe.fits = other.fits }),
    json: .none
  ).titled("weight decay").row(30, "of all calls at once; a call's own is its wds").withoutFact()
    .shown { recipe in
      let decays = recipe.knownSchedule.map { numberText($0.weightDecay) }
      return Set(decays).count > 1 ? "by call: " + decays.joined(separator: " ; ") : decays.first ?? "0"
    }

  package static let seed = RecipeField(
    \.training.seed, .seed, key: "seed", option: "seed", help: "what all chance follows from (42)"
  ).row(60, "what all chance follows from: the same seed gives the same run").alwaysSaid()

  package static let maxSteps = RecipeField(
    \.training.maxSteps, .whole(1...(.max), unit: "steps"), key: "maxSteps", option: "max-steps", absent: "none",
    help: "end after N steps, as an epoch ends")

  package static let learningRateChanges = RecipeField(
    history: \.training.learningRateChanges, key: "learningRateChanges", title: "rates set by hand"
  ) { "\($0.step): \($0.learningRate.map { "\($0)" } ?? "schedule")" }

  package static let recoveries = RecipeField(
    history: \.training.recoveries, key: "recoveries", title: "recoveries"
  ) { "step \($0)" }
}
