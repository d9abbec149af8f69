import Kernels
import Networks

/// State of the Network screen: the networks, and the chosen one with its widths and layers.
struct NetworkState: Sendable {
  /// The parts that Tab cycles through.
  enum Part: Int, CaseIterable, Sendable { case architectures, widths, layers, recipe }

  /// What stands in the place of the layers.
  enum Pane: CaseIterable, Sendable { case layers, stages, schedule, difference }

  /// Result of a short measurement on this machine.
  struct Measurement: Equatable, Sendable {
    /// Its name, with a digest where it is an edited one.
    let network: String
    let widths: [Int]
    let batchSize: Int
    let secondsPerStep: Double
    /// Seconds of each layer's passes in a step.
    let layerSeconds: [Double]
  }

  private(set) var editors: [NetworkEditor]
  private(set) var selected = 0
  var part = Part.architectures { didSet { if part != .layers { cursor.anchor = nil } } }
  private(set) var image = MapShape(3, 32, 32)
  private(set) var classes = 10
  private(set) var outline: NetworkOutline
  /// Parameters of all networks with their current widths.
  private(set) var totals: [Int]
  var measurement: Measurement?
  var pane = Pane.layers
  /// Rows of the table of layers above the first that is shown, while no line is chosen in it.
  var layerScroll = 0
  /// The line that keys act on.
  var cursor = LayerCursor()
  /// What the layers are to be put back from.
  var taken: [String] = []
  /// Whether it has been said what a line of a layer is.
  var hasExplainedLines = false
  /// What tab offers for the line being typed.
  var offered: [String] = []
  var layout = NetworkLayout()

  init(architectures: [any Architecture] = Architectures.all) {
    editors = architectures.map { NetworkEditor($0) }
    outline = NetworkOutline(editors[0])
    totals = editors.map { NetworkOutline($0).parameters }
    showFirstLine()
  }

  var architectures: [any Architecture] { editors.map(\.architecture) }
  var editor: NetworkEditor { editors[selected] }
  var architecture: any Architecture { editor.architecture }
  var widths: [Int] { editor.widths }

  /// The measurement, if it is of the current network.
  func measured(as network: String, batchSize: Int) -> Measurement? {
    guard let measurement, measurement.network == network, measurement.widths == widths,
      measurement.batchSize == batchSize
    else { return nil }
    return measurement
  }

  mutating func select(_ index: Int) {
    selected = min(max(index, 0), editors.count - 1)
    layerScroll = 0
    refresh()
    showFirstLine()
  }

  private mutating func showFirstLine() { cursor = LayerCursor(line: LayerLines(editor.shown.lines).first) }

  /// Chooses the architecture of that name, in any case, with these widths; false: there is none.
  @discardableResult mutating func pick(_ name: String, widths: [Int]? = nil) -> Bool {
    let wanted = name.lowercased()
    let index =
      architectures.firstIndex { $0.name.lowercased() == wanted }
      ?? editors.firstIndex { $0.base.name.lowercased() == wanted }
    guard let index else { return false }
    select(index)
    if let widths { edit { $0.replace(with: widths) } }
    return true
  }

  /// Picks an architecture, which joins the others where it is a text of its own.
  mutating func pick(_ architecture: any Architecture, widths: [Int]?) {
    let digest = architecture.text?.layersDigest
    let known = architectures.firstIndex { $0.name == architecture.name && $0.text?.layersDigest == digest }
    if known == nil { join(NetworkEditor(architecture)) }
    select(known ?? editors.count - 1)
    if let widths { edit { $0.replace(with: widths) } }
  }

  private mutating func join(_ editor: NetworkEditor) {
    var editor = editor
    editor.fit(image: image, classes: classes)
    editors.append(editor)
    totals.append(NetworkOutline(editor).parameters)
  }

  mutating func edit(_ change: (inout NetworkEditor) -> Void) {
    change(&editors[selected])
    refresh()
  }

  /// Shows what would follow from other lines; nil: from those that there are.
  mutating func preview(_ lines: [String]?) {
    outline = lines.map { NetworkOutline(NetworkReading($0), editor) } ?? NetworkOutline(editor)
  }

  /// Adapts the widths that are determined by the data.
  mutating func fit(image: MapShape, classes: Int) {
    guard image != self.image || classes != self.classes else { return }
    self.image = image
    self.classes = classes
    for index in editors.indices { editors[index].fit(image: image, classes: classes) }
    totals = editors.map { NetworkOutline($0).parameters }
    refresh()
  }

  private mutating func refresh() {
    outline = NetworkOutline(editor)
    totals[selected] = outline.parameters
    cursor.line = min(max(cursor.line, outline.lines.first?.index ?? 0), outline.lines.last?.index ?? 0)
  }
}

extension NetworkState {
  /// Takes what stands in the user's files now. What has been edited here stays.
  mutating func take(_ files: [UserNetwork]) {
    let gone = editors.indices.filter { index in
      let editor = editors[index]
      return editor.file.map { file in !files.contains { $0.path == file } } == true && !editor.isEdited
        && index != selected
    }
    for index in gone.reversed() {
      editors.remove(at: index)
      totals.remove(at: index)
      if index < selected { selected -= 1 }
    }
    for file in files {
      guard let index = editors.firstIndex(where: { $0.file == file.path }) else {
        join(NetworkEditor(file.architecture, file: file.path))
        continue
      }
      let isKnown = editors[index].base.text == file.architecture.text
      if !isKnown, !editors[index].isEdited { replace(index, with: NetworkEditor(file.architecture, file: file.path)) }
    }
    refresh()
  }

  private mutating func replace(_ index: Int, with editor: NetworkEditor) {
    var editor = editor
    editor.fit(image: image, classes: classes)
    editors[index] = editor
    totals[index] = NetworkOutline(editor).parameters
  }

  /// What is edited stands in a file from now on. What it was made from stays in the list as it was.
  mutating func saved(_ network: UserNetwork, lines: [String]) {
    // It may have been edited further, or another one chosen, while it was written.
    guard editor.draft == lines else { return join(NetworkEditor(network.architecture, file: network.path)) }
    if editor.file == network.path {
      edit { $0.saved(network.architecture, in: network.path) }
      return
    }
    if editor.isEdited { edit { $0.reset() } }
    if let index = editors.firstIndex(where: { $0.file == network.path }) {
      replace(index, with: NetworkEditor(network.architecture, file: network.path))
      select(index)
    } else {
      join(NetworkEditor(network.architecture, file: network.path))
      select(editors.count - 1)
    }
  }
}

extension LabState {
  /// A question before the lab is left, where something edited stands nowhere.
  var editedQuestion: String? {
    let names = network.editors.filter(\.isEdited).map(\.architecture.name)
    guard let first = names.first else { return nil }
    let what = names.count == 1 ? "\(first) has been edited and is" : "\(names.count) networks have been edited and are"
    return "\(what) not saved; \(keyName(.save)) on the Network screen does that. Quit without?"
  }
}
