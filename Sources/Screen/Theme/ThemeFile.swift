/// What stands in a theme file: JSON5 with `name`, `about`, `appearance`, `roles`, and `gradients`.
struct ThemeFile {
  let name: String
  let about: String
  let isDark: Bool
  let roles: [String: String]
  let gradients: [String: [String]]

  /// Larger files are no themes.
  static let largestSize = 64 * 1024
  /// More colours than that no eye tells apart.
  private static let mostStops = 64

  init(_ bytes: [UInt8]) throws(ThemeProblem) {
    guard bytes.count <= Self.largestSize else { throw .tooLarge(bytes: bytes.count) }
    let value: JSON5
    do { value = try JSON5(bytes) } catch { throw .notATheme(reason: "it is not JSON5, \(error)") }
    guard let members = value.object else { throw .notATheme(reason: "there are no braces around it") }
    guard let name = members["name"]?.string, !name.isEmpty else { throw .notATheme(reason: "its name is missing") }
    guard let appearance = members["appearance"]?.string, ["dark", "light"].contains(appearance) else {
      throw .notATheme(reason: "its appearance is neither \"dark\" nor \"light\"")
    }
    guard let roles = members["roles"]?.object else { throw .notATheme(reason: "its roles are missing") }
    self.name = String(name.prefix(40))
    about = String((members["about"]?.string ?? "").prefix(200))
    isDark = appearance == "dark"
    self.roles = roles.compactMapValues(\.string)
    gradients = (members["gradients"]?.object ?? [:]).compactMapValues { stops in
      stops.array.map { Array($0.compactMap(\.string).prefix(Self.mostStops)) }
    }
  }

  /// The colours along a gradient; nil where there are none or one of them is wrong.
  func stops(_ gradient: Gradient) -> [RGB]? {
    let texts = gradients[gradient.name] ?? []
    let colours = texts.compactMap { Theme.Colour($0)?.rgb }
    return colours.isEmpty || colours.count < texts.count ? nil : colours
  }

  /// What an application that draws in `roles` misses or does not know.
  func problems(_ roles: [Role]) -> [ThemeProblem] {
    var problems: [ThemeProblem] = []
    for role in roles {
      guard let text = self.roles[role.name] else {
        problems.append(.missing(role: role.name))
        continue
      }
      if Theme.Colour(text) == nil { problems.append(.badColour(name: "roles.\(role.name)", text: text)) }
    }
    for gradient in Gradient.allCases {
      let texts = gradients[gradient.name] ?? []
      if texts.isEmpty { problems.append(.missingGradient(name: gradient.name)) }
      if let bad = texts.firstIndex(where: { Theme.Colour($0) == nil }) {
        problems.append(.badColour(name: "gradients.\(gradient.name)[\(bad)]", text: texts[bad]))
      }
    }
    let unknownRoles = Set(self.roles.keys).subtracting(roles.map(\.name))
    let unknownGradients = Set(gradients.keys).subtracting(Gradient.allCases.map(\.name))
    return problems + unknownRoles.sorted().map { .unknownName(name: "roles.\($0)") }
      + unknownGradients.sorted().map { .unknownName(name: "gradients.\($0)") }
  }
}
