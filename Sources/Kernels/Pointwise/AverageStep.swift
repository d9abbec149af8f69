/// average ← kept·average + (1 − kept)·values; with `writesBack`, values ← average after that.
package func averageStep(
  _ average: FloatSlice, of values: FloatSlice, kept: Float, writesBack: Bool, pool: WorkerPool
) {
  guard average.count == values.count else {
    fatalError("an average of \(average.count) weights is not that of \(values.count)")
  }
  let parts = (values.count + averagePart - 1) / averagePart
  pool.run(parts, over: (average, values, kept, writesBack)) { context, part, _ in
    let (average, values, kept, writesBack) = context
    let (own, new) = (average.pointer, values.pointer)
    let range = part * averagePart..<min(values.count, (part + 1) * averagePart)
    for i in range { own[i] = kept * own[i] + (1 - kept) * new[i] }
    if writesBack { (new + range.lowerBound).update(from: own + range.lowerBound, count: range.count) }
  }
}

/// Weights of one part of the loop.
private let averagePart = 16_384
