import Kernels

/// The optimiser and its settings, besides rate and weight decay.
package struct OptimizerSettings: Sendable, Hashable {
  package var kind = OptimizerKind.sgd
  /// Used where `kind` is `.sgd`.
  package var sgd = SGD.Settings()

  /// SGD with momentum 0.9.
  package init() {}

  /// The momentum, or AdamW's β₁, unless the schedule moves it.
  package var momentum: Double { kind == .adamw ? AdamW.beta1 : sgd.momentum }
}

/// The optimisers, by their names in recipes.
package enum OptimizerKind: String, Sendable, CaseIterable {
  case sgd, adamw

  package var type: any Optimizer.Type {
    switch self {
    case .sgd: SGD.self
    case .adamw: AdamW.self
    }
  }
}
