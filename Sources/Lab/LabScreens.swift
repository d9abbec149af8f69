import Screen

/// The screens of the lab, in the order of their digits.
package enum ScreenID: Int, CaseIterable, Sendable {
  case data = 1
  case network, finder, train, inspect, runs, predict, machine

  var type: any LabScreen.Type {
    switch self {
    case .data: DataScreen.self
    case .network: NetworkScreen.self
    case .finder: FinderScreen.self
    case .train: TrainScreen.self
    case .inspect: InspectScreen.self
    case .runs: RunsScreen.self
    case .predict: PredictScreen.self
    case .machine: MachineScreen.self
    }
  }
}

/// The whole state of the interface; what it shows depends on nothing else.
struct LabState: Sendable {
  var data = DataState()
  var network = NetworkState()
  var finder = FinderState()
  var train = TrainState()
  var inspect = InspectState()
  var runs = RunsState()
  var predict = PredictState()
  var machine = MachineState()

  // Shared by all screens:
  var width = 80
  var height = 24
  var screen = ScreenID.data
  /// Whether the part with the focus takes the whole screen.
  var isMaximised = false
  /// Columns of the tabs.
  var tabs: [Range<Int>] = []
  /// Overlays, topmost last.
  var overlays: [Overlay] = []
  /// The field being edited.
  var editing: FieldEdit?
  /// Shown until the next key, or until it no longer holds.
  var notice: Notice?
  var log: [LogPane.Line] = []

  var form = RecipeForm()
  var jobs = JobList()

  /// Where the texts of edited networks are kept for command lines; nil: nowhere.
  var draftFolder: String?
  /// The keys that the user has chosen.
  var keyMap = KeyMap()
  var settings = Settings()
  /// nil: settings are not saved.
  var settingsFile: SettingsFile?
  var themes = Theme.builtIn
  var theme = Theme.dark
  var usesMouse = false
  /// Whether the terminal shows more than ASCII: curves then have several dots a cell.
  var isUnicode = true
  /// Commands typed after `:`, latest last.
  var commandHistory: [String] = []
  /// Seconds since 1970, and the local offset from Greenwich.
  var clock = (seconds: 0.0, offset: 0)
  /// The exit code, if the lab is leaving once all jobs have ended.
  var closing: Int32?
}
