import Kernels
import Networks
import Training

/// A network with given widths, by shape inference: layers, outputs, costs, and where it fails.
struct NetworkOutline: Equatable, Sendable {
  struct Row: Equatable, Sendable {
    let name: String
    let kind: String
    let output: MapShape
    let parameters: Int
    let macs: Int
  }

  /// Why it cannot be built, and the width at fault.
  struct Problem: Equatable, Sendable {
    /// Index of the width at fault, if it is one.
    let width: Int?
    /// The layer at fault, if it is one.
    let layer: String?
    let reason: String

    /// In one line.
    var text: String {
      if let width { return "width \(width + 1): \(reason)" }
      if let layer { return "\(layer): \(reason)" }
      return reason
    }
  }

  /// The layers before the first that fails.
  let rows: [Row]
  let problem: Problem?
  /// Memory of a training.
  let memory: TrainingMemory
  /// Widths determined by the data, by index.
  let fixed: [Int: Int]

  var parameters: Int { rows.reduce(0) { $0 + $1.parameters } }
  var macs: Int { rows.reduce(0) { $0 + $1.macs } }

  /// Infers the shapes of `architecture` with `widths` on images of `image` with `classes` classes.
  init(_ architecture: any Architecture, widths: [Int], image: MapShape, classes: Int) {
    let ends = architecture.fixedWidths(image: image, classes: classes)
    var fixed: [Int: Int] = [:]
    if let first = ends.first { fixed[0] = first }
    if let last = ends.last { fixed[widths.count - 1] = last }
    self.fixed = fixed
    var layers: [LayerSpec] = []
    do {
      layers = try architecture.specs(widths, image: image, classes: classes)
      problem = nil
    } catch .layer(let name, let reason) {
      problem = Problem(width: nil, layer: name, reason: reason)
      // Infers the layers before the one that fails, to show its input.
      layers = [LayerSpec].inferred(architecture.layers(widths, classes: classes), over: image).specs
    } catch .text(let error) {
      problem = Problem(width: nil, layer: nil, reason: error.description)
      layers = [LayerSpec].inferred(architecture.layers(widths, classes: classes), over: image).specs
    } catch .width(let index, let reason) {
      problem = Problem(width: index, layer: nil, reason: reason)
    } catch {
      problem = Problem(width: nil, layer: nil, reason: error.description)
    }
    rows = layers.map(Row.init)
    memory = TrainingMemory(layers, image: image)
  }
}

extension NetworkOutline.Row {
  fileprivate init(_ layer: LayerSpec) {
    self.init(
      name: layer.name, kind: layer.kind.text, output: layer.output, parameters: layer.parameterCount,
      macs: layer.facts.macs)
  }
}

extension MapShape {
  /// `20×15×15`, or `10` for a vector.
  var text: String { area == 1 ? "\(channels)" : description }
}
