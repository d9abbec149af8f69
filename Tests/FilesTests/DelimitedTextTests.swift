import Files
import Testing

@Suite struct DelimitedTextTests {
  private func rows(_ text: String) throws(DelimitedText.Problem) -> [[String]] {
    var table = DelimitedText(Array(text.utf8))
    var rows: [[String]] = []
    while let row = try table.next() { rows.append(row.cells.map { String(decoding: $0, as: UTF8.self) }) }
    return rows
  }

  @Test func `rows read back as they were, whatever their cells hold`() throws {
    let cells = [
      ["a", "", "b c"], ["1,2", "say \"no\"", "two\nlines"], ["", "", ""], ["größe", "'", "\r"],
      [" blank", "tab\t", "\""],
    ]
    #expect(try rows(cells.map(DelimitedText.line).joined()) == cells)
  }

  @Test func `what other programs write is read`() throws {
    #expect(try rows("\u{FEFF}a,b\r\n\"1\",2\r\n\r\n3 ,") == [["a", "b"], ["1", "2"], ["3", ""]])
    #expect(try rows("").isEmpty)
    let sideways = Array("a;b\n".utf16).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    var table = DelimitedText([0xFF, 0xFE] + sideways, delimiter: UInt8(ascii: ";"))
    #expect(try table.next()?.cells == [Array("a".utf8), Array("b".utf8)])
  }

  @Test(arguments: [("a\n\"open,\nend", 2), ("a\nb\n\"c\"d", 3), ("\"two\nlines\",\"x\"y", 2)])
  func `what is no table is an error of its line`(_ text: String, _ line: Int) {
    #expect {
      try rows(text)
    } throws: {
      ($0 as? DelimitedText.Problem)?.line == line
    }
  }
}
