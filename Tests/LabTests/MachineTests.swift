import Experiments
import Files
import Foundation
import Fuzzing
import ImageData
import Screen
import Testing

@testable import Lab

/// The Machine screen: what it reads of the system, and what it makes of that.
@Suite struct MachineTests {
  @Test func ticksOfTheCoresAreReadFromTheLinesOfTheCoresAlone() {
    let text = """
      cpu  30 0 20 100 10 0 0 4 0 0
      cpu0 10 1 12 50 5 3 2 4 9 9
      cpu3 20 0 8 50 5
      intr 5181901 0 0

      """
    #expect(
      CoreTicks.parse(text) == [
        CoreTicks(core: 0, busy: 28, stolen: 4, idle: 55), CoreTicks(core: 3, busy: 28, stolen: 0, idle: 55),
      ])
  }

  @Test(arguments: [
    "", "cpu", "cpu0", "cpu0 1 2 3", "cpu0 1 2 x 4", "cpu-1 1 2 3 4", "cpu0 -1 2 3 4", "cpux 1 2 3 4",
    "cpu99999999999999999999 1 2 3 4", "cpu0 99999999999999999999 2 3 4", "cpu0 18446744073709551615 1 1 1",
  ])
  func ticksThatMakeNoSenseAreLeftOut(_ text: String) { #expect(CoreTicks.parse(text).isEmpty) }

  @Test func noMoreCoresAreTakenThanAMachineHas() {
    let text = (0..<10_000).map { "cpu\($0) 1 2 3 4" }.joined(separator: "\n")
    #expect(CoreTicks.parse(text).count == 4_096)
  }

  @Test func ticksOfAThreadStandBehindItsNameWhateverThatIs() throws {
    let thread = try #require(ThreadTicks("12 (a) R (b) S" + MachineSamples.thread(ticks: 123, core: 5)))
    #expect(thread.ticks == 123 && thread.core == 5)
    for text in ["", ")", "12 (a", "12 (a) S 1 2 3", "12 (a) S" + String(repeating: " x", count: 50)] {
      #expect(ThreadTicks(text) == nil)
    }
    let most = UInt64.max
    #expect(ThreadTicks("1 (a) S" + String(repeating: " \(most)", count: 50)) == nil)
  }

  @Test func memoryThatTheSystemDoesNotTellIsNotKnown() {
    let known = MemoryUse(system: MachineSamples.meminfo, process: MachineSamples.status)
    #expect(known.total == 16_384_000 * 1_024 && known.swapped == 524_288 * 1_024 && known.lab == 512_000 * 1_024)
    for text in [
      "", "MemTotal:", "MemTotal: 5", "MemTotal: -5 kB", "MemTotal: 9223372036854775807 kB", "MemTotal: x kB",
    ] {
      #expect(MemoryUse(system: text, process: text).total == nil)
    }
  }

  @Test func aThreadsTimeCountsOnItsCoreAndWhatIsLeftOnOtherBusyOnes() throws {
    func sample(_ busy: [UInt64], lab: UInt64, thread: Int, core: Int) throws -> MachineSample {
      MachineSample(
        time: 0, cores: busy.enumerated().map { CoreTicks(core: $0, busy: $1, stolen: 10, idle: 190 - $1) }, lab: lab,
        threads: [1: try #require(ThreadTicks("1 (a) R" + MachineSamples.thread(ticks: thread, core: core)))],
        memory: MemoryUse(system: "", process: ""))
    }
    let start = MachineSample(
      time: 0, cores: [0, 1].map { CoreTicks(core: $0, busy: 0, stolen: 0, idle: 90) }, lab: 0, threads: [:],
      memory: MemoryUse(system: "", process: ""))
    let loads = CoreLoad.between(start, try sample([50, 80], lab: 90, thread: 70, core: 1))
    #expect(loads.map(\.core) == [0, 1])
    // 70 ticks on core 1, of the other 20 as much as core 0 was busy.
    func ticks(_ share: KeyPath<CoreLoad, Double>) -> [Double] { loads.map { ($0[keyPath: share] * 110).rounded() } }
    #expect(ticks(\.lab) == [20, 70] && ticks(\.others) == [30, 10] && ticks(\.stolen) == [10, 10])
    #expect(CoreLoad.between(start, start).isEmpty)
    #expect(CoreLoad.between(try sample([50, 80], lab: 90, thread: 70, core: 1), start).allSatisfy { $0.lab == 0 })
  }

  @Test func damagedCountersGiveSharesFromZeroToOne() {
    let line = "cpu0 10 1 12 50 5 3 2 4 9 9\ncpu1 20 0 8 50 5 1 1 1 0 0\n"
    let process = "1 (lab) R" + MachineSamples.thread(ticks: 40, core: 1)
    var mutator = Mutator(seed: 31)
    var earlier: MachineSample?
    for _ in 0..<Mutator.cases(500) {
      func text(_ good: String) -> String { String(decoding: mutator.next(of: [Array(good.utf8)]), as: UTF8.self) }
      let thread = ThreadTicks(text(process))
      let sample = MachineSample(
        time: 0, cores: CoreTicks.parse(text(line)), lab: thread?.ticks, threads: thread.map { [1: $0] } ?? [:],
        memory: MemoryUse(system: text(MachineSamples.meminfo), process: text(MachineSamples.status)))
      for load in CoreLoad.between(earlier ?? sample, sample) {
        let shares = [load.lab, load.others, load.stolen]
        #expect(shares.min()! >= 0 && shares.max()! <= 1)
      }
      earlier = sample
    }
  }

  @Test func theProcessorsSetsAreToldApartFromWhatTheProgramIsBuiltFor() {
    let facts = MachineSamples.processor(
      build: .init(march: "x86-64-v3", features: ["sse4_2", "popcnt", "avx2", "fma", "bmi2"], vectorBits: 256))
    #expect(facts.model == "Example CPU @ 3.00GHz")
    #expect(facts.offered == ["AVX-512F VL BW DQ", "AVX2 FMA BMI2", "SSE4.2 POPCNT"])
    #expect(facts.compiled == ["AVX2 FMA BMI2", "SSE4.2 POPCNT"])
    #expect(facts.offeredBits == 512 && facts.isUnderused && !MachineSamples.processor().isUnderused)
    let build = ProcessorFacts.Build(march: "x", features: [], vectorBits: 128)
    let nothing = ProcessorFacts(cpuinfo: "model name\n:\n", cores: 1, usableCores: 1, threads: 1, build: build)
    #expect(nothing.model == nil && nothing.offered.isEmpty && nothing.compiled.isEmpty && !nothing.isUnderused)
  }

  @Test func aNativeBuildNamesTheSetsThatWereCompiledInAndTheWidthOfItsVectors() {
    var state = Support.state(width: 120, height: 40)
    state.screen = .machine
    MachineSamples.fill(&state)
    #expect(MachineText(state.machine).processor.contains("built: native, vectors of 512 bits"))
    #expect(MachineText(state.machine).processor.contains("with: AVX-512F VL BW DQ, AVX2 FMA BMI2, SSE4.2 POPCNT"))
    // The program that runs this was compiled for no more than this processor has.
    let here = ProcessorFacts.ofThisMachine(threads: nil)
    #expect(here.features.isEmpty || !here.compiled.isEmpty && here.build.features.isSubset(of: here.features))
    #expect(here.build.vectorBits <= here.offeredBits ?? 512)
  }

  @Test func theScreenIsSampledWhileItIsShownAndOnlyOnce() {
    func samples(_ effects: [Effect]) -> Int {
      effects.count { if case .files(let task) = $0 { task.task is SampleMachine } else { false } }
    }
    var state = Support.state()
    #expect(samples(Support.press(.character("8"), on: &state)) == 1)
    #expect(samples(update(&state, MachineMessage.sampleIsDue)) == 1)
    Support.press(.character("1"), on: &state)
    #expect(samples(Support.press(.character("8"), on: &state)) == 0)
    Support.press(.character("1"), on: &state)
    #expect(samples(update(&state, MachineMessage.sampleIsDue)) == 0)
    #expect(samples(Support.press(.character("8"), on: &state)) == 1)
  }

  @Test func thePeakIsNotMeasuredWhileSomethingElseComputes() {
    var state = Support.state()
    state.screen = .machine
    #expect(!Support.press(.character("m"), &state).isEmpty)
    #expect(Support.press(.character("m"), &state).isEmpty)
    #expect(state.notice?.text == "m: a measurement is under way")
    Support.end(&state)
    _ = state.startTraining()
    state.screen = .machine
    #expect(Support.press(.character("m"), &state).isEmpty)
    #expect(state.notice?.text == "m: the cores are taken by what the lab computes now")
  }

  @Test func whatTheSystemDoesNotTellIsSaidToBeUnknown() throws {
    var state = Support.state()
    state.screen = .machine
    let sample = MachineSample(
      time: 0, cores: [], lab: nil, threads: [:], memory: MemoryUse(system: "", process: ""))
    let facts = ProcessorFacts(
      cpuinfo: "", cores: 1, usableCores: 1, threads: 1,
      build: .init(march: "native", features: [], vectorBits: 512))
    for message in [MachineMessage.described(facts), .sampled(sample), .sampled(sample)] { _ = update(&state, message) }
    let shown = Support.view(state).text
    for fact in ["model", "offers", "with", "lab", "free"] {
      let line = try Regex("\(fact) +not known here")
      #expect(shown.contains(line), "\(fact)")
    }
    #expect(MachineText(state.machine).load == ["load of the cores: not known here"])
  }

  @Test func linesOfTextSayWhatThePanelsShow() {
    var state = Support.state()
    MachineSamples.fill(&state, seconds: 1)
    let sample = MachineMessage.sampled(MachineSamples.sample(2))
    #expect(
      MachineMessage.diskMeasured(MachineSamples.disk).lines(state)[1].hasPrefix("disk, cache: 350 MiB in 3 files, /"))
    #expect(
      sample.lines(state) == [
        "core 0: lab 80 %, others 10 %", "core 1: lab 0 %, others 21 %", "memory, lab: 500 MiB · at most 600 MiB",
        "memory, free: 12 GiB of 16 GiB · 512 MiB swapped out",
      ])
    _ = update(&state, sample)
    #expect(sample.lines(state).isEmpty)
    #expect(MachineScreen.lines(state).contains("offers: AVX-512F VL BW DQ, AVX2 FMA BMI2, SSE4.2 POPCNT"))
  }

  @Test(arguments: [1, 2, 9, 64, 300], [(80, 24), (100, 30), (200, 55)])
  func theScreenIsDrawnForAnyNumberOfCores(_ cores: Int, _ size: (Int, Int)) {
    var state = Support.state(width: size.0, height: size.1)
    state.screen = .machine
    MachineSamples.fill(&state, seconds: 3, cores: cores)
    let shown = Support.view(state).text
    #expect(shown.contains("load of the last second") && shown.contains("all ") && shown.contains("GFLOP/s"))
  }

  @Test func everySignOfTheScreenHasAnASCIITwin() {
    var state = Support.state()
    state.screen = .machine
    MachineSamples.fill(&state)
    state.layOut()
    let shown = Lab.view(state, Capabilities(colour: .none, unicode: false)).text
    #expect(shown.allSatisfy(\.isASCII) && shown.count { $0 == "?" } == 1)
  }
}

/// What the Machine screen does to the machine.
@Suite struct MachineTaskTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "cifarlab-\(UUID().uuidString)")

  private func withRuntime(_ body: (LabRuntime) throws -> Void) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder.appending(path: "cifarlab/deep"), withIntermediateDirectories: true)
    try Data(count: 100_000).write(to: folder.appending(path: "cifarlab/deep/images"))
    var options = LabOptions(environment: ["XDG_CACHE_HOME": folder.path])
    options.runs = folder.appending(path: "runs").path
    options.threads = 1
    let runtime = LabRuntime(options)
    defer { runtime.close() }
    try body(runtime)
  }

  @Test func theCacheIsCountedAndEmptied() throws {
    try withRuntime { runtime in
      MeasureDisk().run(in: runtime)
      try EmptyCache().run(in: runtime)
      MeasureDisk().run(in: runtime)
      var caches: [DiskUse.Folder] = []
      for case MachineMessage.diskMeasured(let use) in runtime.mailbox.take() {
        caches.append(use.cache)
        #expect(use.runs.count == 0 && use.runs.bytes == 0 && use.runs.disk?.free ?? 0 > 0)
      }
      #expect(caches.map(\.count) == [1, 0])
      #expect(caches[0].bytes >= 100_000 && caches[1].bytes == 0)
    }
  }

  @Test func whatAnotherProcessIsWritingStaysInTheCache() throws {
    try withRuntime { runtime in
      let lock = try #require(try FileLock(path: folder.path + "/cifarlab/.hidden"))
      try EmptyCache().run(in: runtime)
      withExtendedLifetime(lock) {}
      let messages = runtime.mailbox.take()
      guard case MachineMessage.cacheEmptied(let removal)? = messages.first else {
        Issue.record("\(messages)")
        return
      }
      #expect(removal == CacheFolder.Removal(files: 1, bytes: 100_000, busy: [".hidden"]))
      var state = Support.state()
      _ = update(&state, messages[0])
      #expect(state.notice?.text.hasSuffix("but another process is writing .hidden") == true)
    }
  }

  @Test func theCacheIsEmptiedOnlyWhenThatIsConfirmed() {
    var state = Support.state()
    state.screen = .machine
    #expect(Support.press(.character("X"), &state).isEmpty)
    #expect(state.notice?.text == "X: the disk space is not counted yet")
    MachineSamples.fill(&state)
    #expect(Support.press(.character("X"), &state).isEmpty)
    #expect(Support.type("delete", &state).isEmpty)
    #expect(Support.press(.enter, &state) == [.file(EmptyCache())])
    #expect(update(&state, MachineMessage.cacheEmptied(CacheFolder.Removal())) == [.measureDisk])
  }

  @Test func aMeasuredPeakIsAboveNothingAndKept() throws {
    try withRuntime { runtime in
      let job = PeakJob()
      job.run(JobHandle(.first, job.makeControl(), runtime.mailbox), in: runtime)
      var state = Support.state()
      for message in runtime.mailbox.take() { _ = update(&state, message) }
      let peak = try #require(state.machine.peaks.first)
      #expect(0 < peak.median && peak.median <= peak.best)
    }
  }
}
