import Foundation
import ImageData
import Screen

/// Reads facts about the processor.
struct DescribeProcessor: FileTask {
  func run(in runtime: LabRuntime) {
    let facts = ProcessorFacts.ofThisMachine(threads: runtime.options.threads)
    runtime.mailbox.post(MachineMessage.described(facts))
  }
}

/// Reads the system's counters, and schedules the next sample.
struct SampleMachine: FileTask {
  /// Delay in seconds.
  let pause: Double

  func run(in runtime: LabRuntime) {
    let mailbox = runtime.mailbox
    mailbox.post(MachineMessage.sampled(.now()))
    DispatchQueue.global().asyncAfter(deadline: .now() + pause) { mailbox.post(MachineMessage.sampleIsDue) }
  }
}

/// Measures the disk space of runs and cache.
struct MeasureDisk: FileTask {
  func run(in runtime: LabRuntime) {
    let use = DiskUse(runtime.store, cache: runtime.dataEnvironment.cacheDirectory)
    runtime.mailbox.post(MachineMessage.diskMeasured(use))
  }
}

/// Does what `cache --clear` does.
struct EmptyCache: FileTask {
  func run(in runtime: LabRuntime) throws {
    let removal = try CacheFolder(runtime.dataEnvironment.cacheDirectory).shrink()
    runtime.mailbox.post(MachineMessage.cacheEmptied(removal))
  }
}

/// Messages of the Machine screen's tasks and job.
enum MachineMessage: LabMessage {
  case described(ProcessorFacts)
  case sampled(MachineSample)
  case sampleIsDue
  case diskMeasured(DiskUse)
  case measured(PeakMeasurement)
  /// The user has confirmed emptying the cache.
  case emptyConfirmed
  case cacheEmptied(CacheFolder.Removal)

  func apply(to state: inout LabState) -> [Effect] {
    switch self {
    case .described(let facts): state.machine.take(facts)
    case .sampled(let sample): state.machine.take(sample)
    case .sampleIsDue:
      guard state.screen == .machine else {
        state.machine.stopWatching()
        return []
      }
      return [.sampleMachine()]
    case .diskMeasured(let use): state.machine.take(use)
    case .measured(let peak): state.machine.take(peak)
    case .emptyConfirmed: return [.file(EmptyCache())]
    case .cacheEmptied(let removal):
      let freed = "\(Figures.bytes(removal.bytes)) are free again"
      let busy = removal.busy.first.map { ", but another process is writing \($0)" } ?? ""
      state.say(freed + busy)
      return [.measureDisk]
    }
    return []
  }

  func lines(_ state: LabState) -> [String] {
    let text = MachineText(state.machine)
    switch self {
    case .described: return text.processor
    // Printed once, with the first two samples.
    case .sampled: return state.machine.moments.count == 1 ? text.load + text.memory : []
    case .diskMeasured: return text.disk
    case .measured: return text.peaks.suffix(1)
    case .sampleIsDue, .emptyConfirmed, .cacheEmptied: return []
    }
  }
}

extension Effect {
  /// Once a second, the second sample sooner: a load takes two.
  static func sampleMachine(isFirst: Bool = false) -> Effect { .file(SampleMachine(pause: isFirst ? 0.25 : 1)) }
  static let measureDisk = Effect.file(MeasureDisk())
}

extension LabState {
  /// Available if there is anything in the cache.
  var emptyAvailability: Availability {
    guard let cache = machine.disk?.cache else { return .off("the disk space is not counted yet") }
    return cache.count > 0 ? .on : .off("the cache is empty")
  }

  mutating func askToEmptyCache() -> [Effect] {
    guard let cache = machine.disk?.cache else { return [] }
    overlays.append(
      .confirm(
        Confirmation(
          "Delete what is in \(cache.path) (\(Figures.bytes(cache.bytes)))? "
            + "Images are downloaded and decoded again when they are needed.",
          word: "delete", then: MachineMessage.emptyConfirmed)))
    return []
  }
}
