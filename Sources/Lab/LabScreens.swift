import Screen

/// The screens of the lab, in the order of their digits.
package enum ScreenID: Int, CaseIterable, Sendable {
  case data = 1
  case network, finder, train, inspect, runs
  case machine = 8

  var type: any LabScreen.Type {
    switch self {
    case .data: DataScreen.self
    case .network: NetworkScreen.self
    case .finder: FinderScreen.self
    case .train: TrainScreen.self
    case .inspect: InspectScreen.self
    case .runs: RunsScreen.self
    case .machine: MachineScreen.self
    }
  }
}

/// All that the interface knows: what it shows follows from this and from nothing else.
struct LabState: Sendable {
  var data = DataState()
  var network = NetworkState()
  var finder = FinderState()
  var train = TrainState()
  var inspect = InspectState()
  var runs = RunsState()
  var machine = MachineState()

  // What they share:
  var width = 80
  var height = 24
  var screen = ScreenID.data
  /// The columns of each screen's tab.
  var tabs: [Range<Int>] = []
  /// What lies over the screen, the topmost last.
  var overlays: [Overlay] = []
  /// The field that is being typed into, if any.
  var editing: FieldEdit?
  /// The last thing worth saying, until the next key.
  var notice: Notice?
  var log: [LogPane.Line] = []

  var form = RecipeForm()
  var jobs = JobList()

  var settings = Settings()
  /// Where the settings are kept, if anywhere.
  var settingsFile: SettingsFile?
  var themes = Theme.builtIn
  var theme = Theme.dark
  var usesMouse = false
  /// Commands typed after `:`, the latest last.
  var commandHistory: [String] = []
  /// Seconds since 1970, and the local offset from Greenwich.
  var clock = (seconds: 0.0, offset: 0)
  /// The exit code to leave with once all jobs have ended.
  var closing: Int32?
}
