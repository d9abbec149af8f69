import Kernels

/// The optimiser and its settings, besides the rate and weight decay of most weights.
package struct OptimizerSettings: Sendable, Hashable {
  /// Where weight decay acts.
  package enum WeightDecay: String, Sendable, CaseIterable {
    /// As PyTorch's optimiser of that name has it: AdamW's is decoupled, the others' coupled.
    case usual
    /// g ← g + decay·w, before anything else is made of the gradient.
    case coupled
    /// w ← w·(1 − lr·decay), before the step.
    case decoupled
  }

  package var kind = OptimizerKind.sgd
  /// Used where `kind` is `.sgd`.
  package var sgd = SGD.Settings()
  package var groups = GroupSettings()
  package var decay = WeightDecay.usual

  /// Whether weight decay acts on the weights directly.
  var isDecoupled: Bool { decay == .usual ? kind == .adamw : decay == .decoupled }

  /// SGD with momentum 0.9.
  package init() {}

  /// The momentum, or AdamW's β₁, unless the schedule moves it.
  package var momentum: Double { kind == .adamw ? AdamW.beta1 : sgd.momentum }
}

/// The optimisers, by their names in recipes.
package enum OptimizerKind: String, Sendable, CaseIterable {
  case sgd, adamw, muon

  package var type: any Optimizer.Type {
    switch self {
    case .sgd: SGD.self
    case .adamw: AdamW.self
    case .muon: Muon.self
    }
  }
}
