/// The numbers of one step of AdamW.
package struct AdamWStep: Sendable {
  /// Shares of the averages of the gradient and of its square that go on.
  package var beta1: Float
  package var beta2: Float
  /// The rate over 1 − β₁ᵗ in step t: the average of the gradient starts at 0.
  package var rate: Float
  /// 1/√(1 − β₂ᵗ): so does that of its square.
  package var rootScale: Float
  package var epsilon: Float
  /// 1 − rate·decay: what is left of each weight before it moves.
  package var kept: Float
  /// Coupled: g ← g + decay·w.
  package var weightDecay: Float

  package init(
    beta1: Float, beta2: Float, rate: Float, rootScale: Float, epsilon: Float, kept: Float = 1, weightDecay: Float = 0
  ) {
    self.weightDecay = weightDecay
    self.beta1 = beta1
    self.beta2 = beta2
    self.rate = rate
    self.rootScale = rootScale
    self.epsilon = epsilon
    self.kept = kept
  }
}

/// One step of AdamW, with the averages of each weight's gradient and of its square in `means` and `squares`.
package func adamWStep(
  _ update: WeightUpdate, means: FloatSlice, squares: FloatSlice, _ step: AdamWStep, pool: WorkerPool
) {
  guard means.count == update.values.count, squares.count == update.values.count else {
    fatalError(
      "a step over \(update.values.count) weights needs as many averages, not \(means.count), \(squares.count)")
  }
  update.run(AdamWRule(step: step, means: means, squares: squares), pool: pool)
}

/// g ← g + decay·w; w ← w·kept; m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; w ← w − rate·m/(√v·rootScale + ε).
private struct AdamWRule: UpdateRule {
  let step: AdamWStep
  let means: FloatSlice
  let squares: FloatSlice

  func move(_ weights: UnsafeMutablePointer<Float>, by gradients: UnsafePointer<Float>, _ range: Range<Int>) {
    let means = means.pointer
    let squares = squares.pointer
    for i in range {
      let gradient = gradients[i] + step.weightDecay * weights[i]
      let mean = step.beta1 * means[i] + (1 - step.beta1) * gradient
      let square = step.beta2 * squares[i] + (1 - step.beta2) * gradient * gradient
      means[i] = mean
      squares[i] = square
      weights[i] = weights[i] * step.kept - step.rate * mean / (square.squareRoot() * step.rootScale + step.epsilon)
    }
  }
}
