import CBlas

/// A linear layer by OpenBLAS's sgemm, on matrices `[image][input]` and `[image][output]`. It is the baseline for
/// linear layers in lanes; the transposes from lanes to matrices and back are not part of it.
///
/// SimpleNet's first layer, 3072 → 40 at batch 256, on one Zen 4 core, OpenBLAS 0.3.21: 74 GFLOP/s forward and 82 for
/// the weight gradient, where the lanes reach 106 and 98. `cifarlab bench SimpleNet --layers` measures it again.
package struct LinearBySgemm: Sendable {
  package let inputs: Int
  package let outputs: Int

  package init(inputs: Int, outputs: Int) {
    self.inputs = inputs
    self.outputs = outputs
  }

  /// Images of one call of sgemm: several calls, so that the pool's threads share the work.
  private static let chunk = 128

  /// y = x·Wᵀ for `images` rows; `weights` is `[output][input]`.
  package func forward(_ x: FloatSlice, weights: FloatSlice, _ y: FloatSlice, images: Int, _ pool: WorkerPool) {
    check(x, images * inputs)
    check(weights, outputs * inputs)
    check(y, images * outputs)
    pool.run((images + Self.chunk - 1) / Self.chunk) { part in
      let first = part * Self.chunk
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(min(Self.chunk, images - first)), Int32(outputs),
        Int32(inputs), 1, x.pointer + first * inputs, Int32(inputs), weights.pointer, Int32(inputs), 0,
        y.pointer + first * outputs, Int32(outputs))
    }
  }

  /// ∂L/∂W = ∂yᵀ·x.
  package func weightGradient(
    _ x: FloatSlice, _ dy: FloatSlice, _ gradient: FloatSlice, images: Int, _ pool: WorkerPool
  ) {
    check(x, images * inputs)
    check(dy, images * outputs)
    check(gradient, outputs * inputs)
    let chunk = Self.chunk * 2
    pool.run((inputs + chunk - 1) / chunk) { part in
      let first = part * chunk
      cblas_sgemm(
        CblasRowMajor, CblasTrans, CblasNoTrans, Int32(outputs), Int32(min(chunk, inputs - first)), Int32(images), 1,
        dy.pointer, Int32(outputs), x.pointer + first, Int32(inputs), 0, gradient.pointer + first, Int32(inputs))
    }
  }

  private func check(_ matrix: FloatSlice, _ count: Int) {
    guard matrix.count >= count else { fatalError("a matrix of \(count) values was given \(matrix.count)") }
  }
}
