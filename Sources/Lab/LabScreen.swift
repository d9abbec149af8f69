import Screen

/// A screen: title, keys, layout and drawing. Its state is a property of `LabState`.
protocol LabScreen {
  /// On its tab.
  static var title: String { get }
  /// Its lines of the key table.
  static var keys: [KeyBinding] { get }
  /// Its commands after `:`.
  static var commands: [PromptCommand] { get }
  /// What `/` does here; nil: nothing.
  static var filter: ScreenFilter? { get }

  /// Computes the layout that drawing, keys and mouse use until the next change of the state.
  static func layOut(_ state: inout LabState)
  static func draw(_ state: LabState, into buffer: inout Buffer, _ context: RenderContext)
  /// Called when the screen is opened.
  static func opened(_ state: inout LabState) -> [Effect]
  /// `esc`: closes the innermost thing that is open, if any.
  static func back(_ state: inout LabState)
  /// Whether the focus has several parts to go to.
  static func isDivided(_ state: LabState) -> Bool
  /// Moves the focus to the next part or the one before.
  static func moveFocus(_ state: inout LabState, by offset: Int)
  /// A click into the screen, while the mouse is on.
  static func click(_ state: inout LabState, x: Int, y: Int) -> [Effect]
  /// Whether its part with the focus could take the whole screen, and does not have it anyway.
  static func hasSeveralParts(_ state: LabState) -> Bool
  /// The file or folder that it shows something of; else why there is none.
  static func target(_ state: LabState) -> Result<OpenTarget, InputError>
  /// The command line that does the same, quoted for a shell.
  static func sameCommand(_ state: LabState) -> String
  /// What the title line says that the screen shows.
  static func subject(_ state: LabState) -> Subject
  /// Status in the title line while no job runs.
  static func status(_ state: LabState) -> Span?
  /// Its content in plain mode.
  static func lines(_ state: LabState) -> [String]
}

extension LabScreen {
  static var commands: [PromptCommand] { [] }
  static var filter: ScreenFilter? { nil }
  static func opened(_ state: inout LabState) -> [Effect] { [] }
  static func back(_ state: inout LabState) {}
  static func isDivided(_ state: LabState) -> Bool { true }
  static func moveFocus(_ state: inout LabState, by offset: Int) {}
  static func click(_ state: inout LabState, x: Int, y: Int) -> [Effect] { [] }
  static func hasSeveralParts(_ state: LabState) -> Bool { false }
  static func target(_ state: LabState) -> Result<OpenTarget, InputError> {
    .failure(InputError("this screen shows nothing that has a file of its own"))
  }
  static func subject(_ state: LabState) -> Subject {
    Subject(network: state.network.architecture.name, detail: state.data.set?.name)
  }
  static func status(_ state: LabState) -> Span? { nil }
}

/// What a screen shows: a network, and what it is of.
struct Subject: Equatable, Sendable {
  let network: String
  /// Its images, or the run it is of.
  var detail: String?
  /// Name of the run; nil: a network that none was trained of here.
  var run: String?

  init(network: String, detail: String?, run: String? = nil) {
    self.network = network
    self.detail = detail
    self.run = run
  }

  /// A run, by the name that somebody gave it, or by its time: the network stands before that.
  init(network: String, run: String, called name: String? = nil) {
    let time = run.range(of: "-\(network)-").map { String(run[..<$0.lowerBound]) }
    self.init(network: network, detail: name ?? time ?? run, run: run)
  }
}

extension ScreenID {
  package var title: String { type.title }
}

extension CaseIterable where Self: RawRepresentable, RawValue == Int {
  /// The case `offset` further, cyclically; raw values count from 0.
  func moved(by offset: Int) -> Self {
    let count = Self.allCases.count
    return Self(rawValue: ((rawValue + offset) % count + count) % count) ?? self
  }
}

/// The filter that `/` opens on a screen.
struct ScreenFilter: Sendable {
  /// A few words for the help.
  let help: String
  let placeholder: String
  var availability: @Sendable (LabState) -> Availability = { _ in .on }
  /// Initial text of the line.
  var text: @Sendable (LabState) -> String = { _ in "" }
  /// Called after each change of the text.
  var typed: @Sendable (inout LabState, String) -> [Effect] = { _, _ in [] }
  /// Called on Enter.
  var accepted: @Sendable (inout LabState, String) -> [Effect] = { _, _ in [] }
}
