import Screen

/// Actions whose keys are named in sentences, which so follow the user's keys.
enum NamedAction: String, CaseIterable, Sendable {
  case accept = "take-it"
  case augment
  case back
  case block
  case close
  case complete
  case commandLine = "command-line"
  case delete
  case doIt = "do-it"
  case down
  case edit
  case endAfterEpoch = "end-after-epoch"
  case find
  case findings
  case help
  case inspect
  case interrupt
  case keepTheme = "keep-it"
  case load
  case log
  case logAxis = "log-axis"
  case mark
  case measure
  case next
  case nextPart = "next-part"
  case no
  case path
  case pause
  case poolSeeds = "pool-seeds"
  case predict
  case put
  case recipe
  case resume
  case save
  case search
  case set
  case showOrHide = "show-or-hide"
  case stop
  case takeOut = "take-out"
  case takeRate = "take-lr"
  case takeRecipe = "take-recipe"
  case train
  case undo
  case up
  case usual
  case view
  case yes
}

extension KeyTable {
  /// The keys of each action without a key map, those of the first line that has it.
  private static let usual: [String: [KeyPress]] = Dictionary(
    all.flatMap { zip($0.actions, $0.keys) }.map { ($0, $1) }, uniquingKeysWith: { first, _ in first })

  /// What the first key of an action is called; nil: no key does that.
  static func name(of action: String, _ map: KeyMap) -> String? { (map[action] ?? usual[action])?.first?.title }
}

extension LabState {
  /// What the key of an action is called, as the user has it.
  func keyName(_ action: NamedAction) -> String { KeyTable.name(of: action.rawValue, keyMap) ?? action.rawValue }

  /// What the key to a screen is called.
  func keyName(of screen: ScreenID) -> String { KeyTable.name(of: screen.action, keyMap) ?? screen.title }
}

extension ScreenID {
  /// What the key to it is called in a key map.
  var action: String { "screens-\(rawValue)" }
}
