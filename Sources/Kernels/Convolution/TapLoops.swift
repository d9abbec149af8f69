/// The trip counts and strides of the three loops over one output's taps.
struct TapLoops {
  var channels = 0
  var rows = 0
  var columns = 0
  /// Vectors from one channel, row, or column of the input to the next.
  var xChannel = 0
  var xRow = 0
  var xColumn = 0
  /// Floats from one channel, row, or column of the packed weights to the next.
  var wChannel = 0
  var wRow = 0
  var wColumn = 0
}

/// sums[c][p] += Σ x·w over all taps. The inputs of neighbouring positions are `step` vectors apart; the weights of the
/// `C` channels are adjacent.
@inline(__always)
func accumulate<let C: Int, let P: Int>(
  _ sums: inout Tile<C, P>, _ x: UnsafePointer<Lanes>, step: Int, _ w: UnsafePointer<Float>, _ loops: TapLoops,
  _ prefetch: inout Prefetch
) {
  for channel in 0..<loops.channels {
    for row in 0..<loops.rows {
      var xTap = x + (channel * loops.xChannel + row * loops.xRow)
      var wTap = w + (channel * loops.wChannel + row * loops.wRow)
      for _ in 0..<loops.columns {
        prefetch.issue()
        for c in 0..<C {
          let weight = Lanes(repeating: wTap[c])
          for p in 0..<P { sums[c][p] = multiplyAdd(xTap[p * step], weight, sums[c][p]) }
        }
        xTap += loops.xColumn
        wTap += loops.wColumn
      }
    }
  }
}
