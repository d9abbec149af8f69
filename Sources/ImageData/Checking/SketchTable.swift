/// Sketches in the order of their brightness, laid out so that one is compared with 16 others at once.
struct SketchTable: Sendable {
  private typealias Lanes = SIMD16<Float>
  private static let lanes = Lanes.scalarCount
  /// The first numbers of a sketch, which differ most; of most pairs nothing else has to be seen.
  private static let telling = 5

  private let count: Int
  private let radii: [Float]
  /// `[block of 16 sketches][number]`.
  private let blocks: [Lanes]

  init(_ sketches: [ImageSketch]) {
    count = sketches.count
    radii = sketches.map(\.radius)
    var blocks: [Lanes] = []
    for start in stride(from: 0, to: count, by: Self.lanes) {
      // Lanes without a sketch are near nothing.
      var block = [Lanes](repeating: Lanes(repeating: .infinity), count: ImageSketch.count)
      for lane in 0..<min(Self.lanes, count - start) {
        for number in 0..<ImageSketch.count { block[number][lane] = sketches[start + lane].numbers[number] }
      }
      blocks += block
    }
    self.blocks = blocks
  }

  /// Calls `body` for each sketch after `place` that lies within the smaller radius of both, itself or mirrored, with
  /// the distances of those that do.
  func forEachNeighbour(of place: Int, _ body: (_ other: Int, _ plain: Float?, _ mirrored: Float?) -> Void) {
    let numbers = ImageSketch.count
    blocks.withUnsafeBufferPointer { blocks in
      let own = blocks.baseAddress! + place / Self.lanes * numbers
      let values = (0..<numbers).map { own[$0][place % Self.lanes] }
      let brightest = values[0] + radii[place]
      let squared = radii[place] * radii[place]
      var block = place / Self.lanes
      while block * Self.lanes < count, blocks[block * numbers][0] <= brightest {
        let others = blocks.baseAddress! + block * numbers
        values.withUnsafeBufferPointer { values in
          var sum = Self.squares(values, others, 0..<Self.telling)
          guard sum.min() <= squared else { return }
          sum += Self.squares(values, others, Self.telling..<ImageSketch.evenCount)
          guard sum.min() <= squared else { return }
          var (plain, mirrored) = (sum, sum)
          for number in ImageSketch.evenCount..<numbers {
            let (minus, plus) = (others[number] - values[number], others[number] + values[number])
            plain += minus * minus
            mirrored += plus * plus
          }
          guard pointwiseMin(plain, mirrored).min() <= squared else { return }
          for lane in 0..<min(Self.lanes, count - block * Self.lanes) where block * Self.lanes + lane > place {
            let other = block * Self.lanes + lane
            let radius = min(radii[place], radii[other])
            let distances = [plain[lane], mirrored[lane]].map { $0 <= radius * radius ? $0.squareRoot() : nil }
            if distances[0] != nil || distances[1] != nil { body(other, distances[0], distances[1]) }
          }
        }
        block += 1
      }
    }
  }

  @inline(__always)
  private static func squares(
    _ values: UnsafeBufferPointer<Float>, _ others: UnsafePointer<Lanes>, _ range: Range<Int>
  ) -> Lanes {
    var sum = Lanes.zero
    for number in range {
      let difference = others[number] - values[number]
      sum += difference * difference
    }
    return sum
  }
}
