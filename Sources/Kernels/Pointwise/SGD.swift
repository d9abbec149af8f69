/// The numbers of one step of stochastic gradient descent.
package struct SGDStep: Sendable {
  package var learningRate: Float
  package var momentum: Float
  package var weightDecay: Float

  /// Coupled weight decay; no dampening, no Nesterov.
  package init(learningRate: Float, momentum: Float, weightDecay: Float) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.weightDecay = weightDecay
  }
}

/// Values that one part of the loop takes: some 10 µs of work, and a multiple of 16.
private let sgdChunk = 16_384

/// g ← g + wd·w; buffer ← momentum·buffer + g; w ← w − lr·buffer, each value for itself; g itself is left alone.
///
/// `previous` receives the values from before the step, so that one can go back to them.
package func sgdStep(
  values: FloatSlice, gradients: FloatSlice, momentumBuffer: FloatSlice, previous: FloatSlice, _ step: SGDStep,
  pool: WorkerPool
) {
  let count = values.count
  guard gradients.count == count, momentumBuffer.count == count, previous.count == count else {
    fatalError("a step over \(count) values needs as many gradients, momenta and places for the old values")
  }
  let chunks = (count + sgdChunk - 1) / sgdChunk
  pool.run(chunks, over: (values, gradients, momentumBuffer, previous, step)) { context, chunk, _ in
    let (values, gradients, momentumBuffer, previous, step) = context
    let w = values.pointer
    let g = gradients.pointer
    let buffer = momentumBuffer.pointer
    let old = previous.pointer
    for i in chunk * sgdChunk..<min(values.count, (chunk + 1) * sgdChunk) {
      let weight = w[i]
      let momentum = step.momentum * buffer[i] + (g[i] + step.weightDecay * weight)
      old[i] = weight
      buffer[i] = momentum
      w[i] = weight - step.learningRate * momentum
    }
  }
}
