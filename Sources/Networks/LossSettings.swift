/// What training makes small: the negative log-likelihood of the labels, and how it is changed.
package struct LossSettings: Sendable, Hashable {
  /// How the losses of a batch become one.
  package enum Reduction: String, Sendable, CaseIterable {
    case mean
    /// Gradients grow with the batch; the figures shown stay means.
    case sum
  }

  package var reduction = Reduction.mean
  /// ε of the targets (1 − ε)·onehot + ε/K over K classes.
  package var smoothing = 0.0

  package init() {}
}
