import Foundation
import Testing

@testable import Files

@Suite struct FileAccessTests {
  private func mode(_ path: String) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber).intValue
  }

  private func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test func `what is written reads back, and nothing else is left`() throws {
    try inTemporaryFolder { folder in
      for bytes in [[], [1, 2, 3], [UInt8](repeating: 7, count: 100_000)] as [[UInt8]] {
        try FileAccess.write(bytes, to: folder + "/file")
        #expect(try FileAccess.read(folder + "/file", limit: 100_000) == bytes)
      }
      #expect(try names(folder) == ["file"])
      let name = String(repeating: "ä", count: 127)
      try FileAccess.write([1], to: folder + "/" + name)
      #expect(try FileAccess.read(folder + "/" + name, limit: 1) == [1])
    }
  }

  @Test(arguments: ["target", "missing", "chain"])
  func `a link stays, and what it points to is written`(_ target: String) throws {
    try inTemporaryFolder { folder in
      let files = FileManager.default
      try FileAccess.makeFolder(folder + "/there")
      try FileAccess.write([1], to: folder + "/there/target")
      try files.createSymbolicLink(atPath: folder + "/there/chain", withDestinationPath: "target")
      try files.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "there/" + target)
      try FileAccess.write([2], to: folder + "/link")
      #expect(try files.destinationOfSymbolicLink(atPath: folder + "/link") == "there/" + target)
      let written = folder + "/there/" + (target == "chain" ? "target" : target)
      #expect(try FileAccess.read(written, limit: 1) == [2])
      #expect(try files.destinationOfSymbolicLink(atPath: folder + "/there/chain") == "target")
    }
  }

  @Test func `links in a circle are an error`() throws {
    try inTemporaryFolder { folder in
      try FileManager.default.createSymbolicLink(atPath: folder + "/a", withDestinationPath: "b")
      try FileManager.default.createSymbolicLink(atPath: folder + "/b", withDestinationPath: "a")
      let error = #expect(throws: FileProblem.self) { try FileAccess.write([1], to: folder + "/a") }
      #expect(error?.path == folder + "/a")
    }
  }

  @Test func `the mode of what stands there is kept`() throws {
    try inTemporaryFolder { folder in
      for mode in [0o600, 0o640, 0o755] {
        try FileAccess.write([1], to: folder + "/file")
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder + "/file")
        try FileAccess.write([2], to: folder + "/file")
        #expect(try self.mode(folder + "/file") == mode)
      }
    }
  }

  @Test(arguments: ["pipe", "folder"])
  func `what is no regular file is refused at once and stays`(_ name: String) throws {
    try inTemporaryFolder { folder in
      let path = folder + "/" + name
      if name == "pipe" { #expect(mkfifo(path, 0o600) == 0) } else { try FileAccess.makeFolder(path) }
      let problem = FileProblem(path: path, reason: "is not a file")
      #expect(throws: problem) { try FileAccess.write([1], to: path) }
      #expect(throws: problem) { try FileAccess.checkWritable(path) }
      #expect(throws: problem) { try FileAccess.read(path, limit: 10) }
      #expect(try names(folder) == [name])
      #expect(FileKind(of: path) == (name == "pipe" ? .other : .folder))
    }
  }

  @Test func `a problem names the path, the reason and what to do`() throws {
    try inTemporaryFolder { folder in
      let missing = folder + "/no/file"
      let error = #expect(throws: FileProblem.self) { try FileAccess.write([1], to: missing) }
      #expect(error?.description == "\(missing): No such file or directory")
      let check = #expect(throws: FileProblem.self) { try FileAccess.checkWritable(missing) }
      #expect(check?.remedy == "make \(folder)/no or choose another")
      try FileAccess.write([1, 2, 3], to: folder + "/file")
      let large = #expect(throws: FileProblem.self) { try FileAccess.read(folder + "/file", limit: 2) }
      #expect(large?.reason == "has 3 bytes, more than the 2 that are taken here")
    }
  }

  @Test func `leftovers are removed, and others' half-written files are not`() throws {
    try inTemporaryFolder { folder in
      for name in [".1-2.part", ".mine", "file.part"] { try FileAccess.write([1], to: folder + "/" + name) }
      FileAccess.removeLeftovers(in: folder, untouchedFor: 3_600)
      #expect(try names(folder) == [".1-2.part", ".mine", "file.part"])
      FileAccess.removeLeftovers(in: folder)
      #expect(try names(folder) == [".mine", "file.part"])
    }
  }
}
