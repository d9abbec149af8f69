/// How a pass over groups of images and tiles of channels is cut into parts. The cut follows the number of threads; no
/// sum does, so that results are the same bits for every number.
struct PartPlan {
  private let blockCount: Int
  private let together: Int
  private let tileCount: Int
  /// Ranges of tiles, each of which has parts of its own.
  private let cuts: Int

  /// At most `together` blocks are in one part. Where blocks alone would leave threads idle, tiles are cut, too; or
  /// into at least `leastCuts`.
  init(blocks: Int, together: Int = 1, tiles: Int, threads: Int, leastCuts: Int = 1) {
    blockCount = blocks
    tileCount = tiles
    self.together = max(1, min(together, blocks / threads))
    let groups = (blocks + self.together - 1) / self.together
    let needed = groups >= 4 * threads ? 1 : threads / greatestCommonDivisor(groups, threads)
    cuts = min(tiles, max(leastCuts, needed))
  }

  private var groups: Int { (blockCount + together - 1) / together }
  var parts: Int { groups * cuts }

  func blocks(_ part: Int) -> Range<Int> {
    let first = part % groups * together
    return first..<min(blockCount, first + together)
  }

  func tiles(_ part: Int) -> Range<Int> {
    let cut = part / groups
    return cut * tileCount / cuts..<(cut + 1) * tileCount / cuts
  }
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestCommonDivisor(b, a % b) }
