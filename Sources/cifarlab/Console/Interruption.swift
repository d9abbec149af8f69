import CursesTerminal
import Dispatch
import Files
import Foundation
import Training

/// Handles SIGINT, SIGQUIT, SIGTERM and SIGHUP while a command runs.
final class Interruption {
  private let timer: any DispatchSourceTimer

  /// The first signal asks `control` to stop; a second one ends the process.
  convenience init(_ control: TrainingControl) {
    self.init { control.request = .stop }
  }

  /// The first signal ends the process with a message and the exit code for interruption.
  ///
  /// For work that cannot be stopped and has nothing to save.
  convenience init(ending console: Console) {
    self.init {
      console.progress("")
      console.message("cifarlab: interrupted")
      // `exit` would run destructors while other threads are at work; nothing is waiting to be written.
      _exit(ExitCode.interrupted.rawValue)
    }
  }

  private init(_ react: @escaping @Sendable () -> Void) {
    StopSignal.watch()
    // On its own queue, and thus thread, it is not delayed by work on all cores.
    timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "signals"))
    timer.schedule(deadline: .now(), repeating: .milliseconds(20), leeway: .milliseconds(10))
    timer.setEventHandler { if StopSignal.received != nil { react() } }
    timer.activate()
  }

  /// Stops handling; signals end the process again.
  func end() {
    timer.cancel()
    StopSignal.unwatch()
  }

  deinit { timer.cancel() }
}
