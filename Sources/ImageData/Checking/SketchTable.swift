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
    let own = place / Self.lanes * numbers
    let values = (0..<numbers).map { blocks[own + $0][place % Self.lanes] }
    let brightest = values[0] + radii[place]
    let squared = radii[place] * radii[place]
    for start in stride(from: own, to: blocks.count, by: numbers) {
      let others = blocks.span.extracting(start..<start + numbers)
      guard others[0][0] <= brightest else { return }
      var sum = Self.squares(values.span, others, 0..<Self.telling)
      guard sum.min() <= squared else { continue }
      sum += Self.squares(values.span, others, Self.telling..<ImageSketch.evenCount)
      guard sum.min() <= squared else { continue }
      var (plain, mirrored) = (sum, sum)
      for number in ImageSketch.evenCount..<numbers {
        let (minus, plus) = (others[number] - values[number], others[number] + values[number])
        plain += minus * minus
        mirrored += plus * plus
      }
      guard pointwiseMin(plain, mirrored).min() <= squared else { continue }
      let first = start / numbers * Self.lanes
      for other in max(first, place + 1)..<max(min(first + Self.lanes, count), place + 1) {
        let radius = min(radii[place], radii[other])
        let distances = [plain, mirrored].map { sums in
          let squared = sums[other - first]
          return squared <= radius * radius ? squared.squareRoot() : nil
        }
        if distances[0] != nil || distances[1] != nil { body(other, distances[0], distances[1]) }
      }
    }
  }

  @inline(__always)
  private static func squares(
    _ values: Span<Float>, _ others: Span<Lanes>, _ range: Range<Int>
  ) -> Lanes {
    var sum = Lanes.zero
    for number in range {
      let difference = others[number] - values[number]
      sum += difference * difference
    }
    return sum
  }
}
