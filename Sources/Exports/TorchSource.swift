import Experiments
import Files
import Networks

/// A network as a Python file: a PyTorch class, and a function that loads the weights beside it.
///
/// Names of classes and layers appear in the source as string literals only.
struct TorchSource {
  private let facts: ModelFacts
  private let specs: [LayerSpec]
  private let modules: [(name: String, module: TorchModule)]

  init(_ facts: ModelFacts, _ specs: [LayerSpec]) {
    self.facts = facts
    self.specs = specs
    modules = specs.map { ($0.name, $0.kind.torch($0)) }
  }

  /// The whole file. It loads the weights from `weights` in its own folder.
  func text(weights: String) -> String {
    """
    \(header)

    import json
    import struct
    from pathlib import Path

    import torch
    import torch.nn.functional as F
    from torch import nn

    classes = [\(facts.classes.map(pythonLiteral).joined(separator: ", "))]
    mean = \(list(facts.statistics.mean))
    std = \(list(facts.statistics.std))
    size = \(facts.size)
    \(batchStatistics)
    \(definitions)

    \(network)


    \(Self.loading(weights: weights))

    """
  }

  private var header: String {
    let name = facts.network.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    let shape = "[N, 3, \(facts.size), \(facts.size)]"
    return """
      \"""\(name), \(specs.parameterCount) learned values, as trained by cifarlab.

          model = load()
          model(images)          # normalised images \(shape) -> log-probabilities [N, \(facts.classes.count)]
          model.predict(pixels)  # uint8 pixels \(shape) -> probabilities [N, \(facts.classes.count)]
      \"""
      """
  }

  /// Which of two kinds of batch statistics the weights hold, where there are two; with a line end.
  private var batchStatistics: String {
    let knowsTwo = specs.contains { $0.facts.buffers.contains { $0.other != nil } }
    return knowsTwo ? "bn_stats = \(pythonLiteral(facts.batchStatistics.rawValue))\n" : ""
  }

  private func list(_ values: [Float]) -> String { "[\(values.map { "\($0)" }.joined(separator: ", "))]" }

  /// Definitions of the classes that the layers' expressions use, each once.
  private var definitions: String {
    var classes = hasAttributes ? [] : [TorchChain.definition]
    for module in modules.map(\.module) { classes += module.classes.filter { !classes.contains($0) } }
    return classes.map { "\n\($0.source)\n" }.joined(separator: "\n")
  }

  private var network: String {
    """
    class Network(\(hasAttributes ? "nn.Module" : "Chain")):
        def __init__(self):
    \(hasAttributes ? attributes : "        super().__init__(\(TorchChain(specs).dictionary.replacing("\n", with: "\n        ")))")

        def forward(self, x):
    \(hasAttributes ? forward : "        x = super().forward(x)")
            return F.log_softmax(\(modules.last?.module.isOverRows == true ? "x" : "x.flatten(1)"), dim=1)

        def predict(self, pixels):
            def by_channel(values):
                return torch.tensor(values, device=pixels.device).view(3, 1, 1)

            return self((pixels / 255 - by_channel(mean)) / by_channel(std)).exp()
    """
  }
}

// MARK: - Layers as attributes

extension TorchSource {
  /// A layer that is an attribute by itself, or one of a list of them: `layers.0`.
  private struct Place: Equatable {
    let attribute: String
    let index: Int?

    /// nil: the name cannot be an attribute of a module.
    init?(_ name: String) {
      let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      guard parts.count <= 2, PythonNames.canBeAttribute(parts[0]) else { return nil }
      attribute = parts[0]
      index = parts.count == 2 ? Int(parts[1]) : nil
      guard parts.count == 1 || index.map(String.init) == parts[1] else { return nil }
    }
  }

  /// A list of layers that are called `<name>.0`, `<name>.1`, ….
  private struct ModuleList {
    let name: String
    let modules: [TorchModule]
  }

  private var places: [Place?] { modules.map { Place($0.name) } }

  /// Whether each layer can be an attribute of the network, or an element of a list that is one; otherwise they are one
  /// chain.
  private var hasAttributes: Bool {
    let places = places.compactMap(\.self)
    guard places.count == modules.count else { return false }
    return Dictionary(grouping: places, by: \.attribute).values.allSatisfy { group in
      group.map(\.index) == [nil] || group.map(\.index) == Array(group.indices)
    }
  }

  private var lists: [ModuleList] {
    var names: [String] = []
    for place in places.compactMap(\.self) where place.index != nil && !names.contains(place.attribute) {
      names.append(place.attribute)
    }
    return names.map { name in
      ModuleList(name: name, modules: zip(places, modules).filter { $0.0?.attribute == name }.map(\.1.module))
    }
  }

  private var attributes: String {
    var lines = ["super().__init__()"]
    for (place, (_, module)) in zip(places, modules) where place?.index == nil {
      lines.append("self.\(place!.attribute) = \(module.expression)")
    }
    for list in lists {
      lines.append("self.\(list.name) = nn.ModuleList([")
      lines += list.modules.map { "    \($0.expression)," }
      lines.append("])")
    }
    return lines.map { "        " + $0 }.joined(separator: "\n")
  }

  /// The calls in the order of the layers. Lists whose elements alternate throughout become one loop.
  private var forward: String {
    var lines: [String] = []
    var index = 0
    var areRows = false
    while index < modules.count {
      if let loop = loop(at: index, areRows: areRows) {
        lines += loop.lines
        index += loop.count
      } else {
        let place = places[index]!
        let name = "self.\(place.attribute)" + (place.index.map { "[\($0)]" } ?? "")
        lines.append("x = " + call(name, modules[index].module, areRows: areRows))
        index += 1
      }
      let last = modules[index - 1].module
      areRows = last.isOverRows || areRows && !last.needsMaps
    }
    return lines.map { "        " + $0 }.joined(separator: "\n")
  }

  private func call(_ name: String, _ module: TorchModule, areRows: Bool) -> String {
    let x = module.isOverRows && !areRows ? "x.flatten(1)" : module.needsMaps && areRows ? "x[:, :, None, None]" : "x"
    let result = "\(name)(\(x))"
    return module.activation?.torchCall(result) ?? result
  }

  /// A loop over lists whose elements alternate from layer `start` on, and the number of layers in it; nil: there is
  /// none.
  private func loop(at start: Int, areRows: Bool) -> (lines: [String], count: Int)? {
    let turn = places[start...].prefix { $0?.index == 0 }.map { $0!.attribute }
    let lists = turn.compactMap { name in self.lists.first { $0.name == name } }
    guard let rounds = lists.first?.modules.count, rounds > 1, lists.allSatisfy({ $0.modules.count == rounds }) else {
      return nil
    }
    let expected: [Place?] = (0..<rounds).flatMap { round in turn.map { name in Place("\(name).\(round)") } }
    guard Array(places[start...].prefix(expected.count)) == expected,
      lists.allSatisfy({ list in
        list.modules.allSatisfy { $0.activation == list.modules[0].activation && !$0.isOverRows }
      })
    else { return nil }
    let names = turn.indices.map { turn.count == 1 ? "layer" : "layer\($0 + 1)" }
    let source = turn.map { "self.\($0)" }.joined(separator: ", ")
    let head = "for \(names.joined(separator: ", ")) in \(turn.count == 1 ? source : "zip(\(source))"):"
    let calls = zip(names, lists).map { "    x = " + call($0, $1.modules[0], areRows: areRows) }
    return ([head] + calls, expected.count)
  }
}

// MARK: - Weights

extension TorchSource {
  private static func loading(weights: String) -> String {
    """
    def load(path=Path(__file__).with_name(\(pythonLiteral(weights)))):
        \"""The network in evaluation mode, with the weights in a safetensors file.\"""
        network, tensors = Network(), _tensors(path)
        wanted = {name for name in network.state_dict() if not name.endswith("num_batches_tracked")}
        if wanted != tensors.keys():
            raise ValueError(f"{path} holds other tensors: {sorted(wanted ^ tensors.keys())}")
        network.load_state_dict(tensors, strict=False)  # the strict check knows no dots in names of layers
        return network.eval()


    def _tensors(path):
        try:
            from safetensors.torch import load_file
        except ImportError:
            pass
        else:
            return load_file(path)
        data = Path(path).read_bytes()
        (length,) = struct.unpack("<Q", data[:8])
        header = json.loads(data[8 : 8 + length])
        header.pop("__metadata__", None)
        values = torch.frombuffer(bytearray(data[8 + length :]), dtype=torch.float32)
        tensors = {}
        for name, entry in header.items():
            begin, end = (offset // 4 for offset in entry["data_offsets"])
            tensors[name] = values[begin:end].clone().view(entry["shape"])
        return tensors
    """
  }
}
