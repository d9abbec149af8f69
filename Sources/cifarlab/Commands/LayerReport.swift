import Experiments
import Files
import Screen
import Training

/// A network's first filters, and figures of each layer on one batch and by epoch.
struct LayerReport {
  /// Epochs side by side.
  private static let columns = 9
  /// Lines that filters may take.
  private static let filterLines = 24

  private let insight: Interpretation
  private let history: [LayerRow]

  /// `history` is empty where the network has none.
  init(_ insight: Interpretation, history: [LayerRow]) {
    self.insight = insight
    self.history = history
  }

  var json: JSON {
    .array(
      insight.layers.map { layer in
        .object(json(layer.name, layer.mean, layer.std, layer.deadShare, layer.gradientNorm))
      })
  }

  var historyJSON: JSON {
    .array(
      history.map { row in
        var facts = json(row.layer, row.mean, row.std, row.deadShare, row.gradientNorm)
        facts["epoch"] = .int(row.epoch)
        return .object(facts)
      })
  }

  private func json(
    _ name: String, _ mean: Double, _ std: Double, _ deadShare: Double, _ gradientNorm: Double?
  ) -> [String: JSON] {
    [
      "name": .string(name), "mean": .number(mean), "std": .number(std), "dead_share": .number(deadShare),
      "gradient_norm": .figure(gradientNorm),
    ]
  }

  func text(_ console: Console, ascii: Bool) -> String {
    var text = "layers, on one training batch\n\(now.text)"
    if !history.isEmpty {
      text += "\nstd of the outputs, by epoch\n" + byEpoch { Figures.fixed($0.std, 3) }.text
      text += "\ndead channels in %, by epoch\n" + byEpoch { Figures.fixed($0.deadShare * 100, 1) }.text
      text += "\nnorm of the gradient, by epoch\n" + byEpoch { $0.gradientNorm.map(Figures.scientific) ?? "" }.text
    }
    return text + filters(console, ascii: ascii)
  }

  private var now: TextTable {
    var table = TextTable([
      ("layer", .left), ("mean", .right), ("std", .right), ("dead %", .right), ("gradient", .right),
    ])
    for layer in insight.layers {
      table.add([
        layer.name, Figures.fixed(layer.mean, 4), Figures.fixed(layer.std, 4), Figures.fixed(layer.deadShare * 100, 1),
        layer.gradientNorm.map(Figures.scientific) ?? "",
      ])
    }
    return table
  }

  /// One figure of every layer by epoch; of many epochs a selection with the first and the last.
  private func byEpoch(_ figure: (LayerRow) -> String) -> TextTable {
    let all = Set(history.map(\.epoch)).sorted()
    let last = min(all.count, Self.columns) - 1
    let epochs = (0...last).map { all[last == 0 ? 0 : $0 * (all.count - 1) / last] }
    var table = TextTable([("layer", .left)] + epochs.map { ("\(ordinal($0))", .right) })
    for layer in insight.layers {
      let rows = history.filter { $0.layer == layer.name }
      table.add([layer.name] + epochs.map { epoch in rows.first { $0.epoch == epoch }.map(figure) ?? "" })
    }
    return table
  }

  private func filters(_ console: Console, ascii: Bool) -> String {
    guard let first = insight.filters.first else { return "" }
    let perRow = max(1, (console.columns + 2) / (first.width + 2))
    let rows = max(1, Self.filterLines / ((first.height + 1) / 2 + 1))
    let shown = insight.filters.prefix(perRow * rows)
    var text = "\nfilters of the first layer"
    text += shown.count < insight.filters.count ? ", \(shown.count) of \(insight.filters.count)\n" : "\n"
    for start in stride(from: 0, to: shown.count, by: perRow) {
      text +=
        ImageText.render(
          shown[start..<min(start + perRow, shown.count)].map {
            PixelImage(width: $0.width, height: $0.height, planes: $0.pixels)
          }, width: console.columns, capabilities: console.capabilities(ascii: ascii)) + "\n"
    }
    return String(text.dropLast())
  }
}
