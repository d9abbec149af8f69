import CursesTerminal
import Dispatch
import Files
import Foundation
import Training

/// What SIGINT, SIGQUIT, SIGTERM and SIGHUP do while a command is at work.
final class Interruption {
  private let timer: any DispatchSourceTimer

  /// From now on `control` is asked to stop soon after one of these signals came. A second signal ends the process.
  convenience init(_ control: TrainingControl) {
    self.init { control.request = .stop }
  }

  /// From now on one of these signals ends the process, with a word on `console` and the exit code for it.
  ///
  /// For work that has nothing to keep and cannot be asked to stop.
  convenience init(ending console: Console) {
    self.init {
      console.progress("")
      console.message("cifarlab: interrupted")
      // Other threads are still at work, and nothing waits to be written.
      _exit(ExitCode.interrupted.rawValue)
    }
  }

  private init(_ react: @escaping @Sendable () -> Void) {
    StopSignal.watch()
    // A queue of its own has a thread of its own: work on all cores does not hold it up.
    timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "signals"))
    timer.schedule(deadline: .now(), repeating: .milliseconds(20), leeway: .milliseconds(10))
    timer.setEventHandler { if StopSignal.received != nil { react() } }
    timer.activate()
  }

  /// Looks no more; the signals end the process again.
  func end() {
    timer.cancel()
    StopSignal.unwatch()
  }

  deinit { timer.cancel() }
}
