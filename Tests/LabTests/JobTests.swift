import Experiments
import Foundation
import ImageData
import Screen
import Testing
import Training

@testable import Lab

/// What computes, from the moment it is asked for.
@Suite struct JobTests {
  /// Keeps the computing thread busy until it is told to stop.
  private struct Busy: LabJob {
    func run(_ handle: JobHandle, in runtime: LabRuntime) {
      while !handle.isStopped { Thread.sleep(forTimeInterval: 0.001) }
    }
    func status(_ phase: Job.Phase, _ state: LabState) -> Span { Span("busy") }
  }

  /// The application with images and a store of its own, but no terminal.
  private final class Application {
    let app: LabApp
    let folder = FileManager.default.temporaryDirectory.appending(path: "cifarlab-\(UUID().uuidString)")
    var runs: [RunListing] { app.runtime.store.list() }

    init() {
      var options = LabOptions(environment: [:])
      options.runs = folder.path
      options.threads = 1
      app = LabApp(options)
      app.state = Support.state()
    }

    deinit {
      app.runtime.close()
      try? FileManager.default.removeItem(at: folder)
    }

    func perform(_ effects: [Effect]) { effects.forEach(app.runtime.perform) }
    func press(_ keys: KeyPress...) { keys.forEach { app.take(SessionMessage.terminal(.key($0))) } }
    func type(_ text: String) { text.forEach { press(.character($0)) } }

    /// Takes what the threads tell until it has come so far.
    func wait(until isReached: (LabState) -> Bool) {
      while !isReached(app.state), app.exitCode == nil {
        app.runtime.mailbox.take().forEach { app.take($0) }
        Thread.sleep(forTimeInterval: 0.001)
      }
    }
  }

  @Test(arguments: ["ff", "ft", "tf", "tt"]) func onlyOneOfASweepAndATrainingStartsAndTheOtherSaysWhyNot(_ keys: String)
  {
    var state = Support.state()
    state.screen = .network
    #expect(Support.press(.character(keys.first!), &state) == state.jobs.all.map { .start($0) })
    state.screen = .network
    #expect(Support.press(.character(keys.last!), &state).isEmpty)
    #expect(state.jobs.all.map(\.phase) == [.queued])
    #expect(state.notice?.text.hasPrefix("\(keys.last!): ") == true && state.notice?.text.contains("stops it") == true)
  }

  @Test func aTrainingThatWaitsIsStoppedAndMakesNoRunFolder() throws {
    let lab = Application()
    lab.perform([lab.app.state.jobs.add(Busy())])
    let busy = try #require(lab.app.state.jobs.all.first)
    lab.press(.character("2"), .character("t"))
    #expect(lab.app.state.training?.phase == .queued)
    #expect(Support.view(lab.app.state).text.contains("waits until what runs has ended"))
    lab.press(.character("x"))
    lab.wait { $0.training == nil }
    #expect(lab.app.state.notice?.text == "the training is taken back: it had not begun")
    lab.perform(lab.app.state.stop(busy))
    lab.wait { $0.jobs.all.isEmpty }
    #expect(lab.runs.isEmpty && lab.app.state.train.plan == nil)
  }

  @Test func quittingWhileATrainingWaitsEndsTheLabWithoutIt() {
    let lab = Application()
    lab.perform([lab.app.state.jobs.add(Busy())])
    lab.press(.character("2"), .character("t"), .character("q"))
    lab.press(.character("y"))
    lab.wait { _ in false }
    #expect(lab.app.exitCode == 0 && lab.runs.isEmpty)
  }

  @Test func aPauseThatIsAskedForWhileATrainingWaitsHolds() throws {
    let lab = Application()
    lab.perform([lab.app.state.jobs.add(Busy())])
    let busy = try #require(lab.app.state.jobs.all.first)
    lab.press(.character("2"), .character("t"), .character(" "))
    lab.perform(lab.app.state.stop(busy))
    lab.wait { $0.train.phase == .paused }
    #expect(lab.app.state.train.curves.steps == 0)
    lab.perform(lab.app.state.stopAllJobs())
    lab.wait { $0.jobs.all.isEmpty }
    #expect(lab.runs.map(\.status) == [.stopped])
  }

  @Test func theEndOfTheTypedLinesWaitsForWhatWasAskedFor() {
    var state = Support.state()
    #expect(update(&state, SessionMessage.typed("find")).count == 1)
    #expect(update(&state, SessionMessage.typed(nil)).isEmpty)
    Support.begin(&state)
    #expect(Support.end(&state) == [.quit(0)])
  }

  @Test func aStartThatFailsLeavesTheRunOnTheScreenAlone() {
    var state = Support.training()
    _ = update(&state, TrainMessage.events([.stopped(.completed)]))
    Support.end(&state)
    state.notice = nil
    let before = Support.view(state)
    let recipe = state.train.recipe
    _ = state.startTraining()
    Support.begin(&state)
    Support.end(&state, .failed("the network does not fit into memory"))
    #expect(state.notice?.text == "the network does not fit into memory" && state.notice?.level == .error)
    state.notice = nil
    #expect(Support.view(state) == before && state.train.recipe == recipe)
  }

  @Test func inspectingARunOfOtherImagesShowsThoseAndLeavesTheLoadedOnesAlone() throws {
    let lab = Application()
    let shapes = ShapesSet.make()
    var recipe = Recipe(network: "SimpleNet")
    recipe.data = "shapes"
    recipe.subset = 64
    recipe.fits = [FitCall(1e-2, 1)]
    lab.perform([lab.app.state.jobs.add(TrainJob(recipe: recipe, start: .new(shapes, nil)))])
    lab.wait { $0.jobs.all.isEmpty }
    let loaded = try #require(lab.app.state.data.set)
    #expect(loaded.fingerprint != shapes.fingerprint)
    lab.press(.character("5"), .character("i"))
    lab.wait { $0.jobs.all.isEmpty }
    let inspection = try #require(lab.app.state.inspect.inspection)
    #expect(inspection.images == shapes.valid && inspection.facts.predictions.count == shapes.valid.count)
    #expect(lab.app.state.data.set?.fingerprint == loaded.fingerprint)
    #expect(lab.app.state.recipe.data == "shapes" && lab.app.state.data.images?.count == loaded.train.count)
  }

  @Test func anInspectionWhileSomethingTrainsShowsTheLastValidatedWeightsAndChangesNothingOfIt() throws {
    let images = ShapesSet.make(train: 256, valid: 200)
    var recipe = Recipe(network: "ConvNet")
    recipe.data = "shapes"
    recipe.batchSize = 64
    recipe.fits = [FitCall(1e-2, 12)]
    /// The steps of the recipe's run; meanwhile its network is inspected again and again, or not.
    func train(inspecting: Bool) throws -> (steps: [StepRow], inspections: Int) {
      let lab = Application()
      _ = update(
        &lab.app.state, DataMessage.loaded(source: "shapes", ReadOptions(size: images.size), images, SetFacts(images)))
      lab.perform([lab.app.state.jobs.add(TrainJob(recipe: recipe, start: .new(images, nil)))])
      var inspections = 0
      while inspecting, lab.app.state.training != nil {
        lab.wait { !$0.train.curves.epochs.isEmpty }
        lab.press(.character("5"), .character("i"))
        lab.wait { $0.inspecting == nil || $0.training == nil }
        if lab.app.state.inspecting == nil, lab.app.state.training != nil { inspections += 1 }
      }
      lab.wait { $0.jobs.all.isEmpty }
      if inspecting { #expect(lab.app.state.inspect.inspection?.facts.predictions.count == 200) }
      return (try #require(lab.runs.first).steps(), inspections)
    }
    let disturbed = try train(inspecting: true)
    #expect(disturbed.inspections >= 1)
    #expect(disturbed.steps == (try train(inspecting: false)).steps && disturbed.steps.count == 48)
  }

  @Test func thePicturesOfAnInspectionStayWhenOtherImagesAreLoaded() throws {
    var state = Support.state()
    _ = update(&state, InspectMessage.inspected(try Support.inspection()))
    state.screen = .inspect
    let before = Support.view(state)
    let shapes = ShapesSet.make(train: 20, valid: 20)
    _ = update(&state, DataMessage.loaded(source: "shapes", ReadOptions(size: shapes.size), shapes, SetFacts(shapes)))
    state.notice = nil
    let after = Support.view(state)
    // The first row names what is loaded.
    for y in 1..<state.height {
      #expect((0..<state.width).allSatisfy { before[$0, y] == after[$0, y] }, "row \(y)")
    }
  }

  @Test func aMeasurementTellsTheTimeOfEachLayerAndLeavesNoRun() {
    let lab = Application()
    lab.press(.character("2"), .character("m"))
    #expect(lab.app.state.isMeasuring)
    lab.wait { $0.jobs.all.isEmpty }
    let layers = lab.app.state.network.outline.rows.count
    #expect(lab.app.state.measuredNetwork?.layerSeconds.count == layers && lab.runs.isEmpty)
  }
}
