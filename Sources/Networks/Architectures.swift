import NetworkTexts

/// The architectures that the lab knows.
package enum Architectures {
  /// In the order of the article; what is not from there comes last, and then what is a text.
  package static let all: [any Architecture] =
    [SimpleNet(), ConvNet(), ConvNet2(), ConvBnNet(), ConvBnNet2(), Resnet(), Resnet2(), BatchNormNet()] + texts

  private static let texts: [any Architecture] = BuiltInNetworks.texts.map { bytes in
    guard let text = try? NetworkText(bytes: bytes) else { fatalError("a built-in text cannot be read") }
    return TextArchitecture(text)
  }

  /// Those of the article.
  package static let ofArticle = all.filter { $0.publishedAccuracy != nil }

  /// The architecture of that name, in any case.
  package static func named(_ name: String) throws(NetworkError) -> any Architecture {
    for architecture in all where architecture.name.lowercased() == name.lowercased() { return architecture }
    throw .unknownArchitecture(name, known: all.map(\.name))
  }
}
