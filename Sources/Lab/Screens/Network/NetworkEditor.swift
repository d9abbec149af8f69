import Kernels
import Networks

/// A network being edited, its widths and its layers: what it was, what it is now, and all between.
struct NetworkEditor: Sendable {
  /// The network at one moment.
  enum Version: Equatable, Sendable {
    /// As it was, with these widths.
    case own(widths: [Int])
    /// As lines of text.
    case text([String])
  }

  /// What it was before it was edited.
  private(set) var base: any Architecture
  /// The user's file that this stands in.
  private(set) var file: String?
  private(set) var history: UndoHistory<Version>
  /// Index of the width that the next change affects.
  private(set) var cursor: Int
  /// What it is now; where its lines cannot be read, what they were before.
  private(set) var architecture: any Architecture
  private(set) var widths: [Int]
  /// The lines of a network that has been edited.
  private(set) var reading: NetworkReading?
  private(set) var image = MapShape(3, 32, 32)
  private(set) var classes = 10
  /// The widths of the last version that was as it was.
  private var ownWidths: [Int]

  init(_ architecture: any Architecture, file: String? = nil) {
    base = architecture
    self.file = file
    self.architecture = architecture
    widths = architecture.defaultWidths
    ownWidths = architecture.defaultWidths
    history = UndoHistory(.own(widths: architecture.defaultWidths))
    cursor = max(0, min(1, architecture.defaultWidths.count - 1))
  }

  /// Whether nothing has been changed.
  var isDefault: Bool { history.value == .own(widths: base.defaultWidths) }
  /// Whether its layers have been edited.
  var isEdited: Bool { reading != nil }
  /// Whether the widths go without saying.
  var hasUsualWidths: Bool { widths == architecture.defaultWidths }

  mutating func set(_ version: Version) {
    history.set(version)
    refresh()
  }

  mutating func undo() {
    history.undo()
    refresh()
  }

  mutating func redo() {
    history.redo()
    refresh()
  }

  /// Back to what it was.
  mutating func reset() { set(.own(widths: base.defaultWidths)) }

  private mutating func refresh() {
    switch history.value {
    case .own(let widths):
      (architecture, reading) = (base, nil)
      (self.widths, ownWidths) = (widths, widths)
    case .text(let lines):
      let reading = NetworkReading(lines)
      self.reading = reading
      if reading.problem == nil, let text = reading.text {
        architecture = TextArchitecture(text, name: editedName)
        widths = text.widths
      }
    }
    move(by: 0)
  }

  mutating func move(by offset: Int) { move(to: cursor + offset) }
  mutating func move(to index: Int) { cursor = min(max(index, 0), max(widths.count - 1, 0)) }

  /// Takes the widths that follow from images and classes.
  mutating func fit(image: MapShape, classes: Int) {
    (self.image, self.classes) = (image, classes)
    guard case .own(var new) = history.value else { return }
    let fixed = base.fixedWidths(image: image, classes: classes)
    if let first = fixed.first { new[0] = first }
    if let last = fixed.last { new[new.count - 1] = last }
    set(.own(widths: new))
  }
}

extension NetworkEditor {
  /// Edited networks go by the name of what they were, with a star.
  private var editedName: String { base.name.hasSuffix("*") ? base.name : base.name + "*" }

  /// The text of what it was, which has a name; nil: no layers can be made with these widths.
  private var ownText: NetworkText? {
    do throws(NetworkError) {
      _ = try base.specs(ownWidths, image: image, classes: classes)
    } catch {
      if case .width = error { return nil }
    }
    return NetworkText(base, widths: ownWidths).named(base.name)
  }

  /// What it says, line by line, and what of that can be read.
  var shown: NetworkReading {
    reading ?? NetworkReading(ownText.map { NetworkReading.lines(of: $0) } ?? [])
  }

  /// The lines that a change starts from, under the name of an edited network.
  var draft: [String] {
    reading?.lines ?? ownText.map { NetworkReading.lines(of: $0.named(editedName)) } ?? []
  }

  /// Takes lines in place of those that there are. Those that say what it was are no change.
  mutating func take(_ lines: [String]) {
    let new = NetworkReading(lines)
    if new.problem == nil, let text = new.text, text.named(base.name) == ownText {
      set(.own(widths: ownWidths))
    } else {
      set(.text(new.lines))
    }
  }

  /// Other widths, of which there may be more or fewer.
  mutating func take(widths new: [Int]) {
    // The list of a text belongs to its layers.
    let isOfText = isEdited || (base.text != nil && new.count != widths.count)
    guard isOfText else { return set(.own(widths: new)) }
    let reading = NetworkReading(draft)
    guard reading.problem == nil, let text = reading.text else { return }
    guard text.widths.isEmpty else { return take(NetworkReading.lines(of: text.with(widths: new))) }
    let heads = LayerLines(reading.lines).roles.prefix { $0 == .head }.count
    var lines = reading.lines
    lines.insert("widths " + new.map(String.init).joined(separator: " "), at: min(heads, 1))
    take(lines)
  }

  /// It stands in a file from now on, by the text that it has there.
  mutating func saved(_ architecture: any Architecture, in file: String) {
    let old = ownText.map { NetworkReading.lines(of: $0) } ?? []
    history.rewrite { version in if case .own = version { .text(old) } else { version } }
    (base, self.file) = (architecture, file)
    ownWidths = architecture.defaultWidths
    set(.own(widths: architecture.defaultWidths))
  }
}
