import ImageData
import Kernels
import Screen

extension LabState {
  mutating func take(_ source: String, _ set: DataSet, _ facts: DataFacts) -> [Effect] {
    data.take(source, set, facts)
    network.fit(image: MapShape(3, set.train.size, set.train.size), classes: set.classes.count)
    for text in set.notices { write(LogPane.Line(text, level: .warning)) }
    if let first = set.notices.first {
      say(set.notices.count > 1 ? "\(first) (and \(set.notices.count - 1) more in the log: !)" : first, .note)
    }
    return redrawStrip()
  }

  mutating func load(_ source: String) -> [Effect] {
    guard !train.isActive, finder.phase != .running else {
      say("a network is being trained on these images; stop it first", .warning)
      return []
    }
    data.load(source)
    return [.load(source: source)]
  }

  mutating func loadSelectedSource() -> [Effect] {
    guard data.sources.indices.contains(data.selectedSource) else { return [] }
    let entry = data.sources[data.selectedSource]
    if entry.standing == .fetchable {
      data.load(entry.source)
      return [.fetch(source: entry.source)]
    }
    return load(entry.source)
  }

  mutating func showClass(by offset: Int) -> [Effect] {
    guard let classes = data.set?.classes else { return [] }
    // All classes together stand between the last and the first.
    let next = ((data.onlyClass ?? -1) + 1 + offset + classes.count + 1) % (classes.count + 1) - 1
    data.show(onlyClass: next < 0 ? nil : next)
    return redrawStrip()
  }

  /// Asks for the augmentations of the selected image, where they are shown.
  mutating func redrawStrip() -> [Effect] {
    guard data.showsStrip, data.showsTraining, let image = data.selectedImage else { return [] }
    let augmentation = form.augmentation
    return [
      .draw(AugmentationRequest(image: image, seed: data.stripSeed, count: 8, augmentation: augmentation))
    ]
  }
}
