/// The themes that are compiled in.
package enum BuiltInThemes {
  /// Name and text of each theme file: the default one, the one for light backgrounds, then the others.
  package static let files: [(name: String, text: [UInt8])] = [
    ("dark", PackageResources.dark_json5),
    ("light", PackageResources.light_json5),
    ("colour-blind", PackageResources.colour_blind_json5),
    ("high-contrast", PackageResources.high_contrast_json5),
    ("ansi", PackageResources.ansi_json5),
  ]
}
