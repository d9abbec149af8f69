import Training

// Settings of the optimiser.

extension RecipeField {
  package static let optimizer = RecipeField(
    \.training.optimizer.kind, .choice(), key: "optimizer", option: "optimizer",
    help: "what moves the weights (sgd)"
  ).row(35, "what moves the weights against their gradients")

  package static let momentum = RecipeField(
    \.training.optimizer.sgd.momentum, .share("M"), key: "momentum", option: "momentum",
    help: "share of the last update that goes on (0.9)"
  ).row(40, "share of the last step that goes on")

  package static let nesterov = RecipeField(
    \.training.optimizer.sgd.nesterov, .flag(), key: "nesterov", option: "nesterov",
    help: "sgd looks ahead: the momentum counts once more in each step"
  ).row(45, "Nesterov's momentum: the step looks ahead by the momentum that it has just updated")

  static let ofOptimizer = [optimizer, momentum, nesterov]
}
