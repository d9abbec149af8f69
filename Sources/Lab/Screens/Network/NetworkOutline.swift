import Kernels
import Networks
import Training

/// What a network with given widths would be: its layers, what they put out and cost, and where it cannot work.
struct NetworkOutline: Equatable, Sendable {
  /// One layer.
  struct Row: Equatable, Sendable {
    let name: String
    let kind: String
    let output: MapShape
    let parameters: Int
    let macs: Int
  }

  /// Why it cannot be built, and which width is to blame.
  struct Problem: Equatable, Sendable {
    /// Index into the widths, where one of them is to blame.
    let width: Int?
    /// The layer, where it is one.
    let layer: String?
    let reason: String

    /// In one line.
    var text: String {
      if let width { return "width \(width + 1): \(reason)" }
      if let layer { return "\(layer): \(reason)" }
      return reason
    }
  }

  /// The layers up to the first that cannot work.
  let rows: [Row]
  let problem: Problem?
  /// What training it takes.
  let memory: TrainingMemory
  /// The widths that follow from the data, by index.
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
      // The layers in front of the one that cannot work say what it would be given.
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
