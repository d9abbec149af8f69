/// Folders of the one who runs the program.
package enum UserFolders {
  /// Where settings, themes and networks are kept: `$XDG_CONFIG_HOME/cifarlab`, else `~/.config/cifarlab`; nil where
  /// there is no home.
  package static func configuration(_ environment: [String: String]) -> String? {
    if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return folder + "/cifarlab" }
    if let home = environment["HOME"], home.hasPrefix("/") { return home + "/.config/cifarlab" }
    return nil
  }
}
