import Experiments
import Foundation
import Listing
import Screen

/// The list of all columns, to choose which of them the table has.
struct RunsColumnPicker: Equatable, Sendable {
  private(set) var selected = 0

  mutating func move(by offset: Int) { selected = min(max(selected + offset, 0), RunColumn.all.count - 1) }

  var column: RunColumn { RunColumn.all[selected] }
}

extension LabState {
  /// Shows or hides the column under the cursor of the list.
  mutating func toggleRunColumn() -> [Effect] {
    guard let column = runs.picker?.column else { return [] }
    let shown = runs.chosen ?? runs.layout.columns.map(\.column)
    guard shown != [column] else {
      say("the last column stays")
      return []
    }
    let isShown = shown.contains(column)
    return choose(RunColumn.all.filter { $0 == column ? !isShown : shown.contains($0) })
  }

  /// Takes these columns from now on, nil the most telling ones, and remembers them for this folder of runs.
  mutating func choose(_ columns: [RunColumn]?) -> [Effect] {
    runs.chosen = columns
    settings.remember(columns?.map(\.key), of: runs.root)
    return saveSettings()
  }

  /// The columns that were chosen for this folder of runs in an earlier session.
  mutating func takeRememberedColumns() {
    let columns = settings.columns(of: runs.root).compactMap { key in RunColumn.all.first { $0.key == key } }
    runs.chosen = columns.isEmpty ? nil : columns
  }
}

extension Settings {
  private static let rememberedFolders = 50

  static func key(_ root: String) -> String { URL(fileURLWithPath: root).standardizedFileURL.path }

  func columns(of root: String) -> [String] { runColumns?[Self.key(root)] ?? [] }

  /// nil: forgets them.
  mutating func remember(_ columns: [String]?, of root: String) {
    var all = runColumns ?? [:]
    all[Self.key(root)] = columns
    if all.count > Self.rememberedFolders, let other = all.keys.sorted().first(where: { $0 != Self.key(root) }) {
      all[other] = nil
    }
    runColumns = all.isEmpty ? nil : all
  }
}

/// Draws the list.
struct RunsColumnPickerView: Widget {
  let state: LabState
  let picker: RunsColumnPicker
  private var runs: RunsState { state.runs }

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    let chosenBy = runs.chosen == nil ? "automatic" : "chosen"
    let note = "\(chosenBy) · \(state.keyName(.showOrHide)) shows or hides"
    let inner = buffer.frame(rect, title: "columns", note: note, focused: true).inset(columns: 1)
    let shown = Set(runs.layout.columns.map(\.column.key))
    let chosen = Set(runs.chosen?.map(\.key) ?? [])
    // The column of titles is as wide as those that are visible.
    let top = Scroll.top(selection: picker.selected, count: RunColumn.all.count, visible: inner.height)
    let width = RunColumn.all.dropFirst(top).prefix(inner.height).map(\.title.count).max() ?? 0
    let items = RunColumn.all.map { column -> [Span] in
      let isOn = shown.contains(column.key) || chosen.contains(column.key)
      let padding = String(repeating: " ", count: max(0, width - column.title.count))
      let example = runs.selected.map { $0[column].text } ?? ""
      let room = isOn && !shown.contains(column.key) ? "no room · " : ""
      return [
        Span(isOn ? "[x] " : "[ ] ", Style(isOn ? .accent : .muted)), Span(column.title + padding + "  "),
        Span(room + example, Style(.muted)),
      ]
    }
    buffer.draw(ItemList(items, selection: picker.selected), in: inner, context)
  }
}
