import Screen

/// A yes-no question, answered by one key: for actions that lose nothing. `Confirmation` is for the others.
struct Question: Sendable {
  let text: String
  /// The title of y.
  let yes: String
  /// Applied after y.
  let message: any LabMessage

  init(_ text: String, yes: String, then message: any LabMessage) {
    self.text = text
    self.yes = yes
    self.message = message
  }
}

extension LabState {
  mutating func answer(yes: Bool) -> [Effect] {
    guard case .question(let question) = overlays.popLast() else { return [] }
    guard yes else {
      say("nothing was changed")
      return []
    }
    return question.message.apply(to: &self)
  }
}
