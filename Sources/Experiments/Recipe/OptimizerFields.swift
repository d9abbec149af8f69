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

  static let ofOptimizer = [optimizer, momentum]
}
