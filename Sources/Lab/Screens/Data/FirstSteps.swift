import Screen

/// For somebody who sees drawn figures because no images were found: the way to real ones, and the next screens.
struct FirstSteps: Widget {
  static let height = 2
  let state: LabState

  func draw(into buffer: inout Buffer, in rect: Rect, _ context: RenderContext) {
    for (index, line) in lines.enumerated() {
      var spans: [Span] = []
      for (key, text) in line {
        spans.append(Span(spans.isEmpty ? "" : "   "))
        spans += [Span(key, Style(.key, .bold)), Span(" \(text)", Style(index == 0 ? .text : .muted))]
      }
      buffer.write(spans, x: rect.x + 1, y: rect.y + index, width: rect.width - 1)
    }
  }

  private var lines: [[(key: String, text: String)]] {
    [
      [real, ("\(state.keyName(.commandLine))data PATH", "your own")].compactMap(\.self),
      [
        (network, "network"), ("\(network) \(state.keyName(.train))", "train it"),
        ("\(network) \(state.keyName(.find))", "find its learning rate"), (state.keyName(.help), "all keys"),
      ],
    ]
  }

  private var network: String { state.keyName(of: .network) }

  /// How the first source with real pictures is had; nil while none is known.
  private var real: (key: String, text: String)? {
    guard let entry = state.data.sources.first(where: { $0.availability != .builtIn }) else { return nil }
    let verb = entry.availability == .fetchable ? "fetches" : "loads"
    return ("\(state.keyName(.nextPart)) \(state.keyName(.load))", "\(verb) real images, \(entry.title)")
  }
}
