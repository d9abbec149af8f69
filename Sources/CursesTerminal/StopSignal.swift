import CCurses

package enum StopSignal {
  /// From now on the first SIGINT, SIGTERM or SIGHUP sets a flag; the second restores the terminal and kills at once.
  package static func watch() { signals_install() }

  /// From now on they end the process, as by default.
  package static func unwatch() { signals_remove() }

  /// The number of the signal that came.
  package static var received: Int32? {
    let signal = signals_stop()
    return signal == 0 ? nil : signal
  }
}
