import Experiments
import Networks
import Screen

/// What differs from the last run: the layers line by line, then the settings.
struct NetworkDifference: Widget {
  let state: LabState
  let last: Recipe

  /// Lines of the two networks; empty where they are the same.
  private static func lines(_ state: LabState, _ last: Recipe) -> [LineDifference.Line] {
    let difference = LineDifference(last.networkLines, state.recipe.networkLines)
    return difference.isEmpty ? [] : difference.shortened
  }

  static func hiddenRows(_ state: LabState, in rect: Rect) -> Int {
    guard let last = state.lastRecipe else { return 0 }
    let lines = lines(state, last)
    let above = lines.isEmpty ? 0 : lines.count + 1
    return max(0, DifferenceTable.hiddenLines(last, state.recipe, height: rect.height) + above)
  }

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let inner = buffer.frame(
      rect, title: "difference to the last run", focused: state.network.part != .recipe
    ).inset(columns: 1)
    let lines = Self.lines(state, last)
    let heading = lines.isEmpty ? [] : [LineDifference.Line(.same, "the layers: − in the last run, + now")]
    let top = min(state.network.layerScroll, state.network.layout.hiddenLayers)
    let shown = (heading + lines).dropFirst(top).prefix(inner.height)
    for (offset, line) in shown.enumerated() {
      buffer.write(line.text, x: inner.x, y: inner.y + offset, style: line.style, width: inner.width)
    }
    let rest = Rect(x: inner.x, y: inner.y + shown.count, width: inner.width, height: inner.height - shown.count)
    let table = DifferenceTable(
      "last run", last, "now", state.recipe, top: max(0, top - heading.count - lines.count))
    buffer.draw(table, in: rest, context)
  }
}

extension Recipe {
  /// The text of its network, line by line, without the training that it proposes: what was trained by stands among
  /// the settings. Empty where it is unknown.
  var networkLines: [String] {
    guard let architecture = try? architecture() else { return [] }
    let widths = widths ?? architecture.defaultWidths
    // Widths that no layers can be made of have no text.
    do throws(NetworkError) {
      _ = try architecture.specs(widths, image: .init(3, size, size), classes: widths.last ?? 1)
    } catch {
      if case .width = error { return [] }
    }
    let text = NetworkText(architecture, widths: widths).withoutTraining
    return text.description.split(separator: "\n").map(String.init)
  }
}
