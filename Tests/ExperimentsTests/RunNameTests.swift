import Files
import Foundation
import RunSamples
import Testing
import Training

@testable import Experiments

/// What a run is called: by its folder, by a name that was given, and in short.
@Suite struct RunNameTests {
  /// Three runs that nobody trained, a day apart.
  private func inStore(_ body: (TinyRuns) throws -> Void) throws {
    try TinyRuns.inFolder { here in
      let document = try TinyRuns.document()
      for (day, seed) in [(1, 7), (2, 7), (3, 8)] {
        var document = document
        document.created += Double(day) * 86_400
        document.recipe.seed = UInt64(seed)
        try here.put(document, as: RunStore.name(for: document, timeZone: .gmt))
      }
      try body(here)
    }
  }

  @Test func `a run is meant by its folder, its path, last, a name, or a beginning that no other shares`() throws {
    try inStore { here in
      let names = here.store.list().map(\.name)
      #expect(names == ["20261124-213650-ConvBnNet-7", "20261125-213650-ConvBnNet-7", "20261126-213650-ConvBnNet-8"])
      #expect(try here.store.resolve(names[1]) == names[1])
      #expect(try here.store.resolve("last") == names[2])
      #expect(try here.store.resolve("20261125") == names[1])
      #expect(try here.store.resolve(here.store.folder(names[0])) == here.store.folder(names[0]))
      try here.store.label(names[0], RunLabel(parsing: "Wide net"))
      #expect(try here.store.resolve("Wide net") == names[0])
      #expect(try here.store.resolve("wide") == names[0])
      #expect(throws: RunFolderError.ambiguous("2026112", names)) { try here.store.resolve("2026112") }
      #expect(throws: RunFolderError.unknown("ConvBnNet")) { try here.store.resolve("ConvBnNet") }
      #expect(throws: RunFolderError.unknown("")) { try here.store.resolve("") }
      #expect(throws: RunFolderError.empty("nowhere")) { try RunStore(root: "nowhere").resolve("last") }
      // A folder that is gone is not taken for the next that begins alike.
      #expect(throws: RunFolderError.unknown("20261125")) { try here.store.find("20261125") }
      #expect(throws: RunFolderError.unknown("20261125")) { try here.store.delete("20261125") }
    }
  }

  @Test func `a label is kept in run.json beside all that stood there, and taken away again`() throws {
    try inStore { here in
      let run = here.store.list()[0]
      let before = try here.bytes(run.name + "/run.json")
      try here.store.label(run.name, RunLabel(parsing: "best #paper #v2 | warm-up helped"))
      let label = try here.store.find(run.name).label
      #expect(label.name == "best" && label.tags == ["paper", "v2"] && label.note == "warm-up helped")
      #expect(label.line == "best #paper #v2 | warm-up helped")
      #expect(throws: RunFolderError.nameTaken("best", run.name)) {
        try here.store.label(here.store.list()[1].name, RunLabel(parsing: "best"))
      }
      try here.store.label(run.name, RunLabel(parsing: " "))
      #expect(try here.bytes(run.name + "/run.json") == before)
    }
  }

  @Test func `a run that goes on keeps its label, one that is being written gets none`() throws {
    try TinyRuns.inFolder { here in
      let run = try TinyRuns.run(TinyRuns.recipe("0.1, 2"))
      let control = TrainingControl()
      let recorder = here.recorder(run)
      let name = try #require(recorder.name)
      #expect(throws: RunFolderError.inUse(name)) { try here.store.label(name, RunLabel(parsing: "mine")) }
      run.run(control, recorder: recorder) { event in
        if case .stepEnded(let record) = event, record.step == 2 { control.request = .stop }
      }
      try here.store.label(name, RunLabel(parsing: "mine"))
      let resumed = try here.resume(name)
      #expect(resumed.run.run(recorder: resumed.recorder) == .completed)
      #expect(try here.store.find(name).label.name == "mine")
      #expect(try here.store.find(name).status == .completed)
    }
  }

  @Test(arguments: [
    "a/b", "-x", "last", "#a,b", "# x", "#" + String(repeating: "a", count: 31), String(repeating: "n", count: 61),
    "x | " + String(repeating: "a", count: 1_001), "bell\u{7}", "#\u{1B}c", "x | \u{9B}",
    (0..<21).map { "#\($0)" }.joined(separator: " "),
  ])
  func `what is no label is refused where it is typed`(_ line: String) {
    #expect(throws: InvalidValue.self) { try RunLabel(parsing: line) }
  }

  @Test(arguments: [
    (#""name":"a\u001b[2J""#, "'label' is none: a name is words of printable characters without | and /"),
    (#""name":"\#(String(repeating: "n", count: 61))""#, "'label' is none: a name has at most 60 characters"),
    (#""note":"\#(String(repeating: "n", count: 100_000))""#, "'label' is none: a note has at most 1000 characters"),
    (#""note":"""#, "'label' is none: a note is one line of printable text"),
    (
      #""tags":["a","a"]"#, "'label' is none: a run has at most 20 tags, each of them once"
    ),
    (#""name":"-x""#, "'label' is none: a name is not empty, not 'last', and does not begin with a dash"),
  ])
  func `a label in a file that no line says makes the run a damaged one`(_ member: String, _ reason: String) throws {
    try inStore { here in
      let name = here.store.list()[0].name
      let text = String(decoding: try here.bytes(name + "/run.json"), as: UTF8.self)
      let hostile = text.replacing("\"format\"", with: "\"label\":{\(member)},\"format\"", maxReplacements: 1)
      try FileAccess.write(Array(hostile.utf8), to: here.store.folder(name) + "/run.json")
      #expect(here.store.list()[0].content == .damaged("run.json: " + reason))
    }
  }

  @Test func `names longer than any make the run a damaged one`() throws {
    let long = String(repeating: "x", count: 5_000)
    let changes: [(String, (inout RunDocument) -> Void)] = [
      ("recipe.network", { $0.recipe.network = long }), ("recipe.data", { $0.recipe.data = long }),
      ("recipe.initial_weights", { $0.recipe.initialWeights = long }), ("data.name", { $0.data.name = long }),
      ("data.source", { $0.data.source = long }), ("machine.host", { $0.machine.host = long }),
    ]
    for (name, change) in changes {
      var document = try TinyRuns.document()
      change(&document)
      #expect(throws: RunFolderError.tooLong(name)) { try RunDocument(json: try document.json()) }
    }
  }
}
