import CursesTerminal
import Dispatch
import Training

/// Turns SIGINT, SIGTERM and SIGHUP into the wish to stop after the batch.
final class Interruption {
  private let timer: any DispatchSourceTimer

  /// From now on `control` is asked to stop soon after one of these signals came. A second signal ends the process.
  init(_ control: TrainingControl) {
    StopSignal.watch()
    timer = DispatchSource.makeTimerSource(queue: .global())
    timer.schedule(deadline: .now(), repeating: .milliseconds(20), leeway: .milliseconds(10))
    timer.setEventHandler { if StopSignal.received != nil { control.request = .stop } }
    timer.activate()
  }

  /// Looks no more.
  func end() { timer.cancel() }

  deinit { timer.cancel() }
}
