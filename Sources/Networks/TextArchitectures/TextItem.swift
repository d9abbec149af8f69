import Kernels

/// A layer with its place in the text.
enum TextItem: Sendable {
  case layer(NetworkText.LayerLine, line: Int)
  case block(label: NetworkText.Word?, kind: NetworkText.Word, line: Int, body: [TextItem], shortcut: [TextItem])

  /// The layers of a text, which is known to be whole.
  static func items(of text: NetworkText) -> [TextItem] {
    var lines = text.lines.enumerated().makeIterator()
    return siblings(&lines).items
  }

  private static func siblings(
    _ lines: inout EnumeratedSequence<[NetworkText.Line]>.Iterator
  ) -> (items: [TextItem], hasShortcut: Bool) {
    var items: [TextItem] = []
    while let (index, line) = lines.next() {
      switch line.content {
      case .blank, .network, .about, .widths, .recipe: continue
      case .layer(let layer): items.append(.layer(layer, line: index))
      case .block(let label, let kind):
        let (body, hasShortcut) = siblings(&lines)
        let shortcut = hasShortcut ? siblings(&lines).items : []
        items.append(.block(label: label, kind: kind, line: index, body: body, shortcut: shortcut))
      case .shortcut: return (items, true)
      case .end: return (items, false)
      }
    }
    return (items, false)
  }

  /// The label, or else the index among the siblings.
  private func name(_ index: Int) -> String {
    switch self {
    case .layer(let layer, _): layer.label?.text ?? "\(index)"
    case .block(let label, _, _, _, _): label?.text ?? "\(index)"
    }
  }

  /// A layer for each item, or, joined, fewer.
  static func layers(_ items: [TextItem], widths: [Int], classes: Int, joins: Bool) -> [NamedLayer] {
    let layers = items.enumerated().map { index, item in
      let kind: any LayerKind
      switch item {
      case .layer(let line, _):
        guard let written = try? WrittenKinds.make(line, widths: widths, classes: classes) else {
          fatalError("a line was read that is no layer: \(line)")
        }
        kind = written
      case .block(_, _, _, let body, let shortcut):
        kind = Residual(
          Self.layers(body, widths: widths, classes: classes, joins: joins),
          shortcut: Self.layers(shortcut, widths: widths, classes: classes, joins: joins))
      }
      return NamedLayer(item.name(index), kind)
    }
    return joins ? layers.joined() : layers
  }

  /// The full name of each layer, and where its kind stands.
  static func places(_ items: [TextItem]) -> [(name: String, line: Int, column: Int)] {
    items.enumerated().flatMap { index, item -> [(name: String, line: Int, column: Int)] in
      let name = item.name(index)
      switch item {
      case .layer(let layer, let line): return [(name, line, layer.kind.column)]
      case .block(_, let kind, let line, let body, let shortcut):
        let inside = places(body) + places(shortcut).map { ("shortcut.\($0.name)", $0.line, $0.column) }
        return [(name, line, kind.column)] + inside.map { ("\(name).\($0.name)", $0.line, $0.column) }
      }
    }
  }

  /// What follows from each item over maps of `input`, up to the first that they do not fit, and what comes out of the
  /// last, if they all fit.
  static func rows(
    _ items: [TextItem], widths: [Int], classes: Int, over input: MapShape
  ) -> (rows: [TextArchitecture.Row], output: MapShape?) {
    var rows: [TextArchitecture.Row] = []
    var maps = input
    for (item, layer) in zip(items, layers(items, widths: widths, classes: classes, joins: false)) {
      let line: Int
      switch item {
      case .layer(_, let index): line = index
      case .block(_, _, let index, let body, let shortcut):
        line = index
        rows += Self.rows(body, widths: widths, classes: classes, over: maps).rows
        rows += Self.rows(shortcut, widths: widths, classes: classes, over: maps).rows
      }
      guard let spec = try? LayerSpec(layer, maps) else { return (rows, nil) }
      rows.append(TextArchitecture.Row(line: line, spec: spec))
      maps = spec.output
    }
    return (rows, maps)
  }
}

extension [NamedLayer] {
  /// The same layers, where those whose work one pass can do are one, which has the name of the first.
  func joined() -> [NamedLayer] {
    reduce(into: []) { layers, next in
      if let last = layers.last, let kind = last.kind.followed(by: next.kind) {
        layers[layers.count - 1] = NamedLayer(last.kind is Flatten ? next.name : last.name, kind)
      } else {
        layers.append(next)
      }
    }
  }
}
