import Files
import Kernels
import Networks
import Training

/// `summary NET`: layers, shapes, parameters, multiply-adds, memory.
enum SummaryCommand {
  static let command = Command(
    "summary", operands: "NET", "layers, output shapes, parameters, memory, multiply-adds",
    options: [
      Options.widths, Options.size, Options.batchSize, Options.dropout, Options.freeze, Options.batchNormFreeze,
      Options.json,
    ]
  ) { arguments, console in
    let architecture = try NetworkNames.resolve(try arguments.onlyOperand("NET"))
    let size = try arguments[Options.size] ?? 32
    let options = NetworkOptions(
      freezesStatistics: arguments.has(Options.batchNormFreeze), dropout: try arguments[Options.dropout],
      frozen: try arguments[Options.freeze] ?? [])
    let network = try Network(
      architecture, widths: try arguments[Options.widths], image: MapShape(3, size, size), classes: 10,
      batchSize: try arguments[Options.batchSize] ?? 256, options: options, seed: 0, pool: WorkerPool())
    try console.write(arguments.has(Options.json) ? json(network).line + "\n" : text(network))
    return .done
  }

  private static func json(_ network: Network) -> JSON {
    let layers: [JSON] = network.layers.enumerated().map { index, entry in
      [
        "name": .string(entry.name), "kind": .string(entry.layer.kind), "input": shape(entry.layer.input),
        "output": shape(entry.layer.output), "parameters": .int(entry.parameterCount), "macs": .int(entry.layer.macs),
        "trainable": .bool(entry.parameterCount > 0 && !network.isFrozen[index]), "bytes": .int(bytes(entry, network)),
      ]
    }
    return [
      "event": "summary", "network": .string(network.architecture.name), "widths": .ints(network.widths),
      "layers": .array(layers), "parameters": .int(network.values.count), "macs": .int(macs(network)),
      "batch": .int(network.batchSize), "bytes": .int(trainingBytes(network)),
    ]
  }

  private static func shape(_ shape: MapShape) -> JSON {
    [.int(shape.channels), .int(shape.height), .int(shape.width)]
  }

  private static func text(_ network: Network) -> String {
    var table = TextTable([
      ("layer", .left), ("kind", .left), ("input", .left), ("output", .left), ("parameters", .right),
      ("trainable", .left), ("MACs", .right), ("activations", .right),
    ])
    for (index, entry) in network.layers.enumerated() {
      let trainable = entry.parameterCount == 0 ? "" : network.isFrozen[index] ? "frozen" : "yes"
      table.add([
        entry.name, entry.layer.kind, entry.layer.input.description, entry.layer.output.description,
        Figures.grouped(entry.parameterCount), trainable, Figures.prefixed(Double(entry.layer.macs)),
        Figures.bytes(bytes(entry, network)),
      ])
    }
    table.add([
      "total", "", "", "", Figures.grouped(network.values.count), "", Figures.prefixed(Double(macs(network))),
      Figures.bytes(network.layers.reduce(0) { $0 + bytes($1, network) }),
    ])
    return """
      \(network.architecture.name) \(network.widths.map(String.init).joined(separator: ","))
      \(network.architecture.explanation)

      \(table.text)
      MACs: multiply-adds of one image's forward pass. Activations: of a batch of \(network.batchSize).
      Training takes \(Figures.bytes(trainingBytes(network))): the batch, activations, weights, gradients, momentum, and scratch
      for \(network.pool.threads) threads.

      """
  }

  private static func macs(_ network: Network) -> Int { network.layers.reduce(0) { $0 + $1.layer.macs } }

  /// What a layer keeps for a batch: its output, and what it needs to go back.
  private static func bytes(_ entry: LayerStack.Entry, _ network: Network) -> Int {
    let blocks = LaneTensor.blocks(for: network.batchSize)
    let output = entry.layer.output.count * blocks * MemoryLayout<Lanes>.stride
    return output + entry.layer.workingBytes(blocks: blocks)
  }

  private static func trainingBytes(_ network: Network) -> Int {
    TrainingMemory(network.layers, image: network.image, threads: network.pool.threads)
      .bytes(batchSize: network.batchSize, optimizer: OptimizerSettings())
  }
}
