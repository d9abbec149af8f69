/// Loss and accuracy over a whole set, each image counting once.
package struct Evaluation: Sendable, Equatable, Codable {
  package var loss: Double
  /// A fraction.
  package var accuracy: Double
  package var images: Int

  /// Figures of `images` images.
  package init(loss: Double, accuracy: Double, images: Int) {
    self.loss = loss
    self.accuracy = accuracy
    self.images = images
  }
}
