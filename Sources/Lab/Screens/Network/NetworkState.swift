import Kernels
import Networks

/// State of the Network screen: the chosen architecture and its widths.
struct NetworkState: Sendable {
  /// The parts that Tab cycles through.
  enum Part: Int, CaseIterable, Sendable { case architectures, widths, recipe }

  /// Result of a short measurement on this machine.
  struct Measurement: Equatable, Sendable {
    let network: String
    let widths: [Int]
    let batchSize: Int
    let secondsPerStep: Double
    /// Seconds of each layer's passes in a step.
    let layerSeconds: [Double]
  }

  private(set) var architectures: [any Architecture]
  private(set) var selected = 0
  private var editors: [WidthEditor]
  var part = Part.architectures
  private(set) var image = MapShape(3, 32, 32)
  private(set) var classes = 10
  private(set) var outline: NetworkOutline
  /// Parameters of all architectures with their current widths.
  private(set) var totals: [Int]
  var measurement: Measurement?
  /// Whether differences to the last run are shown.
  var showsDifference = false
  /// Whether the schedule takes the place of the layers.
  var showsSchedule = false
  var layerScroll = 0
  var layout = NetworkLayout()

  init(architectures: [any Architecture] = Architectures.all) {
    self.architectures = architectures
    editors = architectures.map { WidthEditor($0) }
    outline = NetworkOutline(
      architectures[0], widths: architectures[0].defaultWidths, image: image, classes: classes)
    totals = []
    totals = architectures.indices.map { outline(of: $0).parameters }
  }

  var architecture: any Architecture { architectures[selected] }
  var editor: WidthEditor { editors[selected] }
  var widths: [Int] { editor.widths }

  /// The measurement, if it is of the current network.
  func measured(batchSize: Int) -> Measurement? {
    guard let measurement, measurement.network == architecture.name, measurement.widths == widths,
      measurement.batchSize == batchSize
    else { return nil }
    return measurement
  }

  private func outline(of index: Int) -> NetworkOutline {
    NetworkOutline(architectures[index], widths: editors[index].widths, image: image, classes: classes)
  }

  mutating func select(_ index: Int) {
    selected = min(max(index, 0), architectures.count - 1)
    layerScroll = 0
    refresh()
  }

  /// Chooses the architecture of that name, in any case, with these widths; false: there is none.
  @discardableResult mutating func pick(_ name: String, widths: [Int]? = nil) -> Bool {
    guard let index = architectures.firstIndex(where: { $0.name.lowercased() == name.lowercased() }) else {
      return false
    }
    select(index)
    if let widths { edit { $0.replace(with: widths) } }
    return true
  }

  /// Picks an architecture, which joins the others where it is a text of its own.
  mutating func pick(_ architecture: any Architecture, widths: [Int]?) {
    let digest = architecture.text?.layersDigest
    let known = architectures.firstIndex { $0.name == architecture.name && $0.text?.layersDigest == digest }
    if known == nil {
      architectures.append(architecture)
      editors.append(WidthEditor(architecture))
      totals.append(outline(of: architectures.count - 1).parameters)
    }
    select(known ?? architectures.count - 1)
    if let widths { edit { $0.replace(with: widths) } }
  }

  mutating func edit(_ change: (inout WidthEditor) -> Void) {
    change(&editors[selected])
    refresh()
  }

  /// Adapts the widths that are determined by the data.
  mutating func fit(image: MapShape, classes: Int) {
    guard image != self.image || classes != self.classes else { return }
    self.image = image
    self.classes = classes
    for index in architectures.indices {
      let fixed = architectures[index].fixedWidths(image: image, classes: classes)
      var new = editors[index].widths
      if let first = fixed.first { new[0] = first }
      if let last = fixed.last { new[new.count - 1] = last }
      editors[index].replace(with: new)
    }
    totals = architectures.indices.map { outline(of: $0).parameters }
    refresh()
  }

  private mutating func refresh() {
    outline = outline(of: selected)
    totals[selected] = outline.parameters
  }
}
