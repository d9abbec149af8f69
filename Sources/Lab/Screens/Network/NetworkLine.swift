import Kernels
import Networks

/// A line of a network's text, and what follows from it.
struct NetworkLine: Equatable, Sendable {
  /// Among all lines of the text.
  let index: Int
  /// Without the spaces before it.
  let text: String
  /// Blocks around it.
  let depth: Int
  let role: LayerLines.Role
  /// What it puts out; nil: nothing follows from it, or from a line above it.
  let output: MapShape?
  let parameters: Int
  let macs: Int
  /// The name of the layer that it is, where it stands in no block.
  let layer: String?

  /// The lines of the layers; a line above them that cannot be read stands there, too.
  static func lines(
    of reading: NetworkReading, _ rows: [NetworkOutline.Row], image: MapShape, classes: Int
  ) -> [NetworkLine] {
    let layers = LayerLines(reading.lines)
    var figures: [Int: LayerSpec] = [:]
    if let text = reading.text {
      for row in TextArchitecture(text).rows(text.widths, image: image, classes: classes).rows {
        figures[row.line] = row.spec
      }
    }
    let depths = layers.depths
    let head = reading.problem.flatMap { $0.line - 1 < layers.first ? $0.line - 1 : nil }
    let shown =
      [head].compactMap { $0 }.filter(layers.lines.indices.contains) + layers.lines.indices.dropFirst(layers.first)
    return shown.map { index in
      let spec = figures[index]
      return NetworkLine(
        index: index, text: layers.lines[index].trimmed, depth: depths[index], role: layers.roles[index],
        output: spec?.output, parameters: spec?.parameterCount ?? 0, macs: spec?.facts.macs ?? 0,
        layer: depths[index] == 0 ? spec?.name : nil)
    }
  }
}
