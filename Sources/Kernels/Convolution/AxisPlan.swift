/// Neighbouring outputs along one axis for which the same taps of the kernel are inside the input.
struct AxisRun {
  /// The `count` outputs `start`, `start + step`, ….
  var start: Int
  var step: Int
  var count: Int
  /// The input position of the first output's first tap, and its stride from output to output.
  var input: Int
  var inputStep: Int
  /// The first tap inside the input, the number of taps, and their stride in the kernel.
  var tap: Int
  var taps: Int
  var tapStep: Int
  /// The stride of the input position from tap to tap.
  var tapInputStep: Int
}

/// The geometry of a convolution along one axis. Taps outside the input are left out, not multiplied by zero: on maps
/// of 2×2 that is more than half of them.
struct AxisPlan {
  var runs: [AxisRun]

  /// y[p] = Σ_t x[p·stride − padding + t]·w[t].
  static func forward(input: Int, output: Int, kernel: Int, stride: Int, padding: Int) -> AxisPlan {
    AxisPlan(
      outputs: Array(0..<output).map { p in
        let origin = p * stride - padding
        let first = max(0, -origin)
        let end = min(kernel, input - origin)
        return AxisRun(
          start: p, step: 1, count: 1, input: origin + first, inputStep: stride, tap: first, taps: max(0, end - first),
          tapStep: 1, tapInputStep: 1)
      }, stride: 1)
  }

  /// ∂x[q] = Σ_p ∂y[p]·w[q + padding − p·stride]: with a stride, each residue of q has other taps.
  static func inputGradient(input: Int, output: Int, kernel: Int, stride: Int, padding: Int) -> AxisPlan {
    AxisPlan(
      outputs: (0..<input).map { q in
        let taps = (0..<kernel).filter { t in
          let distance = q + padding - t
          return distance >= 0 && distance % stride == 0 && distance / stride < output
        }
        let first = taps.first ?? 0
        return AxisRun(
          start: q, step: stride, count: 1, input: taps.isEmpty ? 0 : (q + padding - first) / stride, inputStep: 1,
          tap: first, taps: taps.count, tapStep: stride, tapInputStep: -1)
      }, stride: stride)
  }

  /// Joins outputs `stride` apart that have the same taps.
  private init(outputs: [AxisRun], stride: Int) {
    runs = []
    for residue in 0..<min(stride, outputs.count) {
      for index in Swift.stride(from: residue, to: outputs.count, by: stride) {
        let next = outputs[index]
        if let last = runs.last, last.start % stride == residue, last.start + last.count * stride == next.start,
          last.tap == next.tap, last.taps == next.taps, last.input + last.count * last.inputStep == next.input
        {
          runs[runs.count - 1].count += 1
        } else {
          runs.append(next)
        }
      }
    }
  }
}
