import Kernels
import Networks

/// `summary NET`: layers, shapes, parameters, memory, multiply-adds.
enum SummaryCommand {
  static let command = Command(
    "summary", operands: "NET", "layers, output shapes, parameters, memory, multiply-adds",
    options: [Options.widths, Options.size, Options.batchSize, Options.json]
  ) { arguments, console in
    let architecture = try NetworkNames.resolve(try arguments.onlyOperand("NET"))
    let widths = try arguments[Options.widths] ?? architecture.defaultWidths
    let size = try arguments[Options.size] ?? 32
    let batchSize = try arguments[Options.batchSize] ?? 256
    var stack = LayerStack(image: MapShape(3, size, size), classes: 10)
    try architecture.build(widths, into: &stack)
    if arguments.has(Options.json) {
      try console.write(json(architecture, widths, stack))
    } else {
      try console.write(text(architecture, widths, stack, batchSize))
    }
    return .done
  }

  private static func json(_ architecture: any Architecture, _ widths: [Int], _ stack: LayerStack) -> JSON {
    [
      "event": "summary", "network": .string(architecture.name), "widths": .ints(widths),
      "layers": .array(
        stack.entries.map { entry in
          [
            "name": .string(entry.name), "kind": .string(entry.layer.kind), "input": shape(entry.layer.input),
            "output": shape(entry.layer.output), "parameters": .int(entry.layer.parameterCount),
            "macs": .int(entry.layer.macs), "trainable": .bool(entry.layer.parameterCount > 0),
          ]
        }), "parameters": .int(stack.parameterCount), "macs": .int(stack.macs),
    ]
  }

  private static func shape(_ shape: MapShape) -> JSON {
    [.int(shape.channels), .int(shape.height), .int(shape.width)]
  }

  private static func text(
    _ architecture: any Architecture, _ widths: [Int], _ stack: LayerStack, _ batchSize: Int
  ) -> String {
    var table = TextTable([
      ("layer", .left), ("kind", .left), ("input", .left), ("output", .left), ("parameters", .right), ("MACs", .right),
      ("memory", .right),
    ])
    let blocks = LaneTensor.blocks(for: batchSize)
    func memory(_ shape: MapShape) -> Int { shape.count * blocks * LaneTensor.lanes * MemoryLayout<Float>.size }
    for entry in stack.entries {
      table.add([
        entry.name, entry.layer.kind, entry.layer.input.description, entry.layer.output.description,
        Figures.grouped(entry.layer.parameterCount), Figures.prefixed(Double(entry.layer.macs)),
        Figures.bytes(memory(entry.layer.output)),
      ])
    }
    let activations = stack.entries.reduce(memory(stack.image)) { $0 + memory($1.layer.output) }
    table.add([
      "total", "", "", "", Figures.grouped(stack.parameterCount), Figures.prefixed(Double(stack.macs)),
      Figures.bytes(activations),
    ])
    return """
      \(architecture.name) \(widths.map(String.init).joined(separator: ","))
      \(architecture.explanation)

      \(table.text)
      MACs: multiply-adds of one image's forward pass; memory: activations of a batch of \(batchSize), the input's in the total.

      """
  }
}

extension Layer {
  /// Values that are learned.
  var parameterCount: Int { parameters.reduce(0) { $0 + $1.shape.reduce(1, *) } }
}

extension LayerStack {
  /// Values that are learned, in all layers.
  var parameterCount: Int { entries.reduce(0) { $0 + $1.layer.parameterCount } }
  /// Multiply-adds of one image's forward pass.
  var macs: Int { entries.reduce(0) { $0 + $1.layer.macs } }
}
