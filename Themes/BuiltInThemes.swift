/// The themes that are compiled in, by name.
package enum BuiltInThemes {
  /// The text of each theme file.
  package static let files: [String: [UInt8]] = ["dark": PackageResources.dark_json5]
}
