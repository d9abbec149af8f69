/// The colours of all roles and gradients.
package struct Theme: Equatable, Sendable {
  /// What options and settings choose it by.
  package let name: String
  package let about: String
  /// Whether its background is darker than its text.
  package let isDark: Bool
  /// By name of role.
  private let colours: [String: Colour]
  /// 256 colours each, in the order of `Gradient.allCases`.
  private let gradients: [[RGB]]

  /// Those of `base` stand in for what the file lacks.
  init(_ file: ThemeFile, over base: Theme?) {
    name = file.name
    about = file.about
    isDark = file.isDark
    colours = (base?.colours ?? [:]).merging(file.roles.compactMapValues { Colour($0) }) { _, own in own }
    gradients = Gradient.allCases.enumerated().map { index, gradient in
      file.stops(gradient).map(Theme.spread) ?? base?.gradients[index] ?? Theme.spread([RGB(0, 0, 0)])
    }
  }

  /// Light grey for a role that neither the file nor the built-in theme of its appearance names.
  package subscript(role: Role) -> Colour { colours[role.name] ?? .palette(7) }

  /// A clear ink has the colour of the background.
  package func colour(of ink: Ink) -> Colour {
    switch ink {
    case .clear: self[.background]
    case .role(let role): self[role]
    case .gradient(let gradient, let position): .rgb(gradients[Int(gradient.rawValue)][Int(position)])
    case .rgb(let colour): .rgb(colour)
    }
  }

  /// 256 colours, interpolated between the stops.
  private static func spread(_ stops: [RGB]) -> [RGB] {
    precondition(!stops.isEmpty, "A gradient has at least one colour.")
    return (0..<256).map { index in
      let position = Double(index) / 255 * Double(stops.count - 1)
      let lower = min(Int(position), max(0, stops.count - 2))
      let upper = min(lower + 1, stops.count - 1)
      let share = position - Double(lower)
      func mix(_ channel: KeyPath<RGB, UInt8>) -> UInt8 {
        let (from, to) = (Double(stops[lower][keyPath: channel]), Double(stops[upper][keyPath: channel]))
        return UInt8((from + (to - from) * share).rounded())
      }
      return RGB(mix(\.red), mix(\.green), mix(\.blue))
    }
  }
}
