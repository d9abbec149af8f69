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
