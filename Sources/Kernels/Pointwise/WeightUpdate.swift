/// A stretch of weights that an optimiser moves: the weights, their gradients, and room for the weights of before.
package struct WeightUpdate: Sendable {
  let values: FloatSlice
  let gradients: FloatSlice
  let snapshot: FloatSlice

  /// An update of `values`, which `snapshot` receives from before it, so that one can go back to them.
  package init(values: FloatSlice, gradients: FloatSlice, snapshot: FloatSlice) {
    guard gradients.count == values.count, snapshot.count == values.count else {
      fatalError("an update of \(values.count) weights needs as many gradients and places in the snapshot")
    }
    self.values = values
    self.gradients = gradients
    self.snapshot = snapshot
  }
}

/// What an optimiser does to each weight by itself, so that the weights can be cut anywhere.
protocol UpdateRule: Sendable {
  /// Moves the weights of `range` by their gradients and by what the rule remembers of them.
  func move(_ weights: UnsafeMutablePointer<Float>, by gradients: UnsafePointer<Float>, _ range: Range<Int>)
}

extension WeightUpdate {
  /// Weights that one part of the loop takes: some 10 µs of work.
  private static let partSize = 16_384
  /// Weights that are copied, then moved: with gradients and one slot 32 KB, so that they are read from memory once.
  private static let chunkSize = 2048

  /// Copies the weights into the snapshot and moves them by `rule`, chunk by chunk.
  ///
  /// Called with a rule of known type it is compiled for that rule and asks for no memory.
  func run(_ rule: some UpdateRule, pool: WorkerPool) {
    let parts = (values.count + Self.partSize - 1) / Self.partSize
    pool.run(parts, over: (self, rule)) { context, part, _ in
      let (update, rule) = context
      let weights = update.values.pointer
      let end = min(update.values.count, (part + 1) * Self.partSize)
      var start = part * Self.partSize
      while start < end {
        let chunk = start..<min(end, start + Self.chunkSize)
        (update.snapshot.pointer + start).update(from: weights + start, count: chunk.count)
        rule.move(weights, by: update.gradients.pointer, chunk)
        start = chunk.upperBound
      }
    }
  }
}
