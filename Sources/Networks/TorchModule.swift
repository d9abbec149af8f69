import Files
import Kernels

/// How a layer is written in PyTorch.
package struct TorchModule: Sendable {
  /// A class that PyTorch does not have, as Python source.
  package struct ClassDefinition: Sendable, Equatable {
    package let name: String
    package let source: String
  }

  /// The expression that makes it: `nn.Conv2d(3, 10, 5, padding=2)`.
  package let expression: String
  /// What the expression names beside `torch.nn`, each after what it needs itself.
  package var classes: [ClassDefinition] = []
  /// Whether it takes and gives all of an image's values as one row.
  package var isOverRows = false
  /// Whether it takes maps alone, be they of one value, and no rows.
  package var needsMaps = false
  /// What stands behind it.
  package var activation: Activation?
}

extension Activation {
  /// The module that is it alone.
  var torchModule: String {
    switch self {
    case .relu: "nn.ReLU()"
    case .leakyReLU(let slope): "nn.LeakyReLU(\(slope))"
    case .gelu: "nn.GELU()"
    case .silu: "nn.SiLU()"
    }
  }

  /// The same as a function of an expression.
  package func torchCall(_ x: String) -> String {
    switch self {
    case .relu: "F.relu(\(x))"
    case .leakyReLU(let slope): "F.leaky_relu(\(x), \(slope))"
    case .gelu: "F.gelu(\(x))"
    case .silu: "F.silu(\(x))"
    }
  }

  fileprivate var torchName: String {
    switch self {
    case .relu: "relu"
    case .leakyReLU: "leaky relu"
    case .gelu: "gelu"
    case .silu: "silu"
    }
  }
}

extension TorchModule {
  /// An expression with arguments; those that are nil are PyTorch's defaults and are left out.
  init(_ name: String, _ arguments: [String]) { expression = "\(name)(\(arguments.joined(separator: ", ")))" }
}

/// Layers one after the other, as a Python dictionary of modules by name.
package struct TorchChain {
  /// One entry a line.
  package let dictionary: String
  /// What the expressions name, without repetition.
  let classes: [TorchModule.ClassDefinition]

  /// The class that runs such a dictionary. PyTorch's Sequential refuses names with dots, and those of its own methods.
  package static let definition = TorchModule.ClassDefinition(
    name: "Chain",
    source: """
      class Chain(nn.Module):
          \"""Layers one after the other, under any names.\"""

          def __init__(self, layers):
              super().__init__()
              self._modules.update(layers)

          def forward(self, x):
              for layer in self._modules.values():
                  x = layer(x)
              return x
      """)

  /// Makes maps of one value of rows.
  private static let maps = "nn.Unflatten(1, (-1, 1, 1))"

  /// Activations, and what makes rows of maps and back, become modules of their own.
  package init(_ layers: [LayerSpec], droppingPrefix prefix: String = "", endsInMaps: Bool = false) {
    var entries: [String] = []
    var classes: [TorchModule.ClassDefinition] = []
    var areRows = false
    for layer in layers {
      let module = layer.kind.torch(layer)
      let name = layer.name.hasPrefix(prefix) ? String(layer.name.dropFirst(prefix.count)) : layer.name
      func add(_ name: String, _ expression: String) {
        entries.append("    \(pythonLiteral(name)): \(expression.replacing("\n", with: "\n    ")),\n")
      }
      if module.isOverRows && !areRows { add(name + " flatten", "nn.Flatten()") }
      if module.needsMaps && areRows { add(name + " maps", Self.maps) }
      add(name, module.expression)
      if let activation = module.activation { add("\(name) \(activation.torchName)", activation.torchModule) }
      areRows = module.isOverRows || areRows && !module.needsMaps
      classes += module.classes.filter { !classes.contains($0) }
    }
    if endsInMaps && areRows { entries.append("    \"maps\": \(Self.maps),\n") }
    dictionary = "{\n\(entries.joined())}"
    self.classes = classes
  }
}

/// A keyword argument of Python; nil where it is the default.
func keyword<Value: Equatable>(_ name: String, _ value: Value, default usual: Value) -> String? {
  value == usual ? nil : "\(name)=\(value)"
}
