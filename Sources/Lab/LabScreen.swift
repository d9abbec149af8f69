import Screen

/// A screen: what it is called, what its keys do, where its parts stand and how they are drawn. What it knows is a
/// property of `LabState`.
protocol LabScreen {
  /// As the tab names it.
  static var title: String { get }
  /// Its lines of the key table.
  static var keys: [KeyBinding] { get }
  /// Its commands after `:`.
  static var commands: [PromptCommand] { get }
  /// What `/` does here, if anything.
  static var filter: ScreenFilter? { get }

  /// Works out where its parts stand: drawing, keys and the mouse go by that until the state changes again.
  static func layOut(_ state: inout LabState)
  static func draw(_ state: LabState, into buffer: inout Buffer, _ context: RenderContext)
  /// It is opened.
  static func opened(_ state: inout LabState) -> [Effect]
  /// One level back; a screen as it starts stays as it is.
  static func back(_ state: inout LabState)
  /// Moves the focus to the next part or the one before.
  static func moveFocus(_ state: inout LabState, by offset: Int)
  /// The command line that does the same, ready to be pasted into a shell.
  static func sameCommand(_ state: LabState) -> String
  /// What is worth saying of it in the title line while nothing computes.
  static func status(_ state: LabState) -> Span?
  /// What it shows, in lines of text.
  static func lines(_ state: LabState) -> [String]
}

extension LabScreen {
  static var commands: [PromptCommand] { [] }
  static var filter: ScreenFilter? { nil }
  static func opened(_ state: inout LabState) -> [Effect] { [] }
  static func back(_ state: inout LabState) {}
  static func moveFocus(_ state: inout LabState, by offset: Int) { state.say("this screen has one part only") }
  static func status(_ state: LabState) -> Span? { nil }
}

extension ScreenID {
  package var title: String { type.title }
}

extension CaseIterable where Self: RawRepresentable, RawValue == Int {
  /// The case so many further, from the last to the first again; raw values count from 0.
  func moved(by offset: Int) -> Self {
    let count = Self.allCases.count
    return Self(rawValue: ((rawValue + offset) % count + count) % count) ?? self
  }
}

/// What `/` does on a screen.
struct ScreenFilter: Sendable {
  /// In a few words, for the help.
  let help: String
  let placeholder: String
  var availability: @Sendable (LabState) -> Availability = { _ in .on }
  /// What the line begins with.
  var text: @Sendable (LabState) -> String = { _ in "" }
  /// With each key.
  var typed: @Sendable (inout LabState, String) -> Void = { _, _ in }
  /// With Enter.
  var accepted: @Sendable (inout LabState, String) -> [Effect] = { _, _ in [] }
}
