/// Weights that an optimiser updates, their gradients, and memory for the weights before the update.
package struct WeightUpdate: Sendable {
  let values: FloatSlice
  let gradients: FloatSlice
  let snapshot: FloatSlice

  /// `snapshot` receives the values before the update, so that training can go back to them.
  package init(values: FloatSlice, gradients: FloatSlice, snapshot: FloatSlice) {
    guard gradients.count == values.count, snapshot.count == values.count else {
      fatalError("an update of \(values.count) weights needs as many gradients and places in the snapshot")
    }
    self.values = values
    self.gradients = gradients
    self.snapshot = snapshot
  }
}

/// An optimiser's formula. It treats each weight by itself: any range of weights can be updated alone.
protocol UpdateRule: Sendable {
  /// Updates the weights of `range` from their gradients and the optimiser's state.
  func move(_ weights: UnsafeMutablePointer<Float>, by gradients: UnsafePointer<Float>, _ range: Range<Int>)
}

extension WeightUpdate {
  /// Weights of one part of the loop: some 10 µs of work.
  private static let partSize = 16_384
  /// Weights that are copied, then updated. With gradients and a momentum buffer they take 32 KB: they are read from
  /// memory once.
  private static let chunkSize = 2048

  /// Copies the weights into the snapshot and updates them by `rule`, chunk by chunk.
  ///
  /// It is specialised for a rule of known type and then allocates nothing.
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
