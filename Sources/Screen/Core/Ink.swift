/// A colour with 8 bits a channel, in sRGB.
package struct RGB: Hashable, Sendable {
  /// Red.
  package var red: UInt8
  /// Green.
  package var green: UInt8
  /// Blue.
  package var blue: UInt8

  /// From its channels.
  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// From the lower 24 bits, red on top.
  package init(hex: UInt32) {
    self.init(UInt8(truncatingIfNeeded: hex >> 16), UInt8(truncatingIfNeeded: hex >> 8), UInt8(truncatingIfNeeded: hex))
  }

  /// The 24 bits, red on top.
  package var hex: UInt32 { UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue) }
}

/// What a colour is for. Which colour that is, the theme says.
package enum Role: UInt8, CaseIterable, Sendable {
  case background, text, muted, disabled, title, accent, key
  case border, focus, selection, selectionText
  case tab, tabActive
  case good, warning, error
  case trainLoss, validLoss, accuracy, learningRate, smoothed, raw
  case grid, mark, cursor
  case barFill, barTrack
  case series1, series2, series3, series4, series5, series6

  /// As theme files call it.
  package var name: String { String(describing: self) }

  /// The colours of overlaid curves, in order, again from the first after the last.
  package static func series(_ index: Int) -> Role {
    Role(rawValue: Role.series1.rawValue + UInt8(index % 6)) ?? .series1
  }
}

/// A run of colours from low to high.
package enum Gradient: UInt8, CaseIterable, Sendable {
  /// Shares and counts: a confusion matrix.
  case heat

  /// As theme files call it.
  package var name: String { String(describing: self) }
}

/// What a cell is painted with.
package enum Ink: Hashable, Sendable {
  /// What stands there already.
  case clear
  /// The theme's colour for a purpose.
  case role(Role)
  /// The theme's colour at a position of a gradient: 0 its start, 255 its end.
  case gradient(Gradient, UInt8)
  /// This colour exactly: the pixels of an image.
  case rgb(RGB)

  /// The gradient at `share` of its length, limited to 0…1.
  package static func gradient(_ gradient: Gradient, share: Double) -> Ink {
    .gradient(gradient, share.isNaN ? 0 : UInt8((min(max(share, 0), 1) * 255).rounded()))
  }
}

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
