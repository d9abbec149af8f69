import Training

// Settings of the optimiser.

extension RecipeField {
  package static let momentum = RecipeField(
    \.training.optimizer.sgd.momentum, .share("M"), key: "momentum", option: "momentum",
    help: "share of the last update that goes on (0.9)"
  ).row(40, "share of the last step that goes on")

  static let ofOptimizer = [momentum]
}
