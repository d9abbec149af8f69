import Networks
import Screen

/// The line of a layer being typed.
enum LayerLineField: TypedField {
  case change(Int)
  case add(below: Int)

  private var line: Int {
    switch self {
    case .change(let line), .add(let line): line
    }
  }

  private var isBelow: Bool { if case .add = self { true } else { false } }

  /// Index of the line that is typed.
  var index: Int { isBelow ? line + 1 : line }

  /// A line as it is typed: one space between two words, the comment as it is.
  static func text(_ line: String) -> String {
    let body = line.prefix { $0 != "#" }
    let words = body.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
    let comment = line.dropFirst(body.count)
    return comment.isEmpty ? words : words.isEmpty ? String(comment) : "\(words)  \(comment)"
  }

  private func change(_ text: String, _ state: LabState) -> LayerLines.Change {
    LayerLines(state.network.editor.draft).typed(text, at: line, below: isBelow)
  }

  func typed(_ text: String, in state: inout LabState) {
    state.network.offered = []
    state.network.preview(change(text, state).lines)
  }

  func left(in state: inout LabState) {
    state.network.offered = []
    state.network.hasExplainedLines = true
    state.network.preview(nil)
  }

  var completes: Bool { true }

  func complete(_ line: inout TextInput, in state: inout LabState) {
    let completion = LayerCompletion(line.beforeCursor, widths: state.network.widths.count)
    let fitting = completion.fitting
    guard !fitting.isEmpty else {
      state.network.offered = completion.words
      return
    }
    line.complete(completion.begun, with: completion.common)
    if fitting.count == 1, !completion.common.hasSuffix("=") { line.insert(" ") }
    state.network.preview(change(line.text, state).lines)
    state.network.offered = fitting.count > 1 ? fitting : []
  }

  func take(_ text: String, in state: inout LabState) -> Result<[Effect], InputError> {
    let text = text.trimmed
    guard !text.isEmpty || isBelow else {
      return .failure(InputError("an empty line is no layer; \(state.keyName(.takeOut)) takes this one out"))
    }
    guard !text.isEmpty else { return .success([]) }
    if let error = refusal(text, state) { return .failure(error) }
    let change = change(text, state)
    if let error = NetworkReading(change.lines).problem, error.line == change.cursor + 1 {
      let remedy = error.remedy.map { "; \($0)" } ?? ""
      return .failure(InputError("column \(error.column): \(error.reason)\(remedy)"))
    }
    state.network.cursor = LayerCursor(line: change.cursor)
    state.network.edit { $0.take(change.lines) }
    return .success([])
  }

  /// A line that begins or ends a block is more than a line.
  private func refusal(_ text: String, _ state: LabState) -> InputError? {
    guard case .change(let line) = self else { return nil }
    let layers = LayerLines(state.network.editor.draft)
    guard let block = layers.block(at: line) else { return nil }
    let role = LayerLines([text]).roles[0]
    let isSame = role == layers.roles[line]
    let beginsShortcut = layers.roles[line] == .closes && role == .divides && block.divides == nil
    return isSame || beginsShortcut
      ? nil
      : InputError(
        "this line holds a block together: \(state.keyName(.block)) takes the block away from around its layers")
  }
}
