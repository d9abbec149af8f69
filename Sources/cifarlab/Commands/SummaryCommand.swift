import Experiments
import Files
import Kernels
import Lab
import Networks
import Screen
import Training

/// `summary NET`: layers, shapes, parameters, multiply-adds, memory.
enum SummaryCommand {
  private static let asText = Option.flag("text", "the network as text, a layer a line")

  static let command = Command(
    "summary", operands: "NET", "layers, output shapes, parameters, memory, multiply-adds",
    details: [
      "--text writes the network as text, a layer a line: saved as a file and changed it is a NET, too.",
      "The options from --fit on belong to --schedule.",
    ],
    options: Options.of(RecipeCommand.summary) + [asText, Options.json, Options.schedule] + ofSchedule
  ) { arguments, console in
    let recipe = try arguments.recipe(try arguments.onlyOperand("NET"))
    let architecture = try recipe.architecture()
    guard !arguments.has(asText) else {
      let image = MapShape(3, recipe.size, recipe.size)
      let widths = recipe.widths ?? architecture.widths(image: image, classes: 10)
      // Widths that do not fit are refused before they are written.
      _ = try architecture.specs(widths, image: image, classes: 10)
      try console.write(NetworkText(architecture, widths: widths).description)
      return .done
    }
    let summary = try NetworkSummary(recipe, fits: arguments.has(Options.schedule) ? try recipe.schedule() : [])
    try summary.layers.check(groups: recipe.learnerOptions().groupNames.sorted())
    let schedule = try schedule(of: recipe, arguments, console)
    if arguments.has(Options.json) {
      try console.write(summary.json(schedule))
    } else {
      try console.write(summary.text)
      if let schedule {
        let height = schedule.movesMomentum ? 24 : 14
        let plot = SchedulePlot(schedule)
        try console.write(
          console.text(
            plot, width: min(console.columns, 120), height: height, ascii: arguments.has(Options.ascii)))
      }
    }
    return .done
  }

  private static let ofSchedule = Options.of(RecipeCommand.schedule) + [Options.ascii]

  /// With `--schedule` that of the recipe on its images.
  private static func schedule(of recipe: Recipe, _ arguments: Arguments, _ console: Console) throws -> RunSchedule? {
    guard arguments.has(Options.schedule) else {
      if let option = ofSchedule.first(where: { arguments.has($0) }) {
        throw UsageError("--\(option.name) goes with --schedule", remedy: "leave it out, or add --schedule")
      }
      return nil
    }
    let images = try Inputs.data(of: recipe, console).train.count
    return RunSchedule(try recipe.learnerOptions(), images: recipe.subset.map { min($0, images) } ?? images)
  }
}

/// Facts of a network, from the specs of its layers.
private struct NetworkSummary {
  private let architecture: any Architecture
  private let widths: [Int]
  let layers: [LayerSpec]
  private let batchSize: Int
  private let options: NetworkOptions
  /// Those whose schedule is shown, too.
  private let fits: [FitCall]
  private let threads = WorkerPool.availableCores
  private let trainingBytes: Int

  init(_ recipe: Recipe, fits: [FitCall]) throws(NetworkError) {
    let (image, classes) = (MapShape(3, recipe.size, recipe.size), 10)
    architecture = try recipe.architecture()
    widths = recipe.widths ?? architecture.widths(image: image, classes: classes)
    batchSize = recipe.batchSize
    options = recipe.options
    self.fits = fits
    layers = try architecture.specs(widths, image: image, classes: classes)
    try layers.check(frozen: options.frozen + fits.flatMap(\.frozen))
    trainingBytes = try recipe.memory(image: image, classes: classes, threads: threads).bytes(recipe.training)
  }

  /// Steps of the schedule in JSON.
  private static let scheduleSteps = 1000

  func json(_ schedule: RunSchedule?) -> JSON {
    var facts: [String: JSON] = [
      "event": "summary", "network": .string(architecture.name), "widths": .ints(widths),
      "layers": .array(layers.map(json)), "parameters": .int(layers.parameterCount), "macs": .int(layers.macs),
      "batch": .int(batchSize), "bytes": .int(trainingBytes),
    ]
    if let schedule {
      let steps = schedule.samples(Self.scheduleSteps)
      var rates: [String: JSON] = [
        "steps": .int(schedule.steps), "step": .ints(steps.map(\.step)), "lr": .numbers(steps.map(\.learningRate)),
        "momentum": .numbers(steps.map(\.momentum)),
      ]
      for (index, group) in schedule.groups.enumerated() {
        rates["lr." + group] = .numbers(steps.map { $0.groupRates[index] })
      }
      facts["schedule"] = .object(rates)
    }
    return .object(facts)
  }

  private func json(_ layer: LayerSpec) -> JSON {
    [
      "name": .string(layer.name), "kind": .string(layer.kind.text), "input": json(layer.input),
      "output": json(layer.output), "parameters": .int(layer.parameterCount), "macs": .int(layer.facts.macs),
      "trainable": .bool(!["", Self.frozen].contains(trainable(layer))), "bytes": .int(bytes(layer)),
    ]
  }

  private static let frozen = "frozen"

  /// Whether the layer learns, or in which fit calls.
  private func trainable(_ layer: LayerSpec) -> String {
    guard layer.parameterCount > 0 else { return "" }
    guard !options.freezes(layer.name) else { return Self.frozen }
    let calls = fits.indices.filter { !fits[$0].frozen.nameLayer(layer.name) }
    guard calls.count < fits.count else { return "yes" }
    return calls.isEmpty ? Self.frozen : "in fit " + calls.map { "\($0 + 1)" }.joined(separator: ", ")
  }

  private func json(_ shape: MapShape) -> JSON { [.int(shape.channels), .int(shape.height), .int(shape.width)] }

  var text: String {
    var table = TextTable([
      ("layer", .left), ("kind", .left), ("input", .left), ("output", .left), ("parameters", .right),
      ("trainable", .left), ("MACs", .right), ("activations", .right),
    ])
    for layer in layers {
      table.add([
        layer.name, layer.kind.text, layer.input.description, layer.output.description,
        Figures.grouped(layer.parameterCount), trainable(layer), Figures.prefixed(Double(layer.facts.macs)),
        Figures.bytes(bytes(layer), decimals: 1),
      ])
    }
    table.add([
      "total", "", "", "", Figures.grouped(layers.parameterCount), "", Figures.prefixed(Double(layers.macs)),
      Figures.bytes(layers.reduce(0) { $0 + bytes($1) }, decimals: 1),
    ])
    let fixed = layers.fixedCount
    let fixedText = fixed == 0 ? "" : "\n\(Figures.grouped(fixed)) further values start somewhere and never learn."
    return """
      \(architecture.name)\(widths.isEmpty ? "" : " ")\(widths.map(String.init).joined(separator: ","))
      \(architecture.explanation)

      \(table.text)\(fixedText)
      MACs: multiply-adds of one image's forward pass. Activations: of a batch of \(batchSize).
      Training takes \(Figures.bytes(trainingBytes, decimals: 1)): the batch, activations, weights, gradients, momentum, and scratch
      for \(threads) threads.

      """
  }

  /// Bytes that a layer holds for a batch: its output, and what its backward pass needs.
  private func bytes(_ layer: LayerSpec) -> Int {
    let blocks = LaneTensor.blocks(for: batchSize)
    let perBlock = layer.output.count * MemoryLayout<Lanes>.stride + layer.facts.bytesPerBlock
    return layer.facts.fixedBytes + perBlock * blocks
  }
}
