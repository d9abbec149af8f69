/// A theme file as it stands there: JSON5 with `name`, `about`, `appearance`, `roles`, and `gradients`.
struct ThemeFile {
  var name: String
  var about: String
  var isDark: Bool
  var roles: [String: String]
  var gradients: [String: [String]]

  /// Larger files are no themes.
  static let largestSize = 64 * 1024
  /// More colours than that no eye tells apart.
  static let mostStops = 64

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
    self.name = name
    about = members["about"]?.string ?? ""
    isDark = appearance == "dark"
    self.roles = roles.compactMapValues(\.string)
    gradients = (members["gradients"]?.object ?? [:]).compactMapValues { $0.array?.compactMap(\.string) }
  }
}
