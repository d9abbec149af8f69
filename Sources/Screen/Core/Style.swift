/// How a cell looks: two inks and the terminal's attributes.
package struct Style: Hashable, Sendable {
  /// The terminal's ways to emphasise.
  package struct Attributes: OptionSet, Hashable, Sendable {
    /// The bits.
    package let rawValue: UInt8
    /// From the bits.
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Heavier, or brighter.
    package static let bold = Attributes(rawValue: 1)
    /// With a line beneath.
    package static let underline = Attributes(rawValue: 2)
    /// Foreground and background exchanged.
    package static let reverse = Attributes(rawValue: 4)
    /// Paler.
    package static let dim = Attributes(rawValue: 8)
  }

  /// Of the glyph.
  package var foreground: Ink
  /// Behind the glyph.
  package var background: Ink
  /// Emphasis.
  package var attributes: Attributes

  /// Of any two inks.
  package init(foreground: Ink, background: Ink = .clear, attributes: Attributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// A role's colour on what stands there, or on another role's.
  package init(_ role: Role, on background: Role? = nil, _ attributes: Attributes = []) {
    self.init(
      foreground: .role(role), background: background.map { .role($0) } ?? .clear, attributes: attributes)
  }

  /// A role's colour on what stands there, emphasised.
  package init(_ role: Role, _ attributes: Attributes) { self.init(role, on: nil, attributes) }

  /// Plain text.
  package static let text = Style(.text)
  /// The row or entry that the keys act on. Reversed where there are no colours.
  package static let selection = Style(.selectionText, on: .selection)

  /// The same, bold.
  package var bold: Style { with(.bold) }

  /// The same with more attributes.
  package func with(_ more: Attributes) -> Style {
    Style(foreground: foreground, background: background, attributes: attributes.union(more))
  }
}
