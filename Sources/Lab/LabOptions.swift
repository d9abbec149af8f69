import ImageData

/// Options with which the lab is opened.
package struct LabOptions: Sendable {
  /// A value of `--data`; nil: the images of the last session, or what is found.
  package var data: String?
  package var reading = ReadOptions()
  /// Name of a theme; nil: that of the environment, of the settings, or one that suits the terminal.
  package var theme: String?
  /// Folder of the run store.
  package var runs = "runs"
  /// Worker threads; nil: one for each core.
  package var threads: Int?
  package var environment: [String: String]

  package init(environment: [String: String]) { self.environment = environment }

  /// The theme chosen by option or by `CIFARLAB_THEME`.
  var chosenTheme: String? {
    theme ?? environment["CIFARLAB_THEME"].flatMap { $0.isEmpty ? nil : $0 }
  }
}
