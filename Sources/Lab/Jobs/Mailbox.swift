import Synchronization

/// Where other threads leave messages for the interface; nobody waits for anybody.
final class Mailbox: Sendable {
  private let messages = Mutex<[any LabMessage]>([])

  func post(_ message: any LabMessage) { messages.withLock { $0.append(message) } }

  /// Everything since the last time, in order.
  func take() -> [any LabMessage] {
    messages.withLock { messages in
      defer { messages = [] }
      return messages
    }
  }
}
