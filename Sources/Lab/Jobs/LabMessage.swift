/// An event that changes the state.
protocol LabMessage: Sendable {
  /// Changes the state; returns requests to the runtime.
  func apply(to state: inout LabState) -> [Effect]
  /// Output of plain mode after the message was applied.
  func lines(_ state: LabState) -> [String]
}

extension LabMessage {
  func lines(_ state: LabState) -> [String] { [] }
}
