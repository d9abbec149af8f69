import Screen
import Training

extension Divergence {
  /// The event and its meaning, in two paragraphs.
  var explanation: String {
    var text = "At step \(step), with lr \(Figures.rate(learningRate)), the loss was no longer a number. "
    text += "Steps this long overshoot: the loss grows instead of falling, and the weights with it until they overflow."
    text += "\n\nThe run waits. "
    if let lastLoss { text += "One step before, the loss was \(Figures.loss(lastLoss)). " }
    switch start {
    case .epoch(let epoch): text += "The last good weights are those of epoch \(ordinal(epoch)), the best so far."
    case .beginning: text += "No epoch has had good weights yet: only those that the run began with are good."
    }
    return text
  }

  /// The weights to go on from, in one or two words.
  var startTitle: String {
    switch start {
    case .epoch(let epoch): "epoch \(ordinal(epoch))"
    case .beginning: "the start"
    }
  }
}
