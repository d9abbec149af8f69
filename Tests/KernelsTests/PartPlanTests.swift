import Testing

@testable import Kernels

@Suite struct PartPlanTests {
  @Test func `every tile of every block is in one part`() {
    for (blocks, together, tiles) in [(16, 1, 4), (16, 4, 1), (7, 2, 3), (1, 4, 5), (1, 1, 1), (40, 3, 16)] {
      for threads in 1...20 {
        let plan = PartPlan(blocks: blocks, together: together, tiles: tiles, threads: threads)
        var counts = [Int](repeating: 0, count: blocks * tiles)
        for part in 0..<plan.parts {
          for block in plan.blocks(part) { for tile in plan.tiles(part) { counts[block * tiles + tile] += 1 } }
        }
        #expect(counts.allSatisfy { $0 == 1 }, "\(blocks) blocks, \(tiles) tiles, \(threads) threads")
      }
    }
  }

  @Test(arguments: [2, 3, 4, 6, 8, 12, 16, 24, 32]) func `sixteen blocks leave hardly a thread idle`(threads: Int) {
    let tiles = 8
    let plan = PartPlan(blocks: 16, together: 4, tiles: tiles, threads: threads)
    let work = (0..<plan.parts).map { plan.blocks($0).count * plan.tiles($0).count }
    // Each thread takes the next part when it has done one.
    var busy = [Int](repeating: 0, count: threads)
    for part in work { busy[busy.indices.min { busy[$0] < busy[$1] }!] += part }
    let share = Double(16 * tiles) / Double(busy.max()! * threads)
    #expect(share > 0.85, "\(share)")
  }
}
