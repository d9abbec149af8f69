import Files
import Testing

@Suite struct TextTests {
  @Test(arguments: [
    ("plain", "plain"), ("größe 图 👩‍💻", "größe 图 👩‍💻"), ("a\u{1B}[2Jb", "a?[2Jb"), ("a\r\nb\tc", "a??b?c"),
    ("\u{9B}31m", "?31m"), ("a\u{202E}b\u{2066}", "a?b?"), ("a\u{2028}b\u{85}\u{7F}", "a?b??"),
    ("\u{200F}\u{FEFF}x", "??x"),
  ])
  func `nothing printable steers a terminal`(_ text: String, _ expected: String) {
    #expect(text.printable == expected)
    #expect(text.printable.printable == expected)
  }

  @Test(arguments: [
    ("runs/a-1_b.c", "runs/a-1_b.c"), ("", "''"), ("0.1, 2", "'0.1, 2'"), ("it's", #"'it'\''s'"#), ("~/x", "'~/x'"),
    ("$HOME", "'$HOME'"), ("größe", "'größe'"), ("=ls", "'=ls'"), ("a=b", "a=b"), ("a\nb", "'a\nb'"),
  ])
  func `a shell takes a quoted word as it is`(_ word: String, _ expected: String) {
    #expect(ShellQuoting.quoted(word) == expected)
  }

  @Test func `an error says what is wrong and what to do, and ends with its code`() {
    let problem = FileProblem(path: "a", reason: "is full", remedy: "make room")
    #expect("\(problem)" == "a: is full; make room")
    #expect(ExitCode(of: problem) == .fileProblem)
    #expect(ExitCode(of: CancellationError()) == .internalError)
  }

  @Test func `names that are no text are quoted byte by byte`() {
    #expect(ShellQuoting.quoted(Array("it's".utf8)) == #"'it'\''s'"#)
    #expect(ShellQuoting.quoted([0x61, 0xE9, 0x27, 0x0A]) == #"$'a\xe9\'\x0a'"#)
  }
}
