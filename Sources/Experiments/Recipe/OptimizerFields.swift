import Training

// Settings of the optimiser.

extension RecipeField {
  package static let optimizer = RecipeField(
    \.training.optimizer.kind, .choice(), key: "optimizer", option: "optimizer",
    help: "what moves the weights; muon: the filters, by orthogonal steps, and sgd the rest (sgd)"
  ).row(35, "what moves the weights against their gradients")

  package static let momentum = RecipeField(
    \.training.optimizer.sgd.momentum, .share("M"), key: "momentum", option: "momentum",
    help: "share of the last update that goes on (0.9)"
  ).row(40, "share of the last step that goes on")

  package static let nesterov = RecipeField(
    \.training.optimizer.sgd.nesterov, .flag(), key: "nesterov", option: "nesterov",
    help: "sgd looks ahead: the momentum counts once more in each step"
  ).row(45, "Nesterov's momentum: the step looks ahead by the momentum that it has just updated")

  package static let decay = RecipeField(
    \.training.optimizer.decay, .choice(), key: "decay", option: "decay",
    help: "weight decay by the gradient, or straight from the weights (sgd coupled, adamw decoupled)"
  ).keptWhereNotDefault()

  package static let learningRates = RecipeField(
    \.training.optimizer.groups.learningRates, .byGroup("X", above: 0), key: "groupRates", option: "lr",
    clear: ("none", [:]),
    help: "the rate of weights, biases, norms, head or a layer in place of the fit call's; moves as that does"
  ).titled("rates by group").definingSteps().keptWhereNotDefault().family()

  package static let weightDecays = RecipeField(
    \.training.optimizer.groups.weightDecays, .byGroup("X"), key: "groupDecays", option: "wd", clear: ("none", [:]),
    help: "the weight decay of weights, biases, norms, head or a layer in place of the fit call's"
  ).titled("decay by group").keptWhereNotDefault().family()

  package static let momenta = RecipeField(
    \.training.optimizer.groups.momenta, .byGroup("M", below: 1), key: "groupMomenta", option: "momentum",
    clear: ("none", [:]), help: "the momentum of weights, biases, norms, head or a layer"
  ).titled("momentum by group").keptWhereNotDefault().family()

  static let ofOptimizer = [optimizer, momentum, nesterov]
  /// How the weights move, in particular.
  static let ofUpdates = [decay, learningRates, weightDecays, momenta]
}
