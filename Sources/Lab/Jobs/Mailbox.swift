import Synchronization
import Training

/// Where other threads leave messages for the interface; nobody waits for anybody.
final class Mailbox: Sendable {
  fileprivate struct Content {
    var messages: [Message] = []
    var events: [TrainingEvent] = []
  }
  private let content = Mutex(Content())

  func post(_ message: Message) {
    content.withLock { content in
      content.flush()
      content.messages.append(message)
    }
  }

  /// Events of a training are taken together.
  func post(_ event: TrainingEvent) { content.withLock { $0.events.append(event) } }

  /// Everything since the last time, in order.
  func take() -> [Message] {
    content.withLock { content in
      content.flush()
      defer { content.messages = [] }
      return content.messages
    }
  }
}

extension Mailbox.Content {
  fileprivate mutating func flush() {
    guard !events.isEmpty else { return }
    messages.append(.training(events))
    events = []
  }
}
