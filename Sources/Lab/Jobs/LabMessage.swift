/// Something that has happened, and what it makes of the state.
protocol LabMessage: Sendable {
  /// Changes the state; returns what has to be done outside for it.
  func apply(to state: inout LabState) -> [Effect]
  /// What linear mode says about it once it is applied.
  func lines(_ state: LabState) -> [String]
}

extension LabMessage {
  func lines(_ state: LabState) -> [String] { [] }
}
