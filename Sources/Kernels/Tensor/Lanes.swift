/// One value of 16 images at once.
package typealias Lanes = SIMD16<Float>

/// a·b + c, in one instruction where the machine has it.
@inline(__always)
func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes {
  #if VECTOR_128
    return a * b + c
  #else
    return c.addingProduct(a, b)
  #endif
}

/// The horizontal sum, in four steps: each adds the upper half to the lower one.
@inline(__always)
func horizontalSum(_ v: Lanes) -> Float {
  let eight = v.lowHalf + v.highHalf
  let four = eight.lowHalf + eight.highHalf
  let two = four.lowHalf + four.highHalf
  return two.x + two.y
}

/// The transpose of a square of 16×16.
@inline(__always)
func transposedSquare(_ square: InlineArray<16, Lanes>) -> InlineArray<16, Lanes> {
  shuffled(shuffled(shuffled(shuffled(square))))
}

/// The perfect shuffle of 256 values.
@inline(__always)
private func shuffled(_ square: InlineArray<16, Lanes>) -> InlineArray<16, Lanes> {
  var result = square
  for i in 0..<8 {
    let (a, b) = (square[i], square[i + 8])
    result[2 * i].evenHalf = a.lowHalf
    result[2 * i].oddHalf = b.lowHalf
    result[2 * i + 1].evenHalf = a.highHalf
    result[2 * i + 1].oddHalf = b.highHalf
  }
  return result
}

@inline(__always)
func horizontalSumInDouble(_ lanes: Lanes) -> Double {
  let eight = SIMD8<Double>(lanes.lowHalf) + SIMD8<Double>(lanes.highHalf)
  let four = eight.lowHalf + eight.highHalf
  let two = four.lowHalf + four.highHalf
  return two.x + two.y
}

/// 1 in the lanes of `block` that hold one of the first `images` images, 0 in empty ones.
@inline(__always)
func laneMask(images: Int, block: Int) -> Lanes {
  let held = images - block * LaneTensor.lanes
  if held >= LaneTensor.lanes { return Lanes(repeating: 1) }
  var mask = Lanes.zero
  for lane in 0..<max(0, held) { mask[lane] = 1 }
  return mask
}

extension Int {
  /// The least multiple of `step` that is no smaller.
  func padded(_ step: Int) -> Int { (self + step - 1) / step * step }
}
