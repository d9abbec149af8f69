import Foundation
import Themes

extension Theme {
  /// The built-in themes, the default one first.
  package static let builtIn: [Theme] = BuiltInThemes.files.map { name, bytes in
    guard let file = try? ThemeFile(bytes) else { fatalError("The built-in theme \(name) cannot be read.") }
    return Theme(file, over: nil)
  }

  package static let dark = builtIn[0]
  package static let light = builtIn[1]
}

/// The built-in themes, and the user's in a folder.
package struct ThemeLibrary: Sendable {
  private let roles: [Role]
  private let folder: URL?

  /// With the user's themes from `folder`. Each theme should have a colour for each of the application's `roles`.
  package init(roles: [Role], folder: URL? = nil) {
    self.roles = roles
    self.folder = folder
  }

  /// Further files in the folder are ignored.
  private static let mostFiles = 200

  /// The built-in ones first. A user's theme replaces the built-in one of its name.
  package var names: [String] {
    let builtIn = Theme.builtIn.map(\.name)
    return builtIn + userFiles.keys.filter { !builtIn.contains($0) }.sorted()
  }

  /// What suits a terminal whose user has chosen no theme.
  package static func defaultName(for capabilities: Capabilities, isLight: Bool = false) -> String {
    guard capabilities.colour > .ansi16 else { return "ansi" }
    return isLight ? Theme.light.name : Theme.dark.name
  }

  /// The default theme, with a warning, for one that is unknown or broken.
  package func theme(named name: String) -> (Theme, warnings: [String]) {
    do {
      if let file = userFiles[name] {
        let (theme, problems) = try Theme.parse(try Self.read(file), roles: roles)
        return (theme, problems.map { "theme \(file.path): \($0)" })
      }
      if let theme = Theme.builtIn.first(where: { $0.name == name }) { return (theme, []) }
      throw ThemeProblem.unknownTheme(name: name, known: names)
    } catch {
      return (.dark, ["theme \"\(name.prefix(40))\": \(error). The theme \"\(Theme.dark.name)\" is used."])
    }
  }

  /// The bytes of a regular file of a theme's size.
  package static func read(_ file: URL) throws(ThemeProblem) -> [UInt8] {
    do {
      let values = try file.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
      guard values.isRegularFile == true else { throw ThemeProblem.unreadable(path: file.path) }
      if let size = values.fileSize, size > ThemeFile.largestSize { throw ThemeProblem.tooLarge(bytes: size) }
      return [UInt8](try Data(contentsOf: file))
    } catch let problem as ThemeProblem {
      throw problem
    } catch {
      throw .unreadable(path: file.path)
    }
  }

  private var userFiles: [String: URL] {
    guard let folder,
      let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    else { return [:] }
    let themes = files.filter { $0.pathExtension == "json5" }.sorted { $0.path < $1.path }.prefix(Self.mostFiles)
    return Dictionary(themes.map { ($0.deletingPathExtension().lastPathComponent, $0) }) { first, _ in first }
  }
}
