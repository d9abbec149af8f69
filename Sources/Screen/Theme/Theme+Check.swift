extension Role {
  /// What its colour stands on, and how far it must stand out: 4.5 for text and 3 for lines (WCAG 2.1, 1.4.3 and
  /// 1.4.11); nil for surfaces and for what only decorates.
  var neededContrast: (on: Role, ratio: Double)? {
    switch self {
    case .text, .muted, .title, .accent, .key, .focus, .tab, .tabActive, .good, .warning, .error, .mark, .trainLoss,
      .validLoss, .accuracy, .learningRate, .smoothed, .series1, .series2, .series3, .series4, .series5, .series6:
      (.background, 4.5)
    case .selectionText: (.selection, 4.5)
    case .disabled, .raw, .cursor, .barFill: (.background, 3)
    case .background, .border, .selection, .grid, .barTrack: nil
    }
  }
}

extension Theme {
  /// The roles whose colour is too faint on what they stand on.
  package var faintRoles: [ThemeProblem] {
    Role.allCases.compactMap { role in
      guard let (background, needed) = role.neededContrast else { return nil }
      let contrast = Light.contrast(self[role].rgb, self[background].rgb)
      return contrast < needed ? .faint(role: role, on: background, contrast: contrast, needed: needed) : nil
    }
  }

  /// Everything that is wrong with a theme file; nothing for a good one.
  package static func check(_ bytes: [UInt8]) -> [ThemeProblem] {
    do {
      let (theme, problems) = try parse(bytes)
      return problems + theme.faintRoles
    } catch {
      return [error]
    }
  }

  /// A theme from the bytes of a file, and what had to be filled in from the built-in one of the same appearance or was
  /// left out.
  package static func parse(_ bytes: [UInt8]) throws(ThemeProblem) -> (Theme, [ThemeProblem]) {
    let file = try ThemeFile(bytes)
    return complete(file, from: file.isDark ? .dark : .light)
  }

  static func complete(_ file: ThemeFile, from base: Theme?) -> (Theme, [ThemeProblem]) {
    var problems: [ThemeProblem] = []
    let roles = Role.allCases.map { role -> Colour in
      let fallback = base?[role] ?? .palette(7)
      guard let text = file.roles[role.name] else {
        problems.append(.missing(role: role.name))
        return fallback
      }
      guard let colour = Colour(text) else {
        problems.append(.badColour(name: "roles.\(role.name)", text: text))
        return fallback
      }
      return colour
    }
    let gradients = Gradient.allCases.map { gradient -> [RGB] in
      let fallback = [UInt8(0), 128, 255].map { base?.colour(of: .gradient(gradient, $0)).rgb ?? RGB($0, $0, $0) }
      guard let texts = file.gradients[gradient.name], !texts.isEmpty else {
        problems.append(.missingGradient(name: gradient.name))
        return fallback
      }
      let colours = texts.prefix(ThemeFile.mostStops).map { Colour($0) }
      if let bad = colours.firstIndex(where: { $0 == nil }) {
        problems.append(.badColour(name: "gradients.\(gradient.name)[\(bad)]", text: texts[bad]))
        return fallback
      }
      return colours.compactMap { $0?.rgb }
    }
    let known = Set(Role.allCases.map(\.name))
    problems += file.roles.keys.filter { !known.contains($0) }.sorted().map { .unknownName(name: "roles.\($0)") }
    let gradientNames = Set(Gradient.allCases.map(\.name))
    let unknown = file.gradients.keys.filter { !gradientNames.contains($0) }.sorted()
    problems += unknown.map { .unknownName(name: "gradients.\($0)") }
    let theme = Theme(
      name: String(file.name.prefix(40)), about: String(file.about.prefix(200)),
      isDark: file.isDark, roles: roles, gradients: gradients)
    return (theme, problems)
  }
}
