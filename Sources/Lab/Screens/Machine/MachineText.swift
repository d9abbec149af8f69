import Screen

/// The texts of the Machine screen, for its panels and for plain mode.
struct MachineText {
  /// A label and its text.
  struct Fact: Equatable {
    let label: String
    let value: String
    var style = Style.text
  }

  static let unknown = "not known here"
  /// Share of others from which a warning is shown.
  private static let muchForOthers = 0.2

  private let machine: MachineState

  init(_ machine: MachineState) { self.machine = machine }

  var processorFacts: [Fact] {
    guard let processor = machine.processor else { return [] }
    let cores = processor.usableCores < processor.cores ? "\(processor.usableCores) of " : ""
    var facts = [
      Fact(label: "model", value: processor.model ?? Self.unknown),
      Fact(label: "cores", value: "\(cores)\(processor.cores)"),
      Fact(label: "threads", value: "\(processor.threads) in the pool"),
    ]
    facts += Self.facts("offers", processor.offered)
    facts.append(Fact(label: "built", value: "\(processor.build.march), vectors of \(processor.build.vectorBits) bits"))
    facts += Self.facts("with", processor.compiled)
    if processor.isUnderused, let bits = processor.offeredBits {
      facts.append(Fact(label: "", value: "! \(bits) bits if built here", style: Style(.warning)))
    }
    return facts
  }

  private static func facts(_ label: String, _ sets: [String]) -> [Fact] {
    (sets.isEmpty ? [unknown] : sets).enumerated().map { Fact(label: $0 == 0 ? label : "", value: $1) }
  }

  var memoryFacts: [Fact] {
    guard let memory = machine.sample?.memory else { return [] }
    func bytes(_ value: Int?) -> String { value.map { Figures.bytes($0) } ?? Self.unknown }
    var available = bytes(memory.available)
    if let total = memory.total { available += " of \(Figures.bytes(total))" }
    if let swapped = memory.swapped, swapped > 0 { available += " · \(Figures.bytes(swapped)) swapped out" }
    return [
      Fact(
        label: "lab", value: bytes(memory.lab) + (memory.labAtMost.map { " · at most \(Figures.bytes($0))" } ?? "")),
      Fact(label: "free", value: available),
    ]
  }

  /// Optionally with the folders' paths, and with how space is freed.
  func diskFacts(paths: Bool, ways: (runs: String, cache: String)? = nil) -> [Fact] {
    guard let disk = machine.disk else { return [] }
    func folder(_ label: String, _ folder: DiskUse.Folder, _ thing: String, _ way: String?) -> [Fact] {
      let size = "\(Figures.bytes(folder.bytes)) in \(Self.count(folder.count, thing))"
      let more = (paths ? [folder.path] : []) + [way].compactMap(\.self)
      return [Fact(label: label, value: size)] + more.map { Fact(label: "", value: $0, style: Style(.muted)) }
    }
    func free(_ label: String, _ disk: DiskUse.Disk?) -> Fact {
      let text = disk.map { "\(Figures.bytes($0.free)) of \(Figures.bytes($0.size))" }
      return Fact(label: label, value: text ?? Self.unknown)
    }
    let isOneDisk = disk.runs.disk?.id == disk.cache.disk?.id
    return folder("runs", disk.runs, "run", ways?.runs) + folder("cache", disk.cache, "file", ways?.cache)
      + [free("free", disk.runs.disk)] + (isOneDisk ? [] : [free("", disk.cache.disk)])
  }

  private static func count(_ count: Int, _ thing: String) -> String {
    "\(Figures.grouped(count)) \(thing)\(count == 1 ? "" : "s")"
  }

  /// The share of the cores that others took, as a warning if it is large.
  var others: Span? {
    guard let share = machine.othersInLastMinute else { return nil }
    let text = "others took \(Figures.percentSign(share)) in the last minute"
    let stolen = machine.loads.mean(\.stolen)
    let tail = stolen >= 0.01 ? ": \(Figures.percentSign(stolen)) outside this system" : ""
    guard share >= Self.muchForOthers else { return Span(text + tail, Style(.muted)) }
    return Span("! \(text)\(tail.isEmpty ? ": epochs are slower" : tail)", Style(.warning))
  }

  static func others(_ peak: PeakMeasurement) -> String {
    peak.others.map { Figures.percentSign($0) } ?? Figures.missing
  }

  static func gigaflops(_ value: Double) -> String { Figures.fixed(value, 0) }

  var peakSummary: String {
    guard let range = machine.peakRange, machine.peaks.count > 1 else { return "" }
    return "best: \(Self.gigaflops(range.lowerBound)) to \(Self.gigaflops(range.upperBound)) in "
      + Self.count(machine.peaks.count, "measurement")
  }
}

extension MachineText {
  var processor: [String] { Self.lines(processorFacts) }

  var load: [String] {
    guard !machine.loads.isEmpty else { return ["load of the cores: \(Self.unknown)"] }
    return machine.loads.map { load in
      "core \(load.core): lab \(Figures.percentSign(load.lab)), others \(Figures.percentSign(load.others + load.stolen))"
    }
  }

  var memory: [String] { Self.lines(memoryFacts).map { "memory, \($0)" } }
  var disk: [String] { Self.lines(diskFacts(paths: true)).map { "disk, \($0)" } }

  /// A line for each label with all its texts.
  private static func lines(_ facts: [Fact]) -> [String] {
    facts.reduce(into: []) { lines, fact in
      if fact.label.isEmpty, let last = lines.popLast() {
        lines.append("\(last), \(fact.value)")
      } else {
        lines.append("\(fact.label): \(fact.value)")
      }
    }
  }

  var peaks: [String] {
    machine.peaks.map { peak in
      "multiply-add peak: \(Self.gigaflops(peak.best)) GFLOP/s, median \(Self.gigaflops(peak.median)), "
        + "others took \(Self.others(peak))"
    }
  }
}
