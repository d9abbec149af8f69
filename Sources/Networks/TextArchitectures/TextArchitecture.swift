import Kernels

/// A network that is described by a text.
package struct TextArchitecture: Architecture {
  package let text: NetworkText?
  package let name: String
  package let explanation: String
  package let defaultWidths: [Int]
  package let schedule: [String]
  package let publishedAccuracy: Double? = nil
  package let isInComparison = false

  private let source: NetworkText
  /// What errors call it: a file's path, or the name.
  private let origin: String
  private let items: [TextItem]

  /// The calls of `fit` of a text that names none: rates that most networks bear.
  private static let usualSchedule = ["1e-2, 2", "1e-2, 4, cycle_len=1"]

  /// `origin` is what errors call it, `name` what it is called where the text does not say it.
  package init(_ text: NetworkText, name: String = "Network", origin: String? = nil) {
    source = text
    self.text = text
    self.name = text.name ?? name
    self.origin = origin ?? self.name
    explanation = text.about ?? ""
    defaultWidths = text.widths
    let calls = text.recipe.filter { $0.name.text == "fit" }.flatMap { $0.value.split(separator: ";") }
    schedule = calls.isEmpty ? Self.usualSchedule : calls.map { String($0.trimmingSpaces) }
    items = TextItem.items(of: source)
  }

  package func layers(_ widths: [Int], classes: Int) -> [NamedLayer] {
    TextItem.layers(items, widths: widths, classes: classes, joins: true)
  }

  package func specs(_ widths: [Int], image: MapShape, classes: Int) throws(NetworkError) -> [LayerSpec] {
    try check(widths)
    var specs: [LayerSpec] = []
    var sizes = Sizes()
    for layer in layers(widths, classes: classes) {
      do {
        specs.append(try LayerSpec(layer, specs.last?.output ?? image))
        try sizes.add(specs[specs.count - 1])
      } catch .layer(let name, let reason) {
        throw .text(error(at: name, reason))
      }
    }
    try checkNames(specs)
    for (name, spec) in specs.dropFirst().flatMap(\.flattened) + (specs.first?.children ?? []).flatMap(\.flattened) {
      let whitens = spec.facts.parameters.contains { if case .whitening = $0.start { true } else { false } }
      if whitens && spec.children.isEmpty {
        throw .text(error(at: name, "init=whiten is for the first layer, which is given the images"))
      }
    }
    guard let last = specs.last, last.output == MapShape(classes, 1, 1) else {
      let output = specs.last?.output ?? image
      throw .text(
        error(
          at: specs.last?.name ?? "",
          "the last layer puts out \(output.area == 1 ? "\(output.channels) values" : "maps of \(output)"), not one value "
            + "for each of \(classes) classes", remedy: "end with: linear classes"))
    }
    return specs
  }
}

extension TextArchitecture {
  private func check(_ widths: [Int]) throws(NetworkError) {
    guard widths.count == defaultWidths.count else {
      let list = defaultWidths.map(String.init).joined(separator: ",")
      throw .width(
        index: nil,
        defaultWidths.isEmpty ? "\(name) has none" : "\(name) has \(defaultWidths.count), as in \(list)")
    }
    let used = usedWidths
    for (index, width) in widths.enumerated() {
      let limits = WidthLimits.width
      guard limits.contains(width) else {
        throw .width(index: index, "\(width) is not between \(limits.lowerBound) and \(limits.upperBound)")
      }
      guard width == defaultWidths[index] || used.contains(index) else {
        throw .width(index: index, "no layer of \(name) is of w\(index + 1), which stays \(defaultWidths[index])")
      }
    }
  }

  /// The indices of those that a layer names.
  private var usedWidths: Set<Int> {
    var used: Set<Int> = []
    for case .layer(let layer) in source.lines.map(\.content) {
      for word in layer.arguments where word.text.first == "w" {
        if let number = Int(word.text.dropFirst()) { used.insert(number - 1) }
      }
    }
    return used
  }

  /// Refuses two parameters of one name: `a` may have one that `a.b` has, too.
  private func checkNames(_ specs: [LayerSpec]) throws(NetworkError) {
    var names: Set<String> = []
    for spec in specs {
      for name in spec.facts.parameters.map(\.name) + spec.facts.buffers.map(\.name) {
        let full = "\(spec.name).\(name)"
        guard names.insert(full).inserted else {
          throw .text(error(at: spec.name, "two layers have a '\(full)'", remedy: "give one of them another label"))
        }
      }
    }
  }

  /// The error of the layer of that full name.
  private func error(at name: String, _ reason: String, remedy: String? = nil) -> NetworkTextError {
    let place = TextItem.places(items).first { $0.name == name }
    var error = NetworkTextError(
      line: (place?.line ?? 0) + 1, column: place?.column ?? 1, "\(name): \(reason)", remedy: remedy)
    error.source = origin
    return error
  }
}

/// What the layers so far take together.
private struct Sizes {
  private var parameters = 0
  private var values = 0

  /// Refuses what no machine would hold.
  mutating func add(_ layer: LayerSpec) throws(NetworkError) {
    parameters += layer.parameterCount + layer.fixedCount
    values += layer.outputValues
    guard parameters <= NetworkTextLimits.parameters else {
      throw .layer(
        layer.name, "the layers up to here learn \(parameters) values, more than \(NetworkTextLimits.parameters)")
    }
    guard values <= NetworkTextLimits.totalValues else {
      throw .layer(
        layer.name,
        "the layers up to here put out \(values) values an image, more than \(NetworkTextLimits.totalValues)")
    }
  }
}

extension TextArchitecture {
  /// A line with what follows from it.
  package struct Row: Sendable {
    /// Index into the lines of the text.
    package let line: Int
    package let spec: LayerSpec
  }

  /// What follows from each line of a layer or block, in their order, up to the first that its input does not fit, and
  /// why. Layers whose work one pass does together have rows of their own.
  package func rows(_ widths: [Int], image: MapShape, classes: Int) -> (rows: [Row], problem: NetworkError?) {
    var problem: NetworkError?
    do { _ = try specs(widths, image: image, classes: classes) } catch { problem = error }
    guard widths.count == defaultWidths.count else { return ([], problem) }
    let rows = TextItem.rows(items, widths: widths, classes: classes, over: image).rows
    return (rows.sorted { $0.line < $1.line }, problem)
  }
}

extension Substring {
  fileprivate var trimmingSpaces: Substring {
    var rest = self
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }
}
