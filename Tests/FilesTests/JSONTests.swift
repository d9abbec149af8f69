import Files
import Foundation
import Testing

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

  @Test func `what a terminal would obey stands escaped, and reads back`() throws {
    let text = "a\u{1B}[2J\u{9B}2J\u{202E}\u{E0041}é"
    let line = JSON.string(text).line
    #expect(line == #""a\u001b[2J\u009b2J\u202e\udb40\udc41é""#)
    #expect(try JSON.decode(String.self, from: line.utf8) == text)
  }

  @Test func `a problem names the place`() throws {
    struct Outer: Decodable { struct Inner: Decodable { let count: Int }; let inner: Inner }
    func problem(_ text: String) -> String? {
      #expect(throws: JSON.Problem.self) { try JSON.decode(Outer.self, from: text.utf8) }?.problem
    }
    #expect(try JSON.decode(Outer.self, from: #"{"inner":{"count":1}}"#.utf8).inner.count == 1)
    #expect(problem(#"{"inner":{"count":"x"}}"#) == "'inner.count' is of another kind")
    #expect(problem("{}") == "'inner' is missing")
    #expect(problem("{") == "is not JSON")
  }
}
