import Experiments
import Files
import Foundation
import Training

/// What is kept from one session to the next.
struct Settings: Equatable, Sendable, Codable {
  /// nil: the default theme.
  var theme: String?
  var mouse: Bool?
  /// Keys of the chosen columns of the runs, by the path of their folder.
  var runColumns: [String: [String]]?
  /// The recipe that the last session ended with, by the path of its folder of runs.
  var recipes: [String: Recipe]?

  /// Recipes that this program cannot read cost nothing else.
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    theme = try container.decodeIfPresent(String.self, forKey: .theme)
    mouse = try container.decodeIfPresent(Bool.self, forKey: .mouse)
    runColumns = try container.decodeIfPresent([String: [String]].self, forKey: .runColumns)
    recipes = try? container.decodeIfPresent([String: Recipe].self, forKey: .recipes)
  }

  init(theme: String? = nil, mouse: Bool? = nil) {
    self.theme = theme
    self.mouse = mouse
  }
}

/// The settings' file.
struct SettingsFile: Sendable {
  /// Bytes; larger files are not read.
  private static let largest = 1 << 20
  let url: URL

  /// In `$XDG_CONFIG_HOME/cifarlab`, else `~/.config/cifarlab`; nil where there is no home.
  init?(environment: [String: String]) {
    guard let folder = UserFolders.configuration(environment) else { return nil }
    url = URL(fileURLWithPath: folder).appendingPathComponent("settings.json")
  }

  init(url: URL) { self.url = url }

  /// Folder of the user's themes.
  var themes: URL { url.deletingLastPathComponent().appendingPathComponent("themes") }

  /// The user's own keys.
  var keys: URL { url.deletingLastPathComponent().appendingPathComponent("keys.json5") }

  /// The settings, and a warning if the file exists but cannot be used.
  func read() -> (settings: Settings, warning: String?) {
    guard FileManager.default.fileExists(atPath: url.path) else { return (Settings(), nil) }
    do {
      let bytes = try FileAccess.read(url.path, limit: Self.largest)
      return (try JSON.decode(Settings.self, from: bytes), nil)
    } catch {
      return (
        Settings(),
        "\(url.path): these settings cannot be read (\(error)) and are left alone; correct or remove the file"
      )
    }
  }

  /// Writes the settings; throws instead of replacing a file that cannot be read.
  func write(_ settings: Settings) throws {
    guard read().warning == nil else {
      throw FileProblem(
        path: url.path, reason: "cannot be read and is left alone", remedy: "correct or remove the file")
    }
    try FileAccess.makeFolder(url.deletingLastPathComponent().path)
    try FileAccess.write(JSON.document(of: settings), to: url.path)
  }
}
