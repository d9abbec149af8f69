import Files
import Testing

@Suite struct CSVTextTests {
  @Test func `rows read back as they were, whatever their fields hold`() {
    let rows = [["a", "", "b c"], ["1,2", "say \"no\"", "two\nlines"], ["", "", ""], ["größe", "'", "\r"]]
    #expect(CSVText.rows(CSVText.text(rows)) == rows)
  }

  @Test func `what other programs write is read`() {
    #expect(CSVText.rows("\u{FEFF}a,b\r\n\"1\",2\r\n\r\n3,") == [["a", "b"], ["1", "2"], ["3", ""]])
    #expect(CSVText.rows("") == [] && CSVText.rows("\"open,\nend") == [["open,\nend"]])
    #expect(CSVText.rows("\"\"\n") == [[""]])
  }

  @Test func `names that are no text are quoted byte by byte`() {
    #expect(ShellQuoting.quoted(Array("it's".utf8)) == #"'it'\''s'"#)
    #expect(ShellQuoting.quoted([0x61, 0xE9, 0x27, 0x0A]) == #"$'a\xe9\'\x0a'"#)
  }
}
