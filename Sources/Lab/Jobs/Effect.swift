import Experiments
import ImageData
import Training

/// What the interface wants done outside; the runtime does it and answers with messages.
enum Effect: Equatable, Sendable {
  case listSources
  case load(source: String)
  case fetch(source: String)
  case draw(AugmentationRequest)

  case measure(Recipe)
  case train(Recipe)
  /// The run of that id goes on from its last checkpoint.
  case resume(String)
  case ask(TrainingControl.Request)
  case setRate(Double?)
  case find(FinderRequest)
  case stopFinder

  case listRuns
  case loadRun(String)
  case deleteRun(String)
  case inspect(InspectRequest)

  case copy(String)
  case save(Settings)
  case setMouse(Bool)
  /// Leave the lab with this exit code.
  case quit(Int32)
}
