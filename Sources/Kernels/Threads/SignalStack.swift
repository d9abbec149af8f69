import CMachine

/// A stack of its own for what a thread does on a signal.
///
/// When a thread's stack overflows, the handler that gives the terminal back cannot run on that stack.
package enum SignalStack {
  /// Gives the calling thread one, until it ends.
  package static func use() { machine_use_signal_stack() }
}
