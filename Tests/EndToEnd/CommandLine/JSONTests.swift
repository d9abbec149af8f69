import Foundation
import Testing

@testable import cifarlab

@Suite struct JSONTests {
  @Test func `figures that are not finite are null`() {
    #expect(JSON.numbers([.nan, .infinity, 1]).line == "[null,null,1]")
  }

  @Test(arguments: [
    0.1, 1e-5, 1.0 / 3, Double.leastNonzeroMagnitude, Double.greatestFiniteMagnitude, -0.0, 123_456_789.123_456_78,
  ])
  func `numbers read back to the same bits`(value: Double) throws {
    let read = try JSONDecoder().decode([Double].self, from: Data(JSON.numbers([value]).line.utf8))
    #expect(read[0].bitPattern == value.bitPattern)
  }

  @Test func `an object is one line whatever its texts hold`() {
    let line = JSON.object(["text": "a\n\"b\"/c", "n": 1, "seed": .unsigned(.max)]).line
    #expect(line == #"{"n":1,"seed":18446744073709551615,"text":"a\n\"b\"/c"}"#)
  }
}
