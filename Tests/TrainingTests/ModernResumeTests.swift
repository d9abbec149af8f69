import Kernels
import Networks
import Testing

@testable import Training

/// Every setting that changes what a step does: a run that was stopped goes on to the same bits, and threads change none.
@Suite struct ModernResumeTests {
  /// A setting by itself, or all that go together.
  struct Setting: CustomStringConvertible {
    let description: String
    let change: @Sendable (inout LearnerOptions) throws -> Void

    init(_ description: String, _ change: @escaping @Sendable (inout LearnerOptions) throws -> Void) {
      self.description = description
      self.change = change
    }
  }

  static let settings = [
    Setting("one_cycle") { $0.fits = [try FitCall(parsing: "0.1, 4, one_cycle=0.3/25/1e4")] },
    Setting("groups") {
      $0.fits = [try FitCall(parsing: "0.1, 4, linear=0, warmup=3, stop.conv1=2, wds=1e-3")]
      $0.optimizer.groups.learningRates = ["norms": 0.05, "head": 0.2]
      $0.optimizer.groups.weightDecays = ["head": 0.01]
      $0.optimizer.groups.momenta = ["weights": 0.6]
    },
    Setting("loss") {
      $0.loss.reduction = .sum
      $0.loss.smoothing = 0.2
      $0.fits = [FitCall(0.003, 4)]
    },
    Setting("cutout and jitter") {
      $0.augmentation.jitter.cutout = 5
      $0.augmentation.jitter.brightness = 0.2
      $0.augmentation.jitter.contrast = 0.3
    },
    Setting("mixup") { $0.augmentation.jitter.mixup = 0.4 },
    Setting("sizes") { $0.sizes = ImageSizes("8@0,12@1,16@3") },
    Setting("muon") {
      $0.optimizer.kind = .muon
      $0.optimizer.groups.momenta = ["weights": 0.6]
    },
    Setting("moving average") { $0.averaging.movingAverage = .init(decay: 0.9, every: 2) },
    Setting("lookahead") { $0.averaging.lookahead = .init(every: 3) },
    Setting("early stop") {
      $0.earlyStop.patience = 1
      $0.earlyStop.minDelta = 0.9
    },
    Setting("coupled adamw") {
      $0.optimizer.kind = .adamw
      $0.optimizer.decay = .coupled
      $0.fits = [FitCall(0.01, 4, weightDecay: 0.1)]
    },
  ]

  private func learner(_ setting: Setting, threads: Int = 1, maxSteps: Int? = nil) throws -> Learner {
    var options = LearnerOptions(fits: [FitCall(0.05, 4)], batchSize: 32, seed: 5, maxSteps: maxSteps)
    try setting.change(&options)
    let network = try TinyData.network(threads: threads)
    let smaller = try (options.sizes?.stages ?? []).filter { $0.size != 16 }.map {
      try network.resized(to: MapShape(3, $0.size, $0.size))
    }
    return Learner(network: network, data: TinyData.dataSet(), options: options, smaller: smaller)
  }

  @Test(arguments: settings)
  func `a run goes on to the same bits, with any number of threads`(_ setting: Setting) throws {
    let whole = try learner(setting)
    var transcript = Transcript()
    var states: [LearnerState] = []
    whole.run { event in
      transcript.take(event)
      if case .stepEnded = event { states.append(whole.state) }
    }
    try #require(states.count >= 6)
    for step in [1, 2, 4] {
      let resumed = try learner(setting, threads: 3)
      let bytes = try Checkpoint(states[step]).bytes(for: resumed.network)
      try resumed.restore(Checkpoint(bytes: bytes, for: resumed.network).state)
      var rest = Transcript()
      resumed.run { rest.take($0) }
      #expect(resumed.network.values.all.values == whole.network.values.all.values)
      #expect(resumed.network.buffers.all.values == whole.network.buffers.all.values)
      #expect(rest.steps == Array(transcript.steps[(step + 1)...]))
      #expect(rest.epochs.last == transcript.epochs.last)
    }
  }

  @Test func `each setting changes what is trained`() throws {
    let plain = try learner(Setting("plain") { _ in })
    plain.run()
    for setting in Self.settings {
      let changed = try learner(setting)
      changed.run()
      #expect(changed.network.values.all.values != plain.network.values.all.values, "\(setting)")
    }
  }
}
