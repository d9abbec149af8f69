/// How the lab is opened.
package struct LabOptions: Sendable {
  /// What `--data` takes.
  package var data = "auto"
  /// Pixels a side.
  package var size = 32
  /// The name of a theme; nil: what the environment has, else what is remembered, else what suits the terminal.
  package var theme: String?
  /// The folder of the runs.
  package var runs = "runs"
  /// Worker threads; nil: one for each core.
  package var threads: Int?
  /// The process's environment.
  package var environment: [String: String]

  /// The defaults in an environment.
  package init(environment: [String: String]) { self.environment = environment }

  /// The theme that was asked for, by option or by `CIFARLAB_THEME`.
  var chosenTheme: String? {
    theme ?? environment["CIFARLAB_THEME"].flatMap { $0.isEmpty ? nil : $0 }
  }
}
