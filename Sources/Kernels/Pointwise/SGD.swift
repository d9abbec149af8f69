/// The numbers of one step of stochastic gradient descent.
package struct SGDStep: Sendable {
  package var learningRate: Float
  package var momentum: Float
  package var weightDecay: Float
  package var nesterov: Bool
  /// What is left of each weight before it moves: 1 − lr·decay where that is decoupled.
  package var kept: Float

  /// Coupled weight decay; no dampening.
  package init(learningRate: Float, momentum: Float, weightDecay: Float, nesterov: Bool = false, kept: Float = 1) {
    self.kept = kept
    self.learningRate = learningRate
    self.momentum = momentum
    self.weightDecay = weightDecay
    self.nesterov = nesterov
  }
}

/// One step of stochastic gradient descent, with the momentum of each weight in `momentumBuffer`.
package func sgdStep(_ update: WeightUpdate, momentumBuffer: FloatSlice, _ step: SGDStep, pool: WorkerPool) {
  guard momentumBuffer.count == update.values.count else {
    fatalError("a step over \(update.values.count) weights needs as many momenta, not \(momentumBuffer.count)")
  }
  update.run(SGDRule(step: step, momentumBuffer: momentumBuffer), pool: pool)
}

/// g ← g + wd·w; buffer ← momentum·buffer + g; w ← w·kept − lr·buffer, with Nesterov's momentum
/// w ← w·kept − lr·(g + momentum·buffer); the gradient itself is left alone.
private struct SGDRule: UpdateRule {
  let step: SGDStep
  let momentumBuffer: FloatSlice

  func move(_ weights: UnsafeMutablePointer<Float>, by gradients: UnsafePointer<Float>, _ range: Range<Int>) {
    let buffer = momentumBuffer.pointer
    for i in range {
      let weight = weights[i]
      let gradient = gradients[i] + step.weightDecay * weight
      let momentum = step.momentum * buffer[i] + gradient
      buffer[i] = momentum
      let direction = step.nesterov ? gradient + step.momentum * momentum : momentum
      weights[i] = weight * step.kept - step.learningRate * direction
    }
  }
}
