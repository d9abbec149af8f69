import Files
import Foundation
import Kernels
import Networks
import Screen

/// `bench [NET…]`: time of a training step against the machine's peak.
enum BenchCommand {
  static let command = Command(
    "bench", operands: "[NET…]", "time of a training step, images/s, GFLOP/s, and the machine's own peak",
    details: [
      "One step is forward, backward and optimiser on a ready batch; all networks where none is named.",
      "--layers adds every convolution kernel by itself, --epoch a whole epoch on the images of --data.",
    ],
    options: [
      Options.layers, Options.epoch, Options.data, Options.batchSize, Options.widths, Options.threads, Options.seed,
      Options.json, Options.quiet,
    ]
  ) { arguments, console in
    try BenchRun(arguments, console.quiet(arguments.has(Options.quiet))).run()
    return .done
  }
}

/// One call of `bench`.
private struct BenchRun {
  private let console: Console
  private let networks: [any Architecture]
  private let widths: [Int]?
  private let asJSON: Bool
  private let withLayers: Bool
  private let steps: StepBench
  private let epochs: EpochBench?

  init(_ arguments: Arguments, _ console: Console) throws {
    self.console = console
    networks =
      arguments.operands.isEmpty
      ? Architectures.ofArticle : try arguments.operands.map { try NetworkNames.find($0).architecture }
    widths = try arguments[Options.widths]
    guard widths == nil || networks.count == 1 else {
      throw UsageError("--widths fits one network only", remedy: "name that network")
    }
    asJSON = arguments.has(Options.json)
    withLayers = arguments.has(Options.layers)
    let pool = Inputs.pool(threads: try arguments[Options.threads], console)
    steps = StepBench(
      batchSize: try arguments[Options.batchSize] ?? 256, seed: try arguments[Options.seed] ?? 42, pool: pool)
    guard arguments.has(Options.epoch) else {
      epochs = nil
      return
    }
    epochs = EpochBench(
      data: try Inputs.data(arguments, console), batchSize: steps.batchSize, seed: steps.seed, pool: pool)
  }

  func run() throws {
    var table = TextTable(
      [
        ("network", .left), ("median ms", .right), ("images/s", .right), ("GFLOP/s", .right), ("peak", .right),
        ("of peak", .right),
      ] + (epochs == nil ? [] : [("epoch s", .right), ("validation s", .right), ("epoch / steps", .right)]))
    var layerText = ""
    for architecture in networks {
      console.progress("measuring \(architecture.name)")
      let step = try steps.measure(architecture, widths: widths)
      let kernels =
        withLayers ? KernelBench(batchSize: steps.batchSize, pool: steps.pool).measure(step.network) : []
      let epoch = try epochs?.measure(architecture, widths: widths)
      if asJSON {
        try console.write(.object(json(step, kernels, epoch)))
      } else {
        table.add(row(step, epoch))
        if withLayers { layerText += "\n\(architecture.name), kernels by themselves\n\(text(kernels, step))" }
      }
    }
    console.progress("")
    guard !asJSON else { return }
    let machine = "batch \(steps.batchSize), \(steps.pool.threads) threads; the peak is what multiply-adds alone reach"
    try console.write("\(table.text)\n\(machine)\n\(layerText)")
  }

  private func json(
    _ step: StepBench.Result, _ kernels: [KernelBench.Measurement], _ epoch: EpochBench.Result?
  ) -> [String: JSON] {
    var facts: [String: JSON] = [
      "event": "bench", "network": .string(step.network.architecture.name), "batch": .int(steps.batchSize),
      "threads": .int(steps.pool.threads), "median_ms": .number(step.median * 1e3),
      "images_per_second": .number(Double(steps.batchSize) / step.median), "gflops": .number(step.gigaflops),
      "peak_gflops": .number(step.peak),
    ]
    if withLayers {
      facts["layers"] = .array(
        kernels.map { kernel in
          [
            "layer": .string(kernel.layer), "kind": .string(kernel.kind), "pass": .string(kernel.pass.rawValue),
            "median_ms": .number(kernel.seconds * 1e3), "gflops": .number(kernel.gigaflops),
          ]
        })
    }
    if let epoch {
      facts["epoch_seconds"] = .number(epoch.training)
      facts["validation_seconds"] = .number(epoch.validation)
      facts["epoch_to_steps"] = .number(epoch.ratio(toSteps: step.median))
    }
    return facts
  }

  private func row(_ step: StepBench.Result, _ epoch: EpochBench.Result?) -> [String] {
    let cells = [
      step.network.architecture.name, Figures.fixed(step.median * 1e3, 2),
      Figures.grouped(Int(Double(steps.batchSize) / step.median)), Figures.fixed(step.gigaflops, 1),
      Figures.fixed(step.peak, 1), Figures.percentSign(step.gigaflops / step.peak),
    ]
    guard let epoch else { return cells }
    return cells + [
      Figures.fixed(epoch.training, 2), Figures.fixed(epoch.validation, 2),
      Figures.fixed(epoch.ratio(toSteps: step.median), 2),
    ]
  }

  private func text(_ kernels: [KernelBench.Measurement], _ step: StepBench.Result) -> String {
    var table = TextTable([
      ("layer", .left), ("kind", .left), ("pass", .left), ("ms", .right), ("of step", .right), ("GFLOP/s", .right),
      ("of peak", .right),
    ])
    for kernel in kernels {
      table.add([
        kernel.layer, kernel.kind, kernel.pass.rawValue, Figures.fixed(kernel.seconds * 1e3, 3),
        Figures.percentSign(kernel.seconds / step.median), Figures.fixed(kernel.gigaflops, 1),
        Figures.percentSign(kernel.gigaflops / step.peak),
      ])
    }
    let rest = step.median - kernels.filter(\.pass.isPartOfStep).reduce(0) { $0 + $1.seconds }
    table.add([
      "rest", "", "", Figures.fixed(rest * 1e3, 3), Figures.percentSign(rest / step.median), "", "",
    ])
    return table.text
  }
}
