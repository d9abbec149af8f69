extension RecipeField {
  /// All settings, in the order of the help.
  package static let all = parts.flatMap(\.self)

  private static let parts: [[RecipeField]] = [
    [network, networkText, fits, weightDecay, data], ofImages, [widths, batchSize, dropLast], ofLoss, [balance, seed],
    ofSplits, ofBatches, ofLabels, [dropout], ofOptimizer, ofUpdates, ofAverages, ofEnd, ofLayers,
    [maxSteps, learningRateChanges, recoveries],
  ]

  /// Those with an option, except the fit calls.
  package static let options = all.filter { $0.option != nil && $0 != fits }

  /// Rows of the lab's form, from top to bottom.
  package static let rows = all.compactMap { field in
    if case .row(let order) = field.place { (order, field) } else { nil }
  }.sorted { $0.0 < $1.0 }.map(\.1)

  /// Those in the last row of the lab's form.
  package static let carried = all.filter { $0.place == .carried }
}

/// The commands that take recipe options, and their fields.
package enum RecipeCommand {
  package static let train = RecipeField.options + [.fits]
  /// Settings that matter to a trained network; `--test` is a flag of its commands.
  package static let trained = RecipeField.options.filter { !ofTraining.contains($0) }
  private static let ofTraining = [
    RecipeField.ofLoss, RecipeField.ofUpdates, RecipeField.ofDraws, RecipeField.ofAverages, RecipeField.ofEnd,
    [RecipeField.maxSteps, .sizes, .shuffling, .dropLast, .balance, .test, .newHead],
  ].flatMap(\.self)
  /// Settings of a recipe that `ablate` leaves out one by one: those that change what is learned from the same images.
  package static let ingredients = [
    RecipeField.ofLoss, RecipeField.ofOptimizer, RecipeField.ofUpdates, RecipeField.ofAverages, RecipeField.ofDraws,
    [RecipeField.balance, .sizes, .padding, .augmentation, .normalisation, .dropout, .batchNormStatistics],
  ].flatMap(\.self)
  /// Settings of how training images are changed.
  package static let draws: [RecipeField] = [.padding] + RecipeField.ofDraws
  /// Settings that determine the images.
  package static let images: [RecipeField] = RecipeField.ofImages + RecipeField.ofSplits
  package static let find = RecipeField.options.filter { $0 != .maxSteps } + [.fits]
  package static let summary: [RecipeField] = [.widths, .size, .batchSize, .dropout, .frozen, .batchNormFreeze, .sizes]
  /// Those of `summary --schedule` besides the ones of `summary`.
  package static let schedule: [RecipeField] = [
    .fits, .data, .subset, .dropLast, .optimizer, .momentum, .learningRates, .maxSteps,
  ]
}
