import CBlas

/// The numbers of one step of Muon.
package struct MuonStep: Sendable {
  package var learningRate: Float
  package var momentum: Float
  /// Coupled: g ← g + decay·w.
  package var weightDecay: Float
  /// What is left of each weight before it moves: 1 − lr·decay where that is decoupled.
  package var kept: Float

  package init(learningRate: Float, momentum: Float, weightDecay: Float, kept: Float = 1) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.weightDecay = weightDecay
    self.kept = kept
  }
}

/// Filters that Muon moves, as a matrix of one filter a row.
package struct MuonMatrix: Sendable {
  let update: WeightUpdate
  let momentumBuffer: FloatSlice
  let rows: Int

  package init(_ update: WeightUpdate, momentumBuffer: FloatSlice, rows: Int) {
    guard momentumBuffer.count == update.values.count, rows > 0, update.values.count % rows == 0 else {
      fatalError("\(update.values.count) weights are no matrix of \(rows) rows with as many momenta")
    }
    self.update = update
    self.momentumBuffer = momentumBuffer
    self.rows = rows
  }
}

/// Muon (Jordan and others 2024, as in cifar10-airbench): filters move by their momentum made nearly orthogonal, and keep
/// their size.
package enum MuonUpdate {
  /// Coefficients of the quintic iteration, and how often it is done.
  private static let (a, b, c) = (Float(3.4445), Float(-4.7750), Float(2.0315))
  private static let iterations = 3

  /// Bytes that each thread needs for a matrix.
  package static func scratchBytes(rows: Int, columns: Int) -> Int {
    let (small, large) = (min(rows, columns), max(rows, columns))
    return vectors(2 * small * large + 2 * small * small) * MemoryLayout<Lanes>.stride
  }

  private static func vectors(_ floats: Int) -> Int { (floats + LaneTensor.lanes - 1) / LaneTensor.lanes }

  /// Room for steps of such a matrix; before the first step.
  package static func reserve(rows: Int, columns: Int, _ pool: WorkerPool) {
    pool.reserve(vectors: scratchBytes(rows: rows, columns: columns) / MemoryLayout<Lanes>.stride)
  }

  /// One step of each matrix, each on one thread.
  package static func step(_ matrices: [MuonMatrix], _ step: MuonStep, _ pool: WorkerPool) {
    pool.run(matrices.count, over: (matrices, step, pool)) { context, part, worker in
      let (matrices, step, pool) = context
      let scratch = UnsafeMutableRawPointer(pool.scratch(worker)).assumingMemoryBound(to: Float.self)
      move(matrices[part], step, scratch)
    }
  }

  /// w ← w·√n/‖w‖; g ← g + decay·w; buffer ← μ·buffer + g; w ← w·kept − lr·X with X from g + μ·buffer.
  private static func move(_ matrix: MuonMatrix, _ step: MuonStep, _ scratch: UnsafeMutablePointer<Float>) {
    let (rows, count) = (matrix.rows, matrix.update.values.count)
    let columns = count / rows
    let (small, large) = (min(rows, columns), max(rows, columns))
    let isTransposed = rows > columns
    let weights = matrix.update.values.pointer
    let gradients = matrix.update.gradients.pointer
    let buffer = matrix.momentumBuffer.pointer
    matrix.update.snapshot.pointer.update(from: weights, count: count)

    let norm = squares(weights, count).squareRoot()
    let scale = norm > 0 ? Float(Double(rows).squareRoot() / norm) : 1
    // The update in the order of the weights, then as a matrix of few rows.
    let update = scratch + small * large
    for i in 0..<count {
      let weight = weights[i] * scale
      let gradient = gradients[i] + step.weightDecay * weight
      let momentum = step.momentum * buffer[i] + gradient
      buffer[i] = momentum
      weights[i] = weight * step.kept
      update[i] = gradient + step.momentum * momentum
    }
    let inverse = 1 / (Float(squares(update, count).squareRoot()) + 1e-7)
    for i in 0..<count { update[i] *= inverse }
    if isTransposed {
      transpose(update, rows, columns, to: scratch)
    } else {
      scratch.update(from: update, count: count)
    }
    orthogonalise(scratch, small, large)
    if isTransposed {
      transpose(scratch, small, large, to: update)
    } else {
      update.update(from: scratch, count: count)
    }
    for i in 0..<count { weights[i] -= step.learningRate * update[i] }
  }

  private static func transpose(
    _ matrix: UnsafePointer<Float>, _ rows: Int, _ columns: Int, to other: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows {
      for column in 0..<columns { other[column * rows + row] = matrix[row * columns + column] }
    }
  }

  /// X ← aX + (bA + cA²)X with A = XXᵀ, three times (Newton and Schulz); behind X is room for one more of its size and two
  /// squares.
  private static func orthogonalise(_ x: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int) {
    let before = x + rows * columns
    let gram = before + rows * columns
    let polynomial = gram + rows * rows
    let (m, n) = (Int32(rows), Int32(columns))
    for _ in 0..<iterations {
      before.update(from: x, count: rows * columns)
      cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, m, n, 1, before, n, before, n, 0, gram, m)
      polynomial.update(from: gram, count: rows * rows)
      cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, m, m, c, gram, m, gram, m, b, polynomial, m)
      cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, m, 1, polynomial, m, before, n, a, x, n)
    }
  }

  /// Σ values², in double.
  private static func squares(_ values: UnsafePointer<Float>, _ count: Int) -> Double {
    var sums = SIMD8<Double>.zero
    var i = 0
    while i + 8 <= count {
      let eight = SIMD8<Double>(UnsafeRawPointer(values + i).loadUnaligned(as: SIMD8<Float>.self))
      sums += eight * eight
      i += 8
    }
    var sum = sums.sum()
    while i < count {
      sum += Double(values[i]) * Double(values[i])
      i += 1
    }
    return sum
  }
}
