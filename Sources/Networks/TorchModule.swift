import Files

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
  /// Whether a ReLU stands behind it.
  package var relu = false
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

  /// Flattening and ReLU become modules of their own.
  package init(_ layers: [LayerSpec], droppingPrefix prefix: String = "") {
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
      add(name, module.expression)
      if module.relu { add(name + " relu", "nn.ReLU()") }
      areRows = module.isOverRows
      classes += module.classes.filter { !classes.contains($0) }
    }
    dictionary = "{\n\(entries.joined())}"
    self.classes = classes
  }
}

/// A keyword argument of Python; nil where it is the default.
func keyword<Value: Equatable>(_ name: String, _ value: Value, default usual: Value) -> String? {
  value == usual ? nil : "\(name)=\(value)"
}
