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
    var width: Int?
    /// The layer at fault, if it is one.
    var layer: String?
    /// Index of the line at fault, if it is one.
    var line: Int?
    let reason: String
    /// The same beside that line.
    var remark: String?

    /// In one line.
    var text: String {
      if let width { return "width \(width + 1): \(reason)" }
      if let layer { return "\(layer): \(reason)" }
      return reason
    }
  }

  /// The layers before the first that fails; what one pass does together is one of them.
  let rows: [Row]
  private(set) var problem: Problem?
  /// Memory of a training.
  let memory: TrainingMemory
  /// Widths determined by the data, by index.
  let fixed: [Int: Int]
  /// The text, line by line.
  private(set) var lines: [NetworkLine] = []
  let stages: [NetworkStage]

  var parameters: Int { rows.reduce(0) { $0 + $1.parameters } }
  var macs: Int { rows.reduce(0) { $0 + $1.macs } }

  /// Infers the shapes of `architecture` with `widths` on images of `image` with `classes` classes.
  private init(_ architecture: any Architecture, widths: [Int], image: MapShape, classes: Int) {
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
      problem = Problem(layer: name, reason: reason)
      // Infers the layers before the one that fails, to show its input.
      layers = [LayerSpec].inferred(architecture.layers(widths, classes: classes), over: image).specs
    } catch .text(let error) {
      problem = Problem(error)
      layers = [LayerSpec].inferred(architecture.layers(widths, classes: classes), over: image).specs
    } catch .width(let index, let reason) {
      problem = Problem(width: index, reason: reason)
    } catch {
      problem = Problem(reason: error.description)
    }
    rows = layers.map(Row.init)
    memory = TrainingMemory(layers, image: image)
    stages = NetworkStage.stages(of: layers, over: image)
  }

  /// That of a network as it is.
  init(_ editor: NetworkEditor) { self.init(editor.reading, editor) }

  /// That of a network as it would be by other lines; nil: as it was before it was edited.
  init(_ reading: NetworkReading?, _ editor: NetworkEditor) {
    let (image, classes) = (editor.image, editor.classes)
    if let reading {
      let text = reading.text.map { TextArchitecture($0, name: editor.architecture.name) }
      self.init(
        text ?? editor.architecture, widths: text?.defaultWidths ?? editor.widths, image: image, classes: classes)
      if let error = reading.problem { problem = Problem(error, saysColumn: true) }
    } else {
      self.init(editor.architecture, widths: editor.widths, image: image, classes: classes)
    }
    let shown = reading ?? editor.shown
    lines = NetworkLine.lines(of: shown, rows, image: image, classes: classes)
    if let layer = problem?.layer, let line = lines.first(where: { $0.layer == layer }) {
      let reason = problem?.reason
      problem?.line = line.index
      problem?.remark = reason
    }
  }
}

extension NetworkOutline.Problem {
  fileprivate init(_ error: NetworkTextError, saysColumn: Bool = false) {
    line = error.line - 1
    reason = error.description
    remark = (saysColumn ? "column \(error.column): " : "") + error.reason + (error.remedy.map { "; \($0)" } ?? "")
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
