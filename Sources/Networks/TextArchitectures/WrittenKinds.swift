/// The kinds that a text may name.
package enum WrittenKinds {
  package static let all: [any WrittenKind.Type] = [
    Conv2d.self, Linear.self, BatchNorm2d.self, BnLayer.self, ReLU.self, LeakyReLU.self, GELU.self, SiLU.self,
    MaxPool2d.self, AvgPool2d.self, GlobalMaxPool.self, GlobalAveragePool.self, Dropout.self, Flatten.self, Scale.self,
  ]

  /// The word of a block, which is a kind with lines of its own.
  package static let block = "residual"
  package static let words = all.map { $0.word } + [block]

  /// How a line of a kind is written.
  package static func usage(_ word: String) -> String? {
    word == block ? "residual { … } shortcut { … }, where the shortcut may be left out" : named(word)?.usage
  }

  static func named(_ word: String) -> (any WrittenKind.Type)? { all.first { $0.word == word } }

  /// The kind of a line, with these widths and so many classes.
  static func make(
    _ line: NetworkText.LayerLine, widths: [Int], classes: Int
  ) throws(NetworkTextError) -> any WrittenKind {
    guard let type = named(line.kind.text) else {
      throw NetworkTextError(line.kind, "'\(line.kind.text)' is no kind of layer")
    }
    var words = try LayerWords(line, usage: type.usage, widths: widths, classes: classes)
    let kind = try type.init(&words)
    try words.finish()
    return kind
  }
}
