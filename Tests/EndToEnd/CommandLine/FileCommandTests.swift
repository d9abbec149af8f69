import Foundation
import Testing

/// What commands do to files, and what names of files and classes do to a terminal.
@Suite struct FileCommandTests {
  private static let training = [
    "train", "SimpleNet", "--data", "shapes", "--size", "16", "--subset", "100", "--fit", "1e-2, 1",
  ]

  @Test func `weights go through a link, keep a file's mode, and replace nothing but a file`() throws {
    let folder = try TemporaryFolder()
    let files = FileManager.default
    try Data().write(to: folder.url.appendingPathComponent("private"))
    try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.path("private"))
    try files.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: "private")
    let saved = try Lab.start(Self.training + ["--save", "link", "--quiet"], in: folder.url).wait()
    #expect(saved.status == 0, "\(saved.errors)")
    #expect(try files.destinationOfSymbolicLink(atPath: folder.path("link")) == "private")
    let attributes = try files.attributesOfItem(atPath: folder.path("private"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(attributes[.size] as? Int ?? 0 > 1_000)

    #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
    let run = try #require(try files.contentsOfDirectory(atPath: folder.path("runs")).first)
    for arguments in [Self.training + ["--save", "pipe"], ["eval", run, "--predictions", "pipe"]] {
      let refused = try Lab.start(arguments, in: folder.url).wait()
      #expect(refused.status == 3)
      #expect(refused.errors == "cifarlab: pipe: is not a file\n")
      #expect(refused.output.isEmpty)
      #expect(try files.attributesOfItem(atPath: folder.path("pipe"))[.type] as? FileAttributeType != .typeRegular)
    }
  }

  @Test func `a folder of runs that was named has to be there, the usual one need not`() throws {
    let folder = try TemporaryFolder()
    try Data().write(to: folder.url.appendingPathComponent("file"))
    #expect(try Lab.run("runs", in: folder.url).status == 0)
    for (name, reason) in [("nowhere", "is not there"), ("file", "is no folder")] {
      for arguments in [
        ["runs"], ["runs", "list", "--json"], ["runs", "show", "x"], ["resume", "x"], ["eval", "x"],
      ] {
        let result = try Lab.start(arguments + ["--runs", name], in: folder.url).wait()
        #expect(result.status == 3, "\(arguments)")
        #expect(
          result.errors == "cifarlab: \(name): \(reason); name the folder that holds the runs with --runs\n")
        #expect(result.output.isEmpty)
      }
    }
  }

  @Test func `a complete run is resumed with one sentence`() throws {
    let folder = try TemporaryFolder()
    #expect(try Lab.start(Self.training + ["--quiet"], in: folder.url).wait().status == 0)
    let run = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path("runs")).first)
    let result = try Lab.run("resume", run, in: folder.url)
    #expect(result.status == 0)
    #expect(result.output.isEmpty)
    #expect(result.errors == "cifarlab: this run is complete: there is nothing left to train\n")
  }

  @Test func `names of classes and files do not steer the terminal`() throws {
    let folder = try TemporaryFolder()
    let packed = try Lab.run("data", "pack", "shapes", "set", in: folder.url)
    #expect(packed.status == 0, "\(packed.errors)")
    let names = folder.url.appendingPathComponent("set/batches.meta.txt")
    let classes = (0..<10).map { "c\u{9B}2J\u{202E}\($0)" }
    try Data((classes.joined(separator: "\n") + "\n").utf8).write(to: names)
    let weights = ["train", "SimpleNet", "--data", "set", "--subset", "100", "--fit", "1e-2, 1", "--quiet"]
    #expect(try Lab.start(weights, in: folder.url).wait().status == 0)
    let run = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path("runs")).first)
    for arguments in [
      ["preview", "--data", "set", "--count", "3", "--ascii"], ["inspect", run, "--ascii"], ["data", "info", "set"],
      ["runs", "show", run], ["preview", "--data", "set", "--json"], ["data", "info", "set", "--json"],
      ["data", "info", "no\u{9B}2J\u{202E}where"], ["train", "ConvNet", "--recipe", "a\u{9B}b"],
    ] {
      let result = try Lab.start(arguments, in: folder.url).wait()
      let said = (result.output + result.errors).unicodeScalars
      #expect(!said.contains("\u{9B}") && !said.contains("\u{202E}"), "\(arguments)")
    }
    let preview = try Lab.run("preview", "--data", "set", "--count", "3", "--ascii", in: folder.url)
    #expect(preview.output.contains("c?2J?"))
    let facts = try #require(try Lab.run("data", "info", "set", "--json", in: folder.url).objects().first)
    #expect(facts["classes"] as? [String] == classes)
  }
}
