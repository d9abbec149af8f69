import Experiments
import Screen
import Training

/// All that the interface knows: what it shows follows from this and from nothing else.
struct LabState: Sendable {
  /// The smallest terminal that the screens are laid out for.
  static let smallest = (width: 80, height: 24)
  private static let loggedLines = 500

  var width = 80
  var height = 24
  var screen = ScreenID.data
  /// What lies over the screen, the topmost last.
  var overlays: [Overlay] = []
  /// The field that is being typed into, if any.
  var editing: FieldEdit?
  /// The last thing worth saying, until the next key.
  var notice: Notice?

  var data = DataState()
  var network: NetworkState
  var form = RecipeForm()
  var finder = FinderState()
  var train = TrainState()
  var inspect = InspectState()
  var runs = RunsState()

  private(set) var log: [LogPane.Line] = []
  var settings = Settings()
  var themes: [Theme]
  var theme: Theme
  var usesMouse = false
  /// Commands typed after `:`, the latest last.
  var commandHistory: [String] = []
  /// Seconds since 1970, and the local offset from Greenwich.
  var clock = (seconds: 0.0, offset: 0)
  /// The exit code to leave with once the training has ended.
  var closing: Int32?
  /// Pixels a side, as given on the command line.
  var imageSize = 32

  init(network: NetworkState = NetworkState(), themes: [Theme] = Theme.builtIn, theme: Theme = .dark) {
    self.network = network
    self.themes = themes
    self.theme = theme
  }

  var isLargeEnough: Bool { width >= Self.smallest.width && height >= Self.smallest.height }

  /// The recipe that the Network screen and the form make together.
  var recipe: Recipe {
    var recipe = Recipe(network: network.architecture.name)
    recipe.widths = network.widths
    recipe.data = data.source
    recipe.size = imageSize
    form.fill(&recipe, for: network.architecture)
    return recipe
  }

  mutating func say(_ text: String, _ level: LogPane.Level = .note) {
    notice = Notice(text: text, level: level)
    if level != .note { write(LogPane.Line(text, level: level)) }
  }

  mutating func write(_ line: LogPane.Line) {
    log.append(line)
    if log.count > Self.loggedLines { log.removeFirst(log.count - Self.loggedLines) }
  }
}

/// A line above the footer.
struct Notice: Equatable, Sendable {
  let text: String
  let level: LogPane.Level
}

/// A field that is being typed into.
struct FieldEdit: Equatable, Sendable {
  enum Target: Equatable, Sendable {
    case width
    case widthList
    case recipe(RecipeForm.Field)
    case rate
    case finderRange
  }
  let target: Target
  /// What stood there to begin with.
  let original: String
  var line: TextInput
  var error: InputError?

  init(_ target: Target, _ text: String) {
    self.target = target
    original = text
    line = TextInput(text)
  }
}

/// What can lie over a screen.
enum Overlay: Equatable, Sendable {
  case help(scroll: Int)
  case log(scroll: Int)
  case confirm(Confirmation)
  case command(CommandPrompt)
  case filter(TextInput)
  case themes(ThemePicker)
  /// The command line that does the same as the screen.
  case sameCommand(String)

  /// Whether printable keys are text here.
  var takesText: Bool {
    switch self {
    case .confirm, .command, .filter: true
    case .help, .log, .themes, .sameCommand: false
    }
  }

  /// Whether it is a box in the middle, as large as its text: what lies beneath would stick out.
  var isDialog: Bool {
    switch self {
    case .confirm, .sameCommand: true
    case .help, .log, .command, .filter, .themes: false
    }
  }
}

/// A question whose answer cannot be taken back: yes is a word that has to be typed.
struct Confirmation: Equatable, Sendable {
  enum Purpose: Equatable, Sendable {
    case stop, stopAfterEpoch, quit
    case deleteRun(String)
  }
  let purpose: Purpose
  let question: String
  let word: String
  var line = TextInput()

  init(_ purpose: Purpose, _ question: String, word: String) {
    self.purpose = purpose
    self.question = question
    self.word = word
  }
}

/// The choice of a theme; moving shows it at once, Esc goes back to the one before.
struct ThemePicker: Equatable, Sendable {
  var selected: Int
  let before: Theme
}
