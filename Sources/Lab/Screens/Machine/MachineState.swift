import Screen

/// The Machine screen.
struct MachineState: Sendable {
  /// The parts that Tab cycles through: load, and inventory.
  enum Part: Int, CaseIterable, Sendable { case load, stock }

  /// Mean load of all cores over a second.
  struct Moment: Equatable, Sendable {
    let lab: Double
    let others: Double
  }

  private static let rememberedMoments = 300
  private static let rememberedPeaks = 1_000

  var part = Part.load
  var layout = MachineLayout()
  private(set) var processor: ProcessorFacts?
  /// The last sample since the screen was opened, and the loads since the one before.
  private(set) var sample: MachineSample?
  private(set) var loads: [CoreLoad] = []
  private(set) var moments: [Moment] = []
  private(set) var disk: DiskUse?
  /// Since the lab was opened, latest last.
  private(set) var peaks: [PeakMeasurement] = []
  /// Whether a sample is pending.
  private(set) var isWatching = false

  /// Called when the screen is opened; true if sampling has to be started.
  mutating func watch() -> Bool {
    guard !isWatching else { return false }
    isWatching = true
    (sample, loads, moments) = (nil, [], [])
    return true
  }

  mutating func stopWatching() { isWatching = false }

  mutating func take(_ facts: ProcessorFacts) { processor = facts }
  mutating func take(_ disk: DiskUse) { self.disk = disk }

  mutating func take(_ sample: MachineSample) {
    if let earlier = self.sample {
      loads = CoreLoad.between(earlier, sample)
      if !loads.isEmpty { moments.append(Moment(lab: loads.mean(\.lab), others: loads.othersInAll)) }
      if moments.count > Self.rememberedMoments { moments.removeFirst() }
    }
    self.sample = sample
  }

  mutating func take(_ peak: PeakMeasurement) {
    peaks.append(peak)
    if peaks.count > Self.rememberedPeaks { peaks.removeFirst() }
  }

  /// The mean fraction of all cores that others took in the last minute, or since the screen was opened.
  var othersInLastMinute: Double? {
    let last = moments.suffix(60)
    return last.isEmpty ? nil : last.reduce(0) { $0 + $1.others } / Double(last.count)
  }

  /// Lowest and highest best value of the measurements.
  var peakRange: ClosedRange<Double>? {
    let values = peaks.map(\.best)
    guard let least = values.min(), let most = values.max() else { return nil }
    return least...most
  }
}
