/// Finds the images of a list that show the same: re-encoded, mirrored, shifted by a pixel, of another contrast.
///
/// Of all pairs those are looked at whose sketches are no further apart than such changes move them. Sorted by mean
/// brightness, only a part of the pairs is even compared by sketch.
struct NearDuplicates {
  /// Two images by their place in the list, and how far they show the same.
  struct Pair: Sendable, Equatable {
    let first: Int
    let second: Int
    let correlation: Double
    let isMirrored: Bool
  }

  /// Sketches nearer than this may be of one picture before and after JPEG.
  private static let reencoded: Float = 3

  private let size: Int
  private let images: [ArraySlice<UInt8>]
  /// The images in the order of their brightness; the sketches are in the same order.
  private let order: [Int]
  private let sketches: SketchTable

  /// Images of `size` pixels a side, `[channel][row][column]`.
  init(_ images: [ArraySlice<UInt8>], size: Int) {
    self.size = size
    self.images = images
    let maker = SketchMaker(size: size)
    let sketches = concurrentParts(images.count, chunk: 250) { part in
      part.map { image in
        let pixels = images[image]
        return maker.sketch(pixels.span)
      }
    }.flatMap { $0 }
    order = sketches.indices.sorted { (sketches[$0].brightness, $0) < (sketches[$1].brightness, $1) }
    self.sketches = SketchTable(order.map { sketches[$0] })
  }

  /// The pairs by their places; no more are looked for when there are `limit`.
  func pairs(limit: Int) -> [Pair] {
    var pairs: [Pair] = []
    let chunk = 64
    // A fixed number of images a round: what is found does not depend on which thread was faster.
    let perRound = 64 * chunk
    for start in stride(from: 0, to: order.count, by: perRound) where pairs.count < limit {
      let count = min(perRound, order.count - start)
      pairs += concurrentParts(count, chunk: chunk) { part in
        part.flatMap { partners(of: start + $0) }
      }.joined()
    }
    return pairs.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }

  /// The pairs of the image at a place in the order with those after it.
  private func partners(of place: Int) -> [Pair] {
    var pairs: [Pair] = []
    sketches.forEachNeighbour(of: place) { other, plain, mirrored in
      let candidates = [(plain, false), (mirrored, true)].compactMap { distance, isMirrored in
        distance.flatMap { pair(place, other, $0, isMirrored) }
      }
      if let best = candidates.max(by: { $0.correlation < $1.correlation }) { pairs.append(best) }
    }
    return pairs
  }

  private func pair(_ place: Int, _ other: Int, _ distance: Float, _ isMirrored: Bool) -> Pair? {
    let (first, second) = (min(order[place], order[other]), max(order[place], order[other]))
    let (one, two) = (images[first], images[second])
    let likeness = ImageLikeness(one.span, two.span, size: size, isMirrored: isMirrored)
    let wanted = distance < Self.reencoded ? ImageLikeness.thresholdOfEqualSketches : ImageLikeness.threshold
    guard likeness.correlation >= wanted else { return nil }
    return Pair(first: first, second: second, correlation: likeness.correlation, isMirrored: isMirrored)
  }
}
