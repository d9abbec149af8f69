extension Theme {
  /// Those of `roles` whose colour is too faint on what they stand on.
  package func faint(among roles: [Role]) -> [ThemeProblem] {
    roles.compactMap { role in
      guard let (background, needed) = role.neededContrast else { return nil }
      let contrast = Light.contrast(self[role].rgb, self[background].rgb)
      return contrast < needed ? .faint(role: role, on: background, contrast: contrast, needed: needed) : nil
    }
  }

  /// Everything that is wrong with a theme file for an application that draws in `roles`; nothing for a good one.
  package static func check(_ bytes: [UInt8], roles: [Role]) -> [ThemeProblem] {
    do {
      let (theme, problems) = try parse(bytes, roles: roles)
      return problems + theme.faint(among: roles)
    } catch {
      return [error]
    }
  }

  /// A theme from the bytes of a file. What it lacks is that of the built-in theme of the same appearance, and listed.
  package static func parse(_ bytes: [UInt8], roles: [Role]) throws(ThemeProblem) -> (Theme, [ThemeProblem]) {
    let file = try ThemeFile(bytes)
    return (Theme(file, over: file.isDark ? .dark : .light), file.problems(roles))
  }
}
