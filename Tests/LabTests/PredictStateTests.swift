import Foundation
import ImageData
import Listing
import RunSamples
import Screen
import Testing

@testable import Experiments
@testable import Lab

@Suite struct PredictStateTests {
  private static func runs(_ count: Int) -> [RunRow] {
    (1...count).map { day in
      Support.row(
        "202601\(day < 10 ? "0" : "")\(day)-120000-ConvNet-\(day)", accuracy: 0.5, parameters: 10)
    }
  }

  private func asked(_ effects: [Effect]) -> PredictJob? {
    for case .start(let job) in effects {
      if let work = job.work as? PredictJob { return work }
    }
    return nil
  }

  private func files<Task: FileTask>(_ kind: Task.Type, _ effects: [Effect]) -> Task? {
    for case .files(let task) in effects {
      if let task = task.task as? Task { return task }
    }
    return nil
  }

  @Test func `enter takes a path after the command, whose completion is asked of the disk`() {
    var state = Support.listed()
    Support.press(key("7"), .enter, on: &state)
    #expect(state.screen == .predict && state.prompt?.line.text == "predict ")
    _ = Support.type("ph", &state)
    let completion = files(CompletePath.self, Support.press(.tab, on: &state))
    #expect(completion == CompletePath(line: "predict ph", path: "ph"))
    _ = update(&state, PathCompleted(line: "predict ph", typed: "ph", candidates: ["photo.png", "photos/"]))
    #expect(state.prompt?.line.text == "predict photo" && state.prompt?.offered == ["photo.png", "photos/"])
    _ = Support.type("s", &state)
    _ = update(&state, PathCompleted(line: "predict photo", typed: "photo", candidates: ["photo.png"]))
    #expect(state.prompt?.line.text == "predict photos")
    #expect(files(OpenPictures.self, Support.press(.enter, on: &state)) == OpenPictures(path: "photos"))
  }

  @Test func `the pictures of a folder are stepped through, each a new question in place of the last`() {
    var state = Support.listed()
    let first = asked(update(&state, PredictMessage.opened(name: "a b", folder: true, ["1.png", "x/2.png"])))
    #expect(first?.subject == PredictSubject(source: .file("a b/1.png"), name: "1.png"))
    #expect(first?.runs == Support.rows.map(\.id).reversed())
    state.screen = .predict
    let effects = Support.press(.right, on: &state)
    #expect(effects.first == .ask(.first, .stop) && asked(effects)?.subject.name == "x/2.png")
    #expect(Support.press(.right, on: &state).isEmpty)
    let line = PredictScreen.sameCommand(state)
    #expect(line == "cifarlab predict \(Support.rows[2].id) 'a b/x/2.png'")
    // What was asked before comes too late.
    _ = update(&state, PredictMessage.answered(1, RunAnswer(run: Support.rows[2].id, seen: nil)))
    #expect(state.predict.answers.isEmpty)
  }

  @Test func `so many runs are asked, and among them the one that is shown`() {
    var state = Support.listed(Self.runs(15))
    state.predict.choose(Self.runs(15)[0].id)
    let subject = PredictSubject(source: .file("a.png"), name: "a.png")
    let all = asked(state.ask(about: subject))?.runs
    #expect(all?.count == PredictState.mostRuns && all?.first == Self.runs(15)[0].id)
    #expect(all?.contains(Self.runs(15)[14].id) == true && all?.contains(Self.runs(15)[3].id) == false)
  }

  @Test func `runs without an epoch are not asked, and without runs nothing is`() {
    let young = Support.row("20260105-120000-ConvNet-1", accuracy: 0.5, parameters: 1) { $0.result.epochs = 0 }
    var state = Support.listed([young])
    let subject = PredictSubject(source: .file("a.png"), name: "a.png")
    #expect(state.ask(about: subject).isEmpty)
    state = Support.listed(Support.rows + [young])
    #expect(asked(state.ask(about: subject))?.runs == Support.rows.map(\.id).reversed())
  }

  @Test func `P asks about the image of Data with its class, and about that of Inspect by its run first`() throws {
    var state = Support.listed()
    Support.press(key("1"), .right, .right, on: &state)
    let job = try #require(asked(Support.press(key("P"), on: &state)))
    let set = try #require(state.data.set)
    let shown = try #require(state.data.selectedImage)
    #expect(state.screen == .predict && job.subject.label == set.classes[Int(set.train.labels[shown])])
    #expect(job.subject.source == .pixels(Array(set.train.image(shown)), side: 32))
    #expect(PredictScreen.sameCommand(state).contains("# the picture stands in its data set"))

    state.screen = .inspect
    _ = update(&state, InspectMessage.inspected(try Support.inspection()))
    Support.press(key("c"), on: &state)
    let image = try #require(state.inspect.current)
    let second = try #require(asked(Support.press(key("P"), on: &state)))
    #expect(second.subject.source == .pixels(Array(set.valid.image(image)), side: 32))
    #expect(second.runs.first == "20260101-120000-ConvNet-42")
  }

  @Test func `the answer of the run under the cursor is shown, and what the others say beside it`() throws {
    var state = try RecordedRun.shared.get().state(width: 120, height: 40)
    try PredictSamples.fill(&state)
    let names = RecordedRun.images.classes
    var shown = Support.view(state).text
    #expect(shown.contains("\(names[4]) 81.23 %") && shown.contains("≠ \(names[1])") && shown.contains("2 of 3"))
    #expect(shown.contains("1 of 2 say \(names[4])"))
    Support.press(.down, on: &state)
    shown = Support.view(state).text
    #expect(shown.contains("\(names[1]) 40.00 %") && shown.contains("≠ \(names[4])"))
  }

  @Test func `runs that do not know the class or cannot answer are not counted with those that differ`() throws {
    var state = Support.listed()
    _ = update(&state, PredictMessage.opened(name: "a.png", folder: false, []))
    state.screen = .predict
    let picture = PixelImage(width: 1, height: 1, planes: [9, 9, 9])
    func answer(_ run: Int, _ classes: [(String, Double)]) {
      let ranking = classes.map { PredictedPicture.RankedClass(name: $0.0, probability: $0.1) }
      let seen = classes.isEmpty ? nil : RunAnswer.Seen(picture: picture, ranking: ranking)
      _ = update(&state, PredictMessage.answered(1, RunAnswer(run: Support.rows[run].id, seen: seen)))
    }
    answer(2, [("cat", 0.9), ("dog", 0.1)])
    answer(1, [("ring", 0.8), ("square", 0.2)])
    #expect(Support.view(state).text.contains("1 of 1 say cat · 1 cannot"))
    #expect(Support.view(state).text.contains("· ring") && !Support.view(state).text.contains("≠ ring"))
    answer(0, [])
    #expect(Support.view(state).text.contains("1 of 1 say cat · 2 cannot"))
    answer(0, [("dog", 0.6), ("cat", 0.4)])
    #expect(Support.view(state).text.contains("1 of 2 say cat · 1 cannot"))
    #expect(Support.view(state).text.contains("≠ dog"))
  }

  @Test func `what cannot be read says so in the picture's place`() {
    var state = Support.listed()
    _ = update(&state, PredictMessage.opened(name: "note.txt", folder: false, []))
    state.screen = .predict
    Support.begin(&state)
    Support.end(&state, .failed("note.txt is not read: no picture"))
    #expect(Support.view(state).text.contains("note.txt is not read: no picture"))
  }
}

/// The job, the tasks and the cache on files.
@Suite struct PredictTaskTests {
  @Test func `networks of runs answer about a file, and a run without weights says why it cannot`() throws {
    try TinyRuns.inFolder { here in
      let run = try TinyRuns.run(TinyRuns.recipe("0.1, 1"))
      run.run(recorder: here.recorder(run))
      let name = try #require(here.store.list().first?.name)
      try here.put(TinyRuns.document(), as: "20260101-000000-ConvBnNet-1")
      let images = TinyRuns.data.valid
      let subject = PredictSubject(source: .pixels(Array(images.image(5)), side: 16), name: "five")
      var options = LabOptions(environment: [:])
      (options.runs, options.threads) = (here.store.root, 1)
      let runtime = LabRuntime(options)
      let models = PredictModels()
      var answers: [RunAnswer] = []
      for _ in 0..<2 {
        let job = PredictJob(
          subject: subject, question: 3, runs: [name, "20260101-000000-ConvBnNet-1"], models: models)
        try job.run(JobHandle(.first, job.makeControl(), runtime.mailbox), in: runtime)
        for case PredictMessage.answered(3, let answer) in runtime.mailbox.take() { answers.append(answer) }
      }
      #expect(answers.map(\.run) == [name, "20260101-000000-ConvBnNet-1"] + [name, "20260101-000000-ConvBnNet-1"])
      let expected = run.model().predict(images).row(5).map { exp(Double($0)) }
      for answer in [answers[0], answers[2]] {
        let seen = try #require(answer.seen)
        #expect(seen.picture == PixelImage(images, 5))
        for ranked in seen.ranking {
          let index = try #require(TinyRuns.data.classes.firstIndex(of: ranked.name))
          #expect(abs(ranked.probability - expected[index]) < 1e-6)
        }
      }
      #expect(answers[1].seen == nil && answers[1].reason.contains("weights.safetensors"))
    }
  }

  @Test func `a folder is opened with its pictures, a path with a tilde is that of the home folder`() throws {
    try TinyRuns.inFolder { here in
      let folder = here.root + "/photos"
      try FileManager.default.createDirectory(atPath: folder + "/deep", withIntermediateDirectories: true)
      let png = Data(try ImageCodec.encodePNG([1, 2, 3], width: 1, height: 1))
      for name in ["b.png", "a.jpg", "deep/c.png"] { try png.write(to: URL(fileURLWithPath: folder + "/" + name)) }
      try Data("text".utf8).write(to: URL(fileURLWithPath: folder + "/read.me"))
      let runtime = LabRuntime(LabOptions(environment: ["HOME": here.root]))
      try OpenPictures(path: "~/photos").run(in: runtime)
      guard case PredictMessage.opened("~/photos", true, let pictures)? = runtime.mailbox.take().first else {
        Issue.record("the folder was not opened")
        return
      }
      #expect(pictures == ["a.jpg", "b.png", "deep/c.png"])
      #expect(throws: (any Error).self) { try OpenPictures(path: here.root + "/none").run(in: runtime) }

      CompletePath(line: "predict ~/photos/d", path: "~/photos/d").run(in: runtime)
      let completed = runtime.mailbox.take().first as? PathCompleted
      #expect(completed?.candidates == ["deep/"] && completed?.typed == "d")
      CompletePath(line: "predict ~/ph", path: "~/ph").run(in: runtime)
      #expect((runtime.mailbox.take().first as? PathCompleted)?.candidates == ["photos/"])
    }
  }
}
