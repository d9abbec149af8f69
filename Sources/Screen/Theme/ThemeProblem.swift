/// What is wrong with a theme file.
package enum ThemeProblem: Error, Equatable, Sendable, CustomStringConvertible {
  case tooLarge(bytes: Int)
  case unreadable(path: String)
  case notATheme(reason: String)
  case unknownTheme(name: String, known: [String])
  case missing(role: String)
  case missingGradient(name: String)
  case unknownName(name: String)
  case badColour(name: String, text: String)
  case faint(role: Role, on: Role, contrast: Double, needed: Double)

  package var description: String {
    switch self {
    case .tooLarge(let bytes):
      "the file has \(bytes) bytes, more than the \(ThemeFile.largestSize) that a theme may have"
    case .unreadable(let path): "\(path) cannot be read: check that it is a file and its permissions"
    case .notATheme(let reason): "\(reason): see `dark.json5` for how a theme is written"
    case .unknownTheme(let name, let known):
      "there is no theme \"\(name)\"; there are: \(known.joined(separator: ", "))"
    case .missing(let role): "roles.\(role) is missing: give it a colour"
    case .missingGradient(let name): "gradients.\(name) is missing or empty: give it two colours or more"
    case .unknownName(let name): "\(name) is not a name that themes have: remove it or correct its spelling"
    case .badColour(let name, let text):
      "\(name) is \"\(text.prefix(40))\": a colour is written #rrggbb, #rgb, or ansi 0 to ansi 15"
    case .faint(let role, let background, let contrast, let needed):
      "roles.\(role.name) is too faint on \(background.name): contrast \(Self.tenths(contrast)) to 1, "
        + "at least \(Self.tenths(needed)) is needed"
    }
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int(value * 10)
    return "\(tenths / 10).\(tenths % 10)"
  }
}
