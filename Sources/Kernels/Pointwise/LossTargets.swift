/// What the log-probabilities of a batch are measured against: an image's target over K classes is (1 − ε)·onehot + ε/K,
/// where each class may have a weight, as in PyTorch's CrossEntropyLoss. Of mixed images the loss is that of their own
/// label and that of their neighbour's, by their shares.
package struct LossTargets {
  private let labels: [Int32]
  private let images: Int
  private let smoothing: Double
  private let classWeights: [Float]?
  private let ownShare: Float?

  package init(
    _ labels: [Int32], images: Int, smoothing: Double = 0, classWeights: [Float]? = nil, ownShare: Float? = nil
  ) {
    self.labels = labels
    self.ownShare = ownShare
    self.images = images
    self.smoothing = smoothing
    self.classWeights = classWeights
  }

  /// Σ target·(−log p) / Σ w(label), where w is 1 without weights.
  package func meanLoss(_ logProbabilities: LaneTensor) -> Double {
    let classes = logProbabilities.shape.channels
    var sum = 0.0
    for image in 0..<images {
      let label = label(image, classes)
      let value = logProbabilities.block(image / LaneTensor.lanes)[label][image % LaneTensor.lanes]
      guard let ownShare else {
        sum -= Double(weight(label)) * Double(value)
        continue
      }
      let other = self.label(neighbour(image), classes)
      let otherValue = logProbabilities.block(image / LaneTensor.lanes)[other][image % LaneTensor.lanes]
      sum -= Double(ownShare * weight(label)) * Double(value)
      sum -= Double((1 - ownShare) * weight(other)) * Double(otherValue)
    }
    guard smoothing > 0 else { return sum / totalWeight(classes) }
    let uniform = uniformLoss(logProbabilities) / Double(classes)
    return ((1 - smoothing) * sum + smoothing * uniform) / totalWeight(classes)
  }

  /// dx = ∂(mean loss)/∂logits, or of the sum, the mean times Σ w(label); zero in empty lanes.
  package func backward(_ logProbabilities: LaneTensor, _ dx: LaneTensor, isSum: Bool = false) {
    let classes = logProbabilities.shape.channels
    let total = isSum ? 1 : Float(totalWeight(classes))
    let kept = Float(1 - smoothing)
    let spread = Float(smoothing / Double(classes)) / total
    var uniform: Float = 0
    for c in 0..<classes { uniform += spread * weight(c) }
    for block in 0..<LaneTensor.blocks(for: images) {
      let first = block * LaneTensor.lanes
      // −1 in empty lanes; of images that are not mixed all lanes of `others` are empty.
      var labels = SIMD16<Int32>(repeating: -1)
      var others = SIMD16<Int32>(repeating: -1)
      var (shares, otherShares) = (Lanes.zero, Lanes.zero)
      for image in first..<min(first + LaneTensor.lanes, images) {
        let label = label(image, classes)
        labels[image - first] = Int32(label)
        shares[image - first] = (ownShare ?? 1) * (kept * (weight(label) / total))
        guard let ownShare else { continue }
        let other = self.label(neighbour(image), classes)
        others[image - first] = Int32(other)
        otherShares[image - first] = (1 - ownShare) * (kept * (weight(other) / total))
      }
      let values = logProbabilities.block(block)
      let gradients = dx.block(block)
      for c in 0..<classes {
        let own = Lanes.zero.replacing(with: shares, where: labels .== Int32(c))
        let other = Lanes.zero.replacing(with: otherShares, where: others .== Int32(c))
        let target = Lanes(repeating: spread * weight(c)) + own + other
        let gradient = exponential(values[c]) * (shares + otherShares + uniform) - target
        gradients[c] = gradient.replacing(with: Lanes.zero, where: labels .< 0)
      }
    }
  }

  /// The image that is mixed into this one.
  private func neighbour(_ image: Int) -> Int { (image + images - 1) % images }

  /// Σ over images and classes of w·(−log p).
  private func uniformLoss(_ logProbabilities: LaneTensor) -> Double {
    var sum = 0.0
    for block in 0..<LaneTensor.blocks(for: images) {
      let values = logProbabilities.block(block)
      var lanes = Lanes.zero
      for c in 0..<logProbabilities.shape.channels { lanes -= values[c] * weight(c) }
      let first = block * LaneTensor.lanes
      for lane in 0..<min(LaneTensor.lanes, images - first) { sum += Double(lanes[lane]) }
    }
    return sum
  }

  private func totalWeight(_ classes: Int) -> Double {
    guard classWeights != nil else { return Double(images) }
    var total = 0.0
    for image in 0..<images { total += Double(weight(label(image, classes))) }
    return total
  }

  private func weight(_ label: Int) -> Float { classWeights?[label] ?? 1 }

  private func label(_ image: Int, _ classes: Int) -> Int {
    let label = labels[image]
    guard label >= 0, label < classes else { fatalError("label \(label) is none of \(classes) classes") }
    return Int(label)
  }
}
