import CCurses

/// The signals that ask the program to stop: SIGINT, SIGTERM, SIGHUP.
package enum StopSignal {
  /// From now on the first of them only sets a flag. The second one gives the terminal back and kills at once.
  package static func watch() { signals_install() }

  /// From now on they end the process at once again, as they do where nobody watches.
  package static func unwatch() { signals_remove() }

  /// The one that came; nil for none.
  package static var received: Int32? {
    let signal = signals_stop()
    return signal == 0 ? nil : signal
  }
}
