/// The colours of all roles and gradients.
package struct Theme: Equatable, Sendable {
  /// The name that options and settings choose it by.
  package let name: String
  /// One line about it.
  package let about: String
  /// Whether its background is darker than its text.
  package let isDark: Bool
  private let roles: [Colour]
  private let gradients: [[RGB]]

  /// `roles` has a colour for each role, `gradients` at least one colour for each gradient, in the order of their cases.
  init(name: String, about: String, isDark: Bool, roles: [Colour], gradients: [[RGB]]) {
    precondition(roles.count == Role.allCases.count, "A theme has a colour for each role.")
    self.name = name
    self.about = about
    self.isDark = isDark
    self.roles = roles
    self.gradients = gradients.map(Theme.spread)
  }

  /// The colour of a role.
  package subscript(role: Role) -> Colour { roles[Int(role.rawValue)] }

  /// The colour of an ink; of a clear one that of the background.
  package func colour(of ink: Ink) -> Colour {
    switch ink {
    case .clear: self[.background]
    case .role(let role): self[role]
    case .gradient(let gradient, let position): .rgb(gradients[Int(gradient.rawValue)][Int(position)])
    case .rgb(let colour): .rgb(colour)
    }
  }

  /// 256 colours at equal distances along the stops.
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
