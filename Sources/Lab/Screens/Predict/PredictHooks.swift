import ImageData

/// Ways to the screen from the images of others.
extension LabState {
  /// With the image under the cursor of Data.
  mutating func predictImage() -> [Effect] {
    guard let set = data.set, let place = data.selectedPlace, let images = data.images else { return [] }
    return predict(
      PredictSubject(
        images, place.index, name: set.file(place), label: set.className(place), file: set.pictureFile(place)))
  }

  /// With the image under the cursor of Inspect, its run first.
  mutating func predictInspected() -> [Effect] {
    guard let inspection = inspect.inspection, let image = inspect.current else { return [] }
    let subject = PredictSubject(
      inspection.images, image, name: inspection.labels.fileName(of: image),
      label: inspection.classes[inspection.label(image)], file: inspection.labels.pictureFile(of: image))
    return predict(subject, by: inspection.title)
  }
}

extension PredictSubject {
  /// An image of a set.
  fileprivate init(_ images: ImageSet, _ index: Int, name: String?, label: String, file: PictureFile?) {
    self.init(
      source: .pixels(Array(images.image(index)), side: images.size), name: name ?? "image \(index)", label: label,
      file: file)
  }
}
