/// Two inks and the terminal's attributes.
package struct Style: Hashable, Sendable {
  package struct Attributes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let bold = Attributes(rawValue: 1)
    package static let underline = Attributes(rawValue: 2)
    package static let reverse = Attributes(rawValue: 4)
    package static let dim = Attributes(rawValue: 8)
  }

  package var foreground: Ink
  package var background: Ink
  package var attributes: Attributes

  package init(foreground: Ink, background: Ink = .clear, attributes: Attributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// Without a background, on the one that is there.
  package init(_ role: Role, on background: Role? = nil, _ attributes: Attributes = []) {
    self.init(
      foreground: .role(role), background: background.map { .role($0) } ?? .clear, attributes: attributes)
  }

  package init(_ role: Role, _ attributes: Attributes) { self.init(role, on: nil, attributes) }

  package static let text = Style(.text)
  /// The row or item that the keys act on; reversed where there are no colours.
  package static let selection = Style(.selectionText, on: .selection)

  package var bold: Style { with(.bold) }

  package func with(_ more: Attributes) -> Style {
    Style(foreground: foreground, background: background, attributes: attributes.union(more))
  }
}
