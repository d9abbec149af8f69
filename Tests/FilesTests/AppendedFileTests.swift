import Foundation
import Testing

@testable import Files

@Suite struct AppendedFileTests {
  @Test func `rows are in the file after a flush, and what was behind them is cut off`() throws {
    try inTemporaryFolder { folder in
      let path = folder + "/log"
      var file = AppendedFile(path: path, header: Array("head\n".utf8))
      file.append("one\n")
      try file.flush()
      try file.synchronize()
      #expect(try FileAccess.read(path, limit: 100) == Array("head\none\n".utf8))
      #expect(file.length == 9)
      var again = try AppendedFile(path: path, continuingAt: 5, header: [], wholeLength: \.count)
      again.append("two\n")
      try again.synchronize()
      #expect(try FileAccess.read(path, limit: 100) == Array("head\ntwo\n".utf8))
    }
  }

  @Test func `what could not be written is tried again`() throws {
    try inTemporaryFolder { folder in
      let path = folder + "/later/log"
      var file = AppendedFile(path: path, header: Array("head\n".utf8))
      #expect(throws: FileProblem.self) { try file.flush() }
      #expect(file.length == 0)
      try FileAccess.makeFolder(folder + "/later")
      try file.flush()
      #expect(try FileAccess.read(path, limit: 100) == Array("head\n".utf8))
    }
  }

  @Test func `a file that vanished is not begun anew without its first rows`() throws {
    try inTemporaryFolder { folder in
      var file = AppendedFile(path: folder + "/log", header: Array("head\n".utf8))
      try file.flush()
      try FileManager.default.removeItem(atPath: folder + "/log")
      file.append("one\n")
      #expect(throws: FileProblem.self) { try file.flush() }
      #expect(FileKind(of: folder + "/log") == nil)
    }
  }
}
