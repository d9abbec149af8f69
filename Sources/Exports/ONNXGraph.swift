import Files
import Networks

/// A graph in the ONNX format (IR version 8, operator set 17), built node by node.
struct ONNXGraph {
  /// ONNX's codes of tensor element types.
  enum ElementType: UInt64 {
    case float = 1
    case unsignedByte = 2
    case integer = 7
  }

  /// An input or output of the graph. Its first dimension is the batch, which is left open.
  struct Port {
    let name: String
    let type: ElementType
    /// Dimensions after the batch.
    let shape: [Int]
  }

  private typealias Field = ProtocolBuffer

  private var nodes: [UInt8] = []
  private var initializers: [UInt8] = []
  private var nodeCount = 0
  private var initializerNames: Set<String> = []

  /// Adds a node and returns the name of its output: `output`, or a generated one.
  mutating func add(
    _ operation: String, _ inputs: [String], integers: [(String, Int)] = [], lists: [(String, [Int])] = [],
    output: String? = nil
  ) -> String {
    nodeCount += 1
    let name = "\(operation)_\(nodeCount)"
    let output = output ?? name
    let attributes =
      integers.map { Field.string(1, $0.0) + Field.integer(3, UInt64($0.1)) + Field.integer(20, 2) }
      + lists.map { Field.string(1, $0.0) + Field.integers(8, $0.1) + Field.integer(20, 7) }
    let node =
      inputs.flatMap { Field.string(1, $0) } + Field.string(2, output) + Field.string(3, name)
      + Field.string(4, operation) + attributes.flatMap { Field.message(5, $0) }
    nodes += Field.message(1, node)
    return output
  }

  /// Adds a float constant and returns its name.
  mutating func add(_ tensor: StoredTensor, shape: [Int]? = nil) -> String {
    precondition(initializerNames.insert(tensor.name).inserted, "'\(tensor.name)' is in the graph already")
    var bytes = ByteWriter(capacity: 4 * tensor.values.count)
    bytes.append(tensor.values)
    initializers += Field.message(
      5,
      Field.integers(1, shape ?? tensor.shape) + Field.integer(2, ElementType.float.rawValue)
        + Field.string(8, tensor.name) + Field.message(9, bytes.bytes))
    return tensor.name
  }

  /// Adds a float constant that has no name in the network, once for each value, and returns its name.
  mutating func constant(_ value: Float) -> String {
    let name = "constant.\(value)"
    return initializerNames.contains(name) ? name : add(StoredTensor(name: name, shape: [], values: [value]))
  }

  /// Adds a list of axes, once, and returns its name.
  mutating func addAxes(_ axes: [Int]) -> String {
    let name = "axes.\(axes.map(String.init).joined(separator: "."))"
    guard initializerNames.insert(name).inserted else { return name }
    let bytes = axes.flatMap { axis in (0..<8).map { UInt8(truncatingIfNeeded: axis >> (8 * $0)) } }
    initializers += Field.message(
      5,
      Field.integers(1, [axes.count]) + Field.integer(2, ElementType.integer.rawValue) + Field.string(8, name)
        + Field.message(9, bytes))
    return name
  }

  /// The bytes of the file.
  func model(name: String, inputs: [Port], outputs: [Port], metadata: [(String, String)]) -> [UInt8] {
    let graph =
      nodes + Field.string(2, name) + initializers + inputs.flatMap { Field.message(11, Self.valueInfo($0)) }
      + outputs.flatMap { Field.message(12, Self.valueInfo($0)) }
    let properties = metadata.flatMap { Field.message(14, Field.string(1, $0.0) + Field.string(2, $0.1)) }
    return Field.integer(1, 8) + Field.string(2, "cifarlab") + Field.message(7, graph)
      + Field.message(8, Field.string(1, "") + Field.integer(2, 17)) + properties
  }

  private static func valueInfo(_ port: Port) -> [UInt8] {
    let dimensions =
      Field.message(1, Field.string(2, "N")) + port.shape.flatMap { Field.message(1, Field.integer(1, UInt64($0))) }
    let tensor = Field.integer(1, port.type.rawValue) + Field.message(2, dimensions)
    return Field.string(1, port.name) + Field.message(2, Field.message(1, tensor))
  }
}
