import CCurses

/// The signals that ask the program to stop: SIGINT, SIGQUIT, SIGTERM, SIGHUP.
package enum StopSignal {
  /// From now on the first of them sets a flag; the second restores the terminal and kills at once.
  package static func watch() { signals_install() }

  /// From now on they end the process at once, as they do by themselves; Swift's runtime would take SIGQUIT for a fault
  /// of the program otherwise.
  package static func unwatch() { signals_remove() }

  /// The number of the signal that came.
  package static var received: Int32? {
    let signal = signals_stop()
    return signal == 0 ? nil : signal
  }
}
