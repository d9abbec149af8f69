import Synchronization

/// Messages from other threads to the interface. Neither side blocks the other.
final class Mailbox: Sendable {
  private let messages = Mutex<[any LabMessage]>([])

  func post(_ message: any LabMessage) { messages.withLock { $0.append(message) } }

  /// All messages since the last call, in order.
  func take() -> [any LabMessage] {
    messages.withLock { messages in
      defer { messages = [] }
      return messages
    }
  }
}
