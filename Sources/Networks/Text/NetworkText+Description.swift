extension NetworkText: CustomStringConvertible {
  /// The text as it is written: labels of siblings one below the other, two spaces for each block around a layer.
  package var description: String {
    var blocks: [Int] = []
    let widths = labelWidths
    return lines.indices.map { index in
      let line = lines[index]
      var text: String
      switch line.content {
      case .blank: text = ""
      case .network(let name): text = "network \(name)"
      case .about(let about): text = about.isEmpty ? "about" : "about   \(about)"
      case .widths(let widths): text = "widths  " + widths.map(String.init).joined(separator: " ")
      case .recipe(let settings): text = "recipe  " + settings.map(Self.text).joined(separator: " ")
      case .layer(let layer):
        text = Self.text(layer.label, [layer.kind] + layer.arguments, widths[index], depth: blocks.count)
      case .block(let label, let kind):
        text = Self.text(label, [kind, Word("{")], widths[index], depth: blocks.count)
        blocks.append(index)
      case .shortcut: text = Self.indent(blocks.count - 1) + "} shortcut {"
      case .end:
        blocks.removeLast()
        text = Self.indent(blocks.count) + "}"
      }
      if let comment = line.comment { text += (text.isEmpty ? "" : "  ") + "#" + comment }
      return text + "\n"
    }.joined()
  }

  private static func text(_ setting: Setting) -> String {
    let isPlain = setting.value.allSatisfy { !" \t#{}".contains($0) }
    return isPlain ? "\(setting.name.text)=\(setting.value)" : "\(setting.name.text)=\"\(setting.value)\""
  }

  private static func text(_ label: Word?, _ words: [Word], _ width: Int, depth: Int) -> String {
    let label = label?.text ?? ""
    let column = width == 0 ? "" : label + String(repeating: " ", count: width + 1 - label.count)
    return indent(depth) + column + words.map(\.text).joined(separator: " ")
  }

  private static func indent(_ depth: Int) -> String { String(repeating: "  ", count: depth) }

  /// For each line the length of the longest label among the layers beside it.
  private var labelWidths: [Int] {
    var widths = Array(repeating: 0, count: lines.count)
    var open: [[Int]] = [[]]
    func close(_ siblings: [Int]) {
      let longest = siblings.map { labelLength($0) }.max() ?? 0
      for index in siblings { widths[index] = longest }
    }
    for (index, line) in lines.enumerated() {
      switch line.content {
      case .blank, .network, .about, .widths, .recipe: break
      case .layer: open[open.count - 1].append(index)
      case .block:
        open[open.count - 1].append(index)
        open.append([])
      case .shortcut:
        close(open.removeLast())
        open.append([])
      case .end: close(open.removeLast())
      }
    }
    open.forEach(close)
    return widths
  }

  private func labelLength(_ index: Int) -> Int {
    switch lines[index].content {
    case .layer(let layer): layer.label?.text.count ?? 0
    case .block(let label, _): label?.text.count ?? 0
    default: 0
    }
  }
}
