import Kernels

/// Which optimiser trains, and what it goes by beside rate and weight decay.
package struct OptimizerSettings: Sendable, Hashable {
  package var kind = OptimizerKind.sgd
  /// Those of `.sgd`.
  package var sgd = SGD.Settings()

  /// The lesson's: SGD with momentum 0.9.
  package init() {}
}

/// The optimisers, by the names that a recipe gives them.
package enum OptimizerKind: String, Sendable, CaseIterable {
  case sgd, adamw

  /// The type that stands behind the name.
  package var type: any Optimizer.Type {
    switch self {
    case .sgd: SGD.self
    case .adamw: AdamW.self
    }
  }
}
