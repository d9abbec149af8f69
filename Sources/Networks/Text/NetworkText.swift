import Files

/// A network as text, a layer a line: what a file of it says, with comments and empty lines.
///
/// Two are the same where the same words stand in the same lines, whatever the spaces between them.
package struct NetworkText: Sendable, Hashable {
  /// One line.
  package struct Line: Sendable, Hashable {
    package var content: Content
    /// What stands behind the `#`, as it is written.
    package var comment: String?

    package init(_ content: Content, comment: String? = nil) {
      self.content = content
      self.comment = comment
    }
  }

  package enum Content: Sendable, Hashable {
    case blank
    case network(String)
    case about(String)
    case widths([Int])
    case recipe([Setting])
    case layer(LayerLine)
    /// `label residual {`.
    case block(label: Word?, kind: Word)
    /// `} shortcut {`.
    case shortcut
    /// `}`.
    case end
  }

  /// A setting of the network's own recipe, by the name of its option.
  package struct Setting: Sendable, Hashable {
    package let name: Word
    package let value: String

    package init(_ name: Word, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A layer that is no block.
  package struct LayerLine: Sendable, Hashable {
    package let label: Word?
    package let kind: Word
    package let arguments: [Word]

    package init(label: Word?, kind: Word, arguments: [Word]) {
      self.label = label
      self.kind = kind
      self.arguments = arguments
    }
  }

  /// A word of a line. Where it stands makes no difference to what it says.
  package struct Word: Sendable, Hashable {
    package let text: String
    /// Counted in characters, from 1.
    package let column: Int

    package init(_ text: String, column: Int = 1) {
      self.text = text
      self.column = column
    }

    package static func == (left: Word, right: Word) -> Bool { left.text == right.text }
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
  }

  package let lines: [Line]

  /// Lines that are known to be a network's.
  init(lines: [Line]) { self.lines = lines }
}

extension NetworkText {
  private func first<Value>(_ value: (Content) -> Value?) -> Value? {
    for line in lines { if let found = value(line.content) { return found } }
    return nil
  }

  package var name: String? { first { if case .network(let name) = $0 { name } else { nil } } }
  package var about: String? { first { if case .about(let text) = $0 { text } else { nil } } }
  /// Those called w1, w2, …; empty where there are none.
  package var widths: [Int] { first { if case .widths(let widths) = $0 { widths } else { nil } } ?? [] }
  package var recipe: [Setting] { first { if case .recipe(let settings) = $0 { settings } else { nil } } ?? [] }

  /// The same with other widths, of which there must be as many.
  package func with(widths: [Int]) -> NetworkText {
    changing { if case .widths = $0 { .widths(widths) } else { $0 } }
  }

  /// The same under another name.
  package func named(_ name: String) -> NetworkText {
    guard self.name != nil else { return NetworkText(lines: [Line(.network(name))] + lines) }
    return changing { if case .network = $0 { .network(name) } else { $0 } }
  }

  private func changing(_ change: (Content) -> Content) -> NetworkText {
    NetworkText(lines: lines.map { Line(change($0.content), comment: $0.comment) })
  }
}

/// What texts may ask for.
package enum NetworkTextLimits {
  package static let bytes = 65_536
  package static let lines = 1000
  /// Blocks inside of each other.
  package static let depth = 8
  package static let nameLength = 60
  static let kernel = 1...31
  static let stride = 1...64
  static let padding = 0...64
  /// Values of a layer's output for one image.
  static let mapValues = 1 << 26
  /// Multiply-adds of one layer for one image: sums over all layers stay far from the largest number.
  static let layerMACs = 1 << 50
  /// Values that all layers learn.
  static let parameters = 1 << 31
  /// Values of all outputs for one image.
  static let totalValues = 1 << 28
}

extension NetworkText {
  /// The same without comments and without some of its lines.
  private func without(_ isLeftOut: (Content) -> Bool) -> NetworkText {
    NetworkText(lines: lines.filter { !isLeftOut($0.content) }.map { Line($0.content) })
  }

  /// The same without remarks, comments and what it says of its training.
  package var withoutTraining: NetworkText {
    without { content in
      switch content {
      case .blank, .about, .recipe: true
      default: false
      }
    }
  }

  /// The same without name, remarks and comments: what it computes, and how it is trained.
  private var bare: NetworkText {
    without { content in
      switch content {
      case .blank, .network, .about: true
      default: false
      }
    }
  }

  /// Six letters that tell networks of one name apart: two of the same layers, widths and recipe have the same.
  package var layersDigest: String {
    let hex = String(CRC32C.checksum(bare.description.utf8), radix: 16)
    return String((String(repeating: "0", count: 8 - hex.count) + hex).suffix(6))
  }
}
