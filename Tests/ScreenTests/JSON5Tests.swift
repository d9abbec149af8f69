import Testing

@testable import Screen

@Suite struct JSON5Tests {
  private func parse(_ text: String) throws -> JSON5 { try JSON5(Array(text.utf8)) }

  @Test func allThatJSON5AddsToJSONIsRead() throws {
    let text = """
      // a comment
      {
        /* another */ unquoted: 'single "quotes"', "double": "it's",
        $id_1: [0x1F, .5, 5., +1, -1e3, Infinity, -Infinity,],
        flags: {yes: true, no: false, none: null,}, line: 'on\\
      two', escapes: '\\x41\\u00e9\\uD83D\\uDE00\\n\\q',
      }
      """
    let value = try parse(text)
    #expect(value.object?["unquoted"] == .string("single \"quotes\""))
    #expect(value.object?["double"]?.string == "it's")
    #expect(value.object?["$id_1"]?.array == Array(repeating: .other, count: 7))
    #expect(value.object?["flags"]?.object == ["yes": .other, "no": .other, "none": .other])
    #expect(value.object?["line"]?.string == "ontwo")
    #expect(value.object?["escapes"]?.string == "Aé😀\nq")
  }

  @Test(arguments: [
    ("", 1), ("{", 1), ("{a 1}", 1), ("{a: 1\n b: 2}", 2), ("[1,,2]", 1), ("{a: 'x\n'}", 1), ("{a: red}", 1),
    ("{\r\n\r\na: '", 3),
    ("1 2", 1),
    ("/* no end", 1), ("'\\u12'", 1), ("'\\xzz'", 1), ("--1", 1), ("\n\n[1", 3), ("{'': 1}", 1), ("0x", 1), ("'\\", 1),
  ])
  func whatIsBrokenIsRefusedWithItsLine(_ text: String, _ line: Int) {
    #expect { try parse(text) } throws: { ($0 as? JSON5.Failure)?.line == line }
  }

  @Test func deepNestingIsRefused() {
    #expect(throws: JSON5.Failure.self) { try parse(String(repeating: "[", count: 60_000)) }
    #expect(throws: JSON5.Failure.self) { try parse(String(repeating: "{a:", count: 20_000)) }
  }

  @Test func bytesThatAreNotUTF8AreRefused() {
    #expect(throws: JSON5.Failure.self) { try JSON5([0x22, 0xFF, 0x22]) }
  }
}
