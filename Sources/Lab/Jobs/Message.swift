import Experiments
import ImageData
import Screen
import Training

/// What happened outside the interface: keys, the clock, and what the runtime has to tell.
enum Message: Sendable {
  case terminal(TerminalEvent)
  /// Seconds since 1970, and the local offset from Greenwich in seconds.
  case clock(seconds: Double, offset: Int)
  /// A line typed in linear mode; nil: the end of them.
  case typed(String?)
  case logged(LogPane.Line)

  case sourcesListed([SourceEntry])
  case loading(String)
  case loaded(source: String, DataSet, DataFacts)
  case loadFailed(source: String, String)
  case drawn(AugmentationStrip)

  case measured(NetworkState.Measurement?, String?)

  case trainingStarted(RunPlan, name: String, folder: String?, past: RunPast? = nil)
  case training([TrainingEvent])
  case trainingFailed(String)
  /// The learner's thread has ended and everything is on disk.
  case trainingClosed

  case finder(FinderEvent)

  case runsListed([RunRow])
  case runLoaded(RunCurves, RunRow)
  case runDeleted(String)
  case failed(String)
  case done(String)

  case inspecting(String)
  case inspected(Inspection)
  case inspectFailed(String)
}
