import ImageData
import Kernels
import Screen

/// Messages of the Data screen's tasks.
enum DataMessage: LabMessage {
  case sourcesListed([SourceEntry])
  case loading(String)
  case loaded(source: String, ReadOptions, DataSet, SetFacts)
  case loadFailed(source: String, String)
  case drawn(AugmentationStrip)
  /// What was found in the set of this source.
  case checked(source: String, SetCheck)

  func apply(to state: inout LabState) -> [Effect] {
    switch self {
    case .sourcesListed(let entries): state.data.sources = entries
    case .loading(let note): state.data.note(note)
    case .loaded(let source, let options, let set, let facts): return state.take(source, options, set, facts)
    case .loadFailed(let source, let reason):
      if source == state.data.remembered, source != "auto", state.data.set == nil {
        state.data.remembered = nil
        state.say("\(source), which the last session had, cannot be loaded: \(reason)", .warning)
        return state.load("auto")
      }
      state.data.fail(source, reason)
      if state.data.set != nil { state.form.use(data: state.data.source, state.data.options) }
      state.say(reason, .error)
    case .drawn(let strip): state.data.take(strip)
    case .checked(let source, let check):
      guard source == state.data.set?.source else { break }
      state.data.take(check)
      state.say(DataFindings(check).summary)
    }
    return []
  }

  func lines(_ state: LabState) -> [String] {
    if case .checked(_, let check) = self { return DataFindings(check).lines.map { "\($0.title): \($0.text)" } }
    guard case .loaded(_, _, let set, let facts) = self else { return [] }
    func numbers(_ values: [Float]) -> String {
      values.map { Figures.fixed(Double($0), 4) }.joined(separator: " ")
    }
    return [
      "images: \(set.name), \(Figures.grouped(set.train.count)) training and \(Figures.grouped(set.valid.count)) "
        + "validation images of \(set.classes.count) classes: \(set.classes.joined(separator: ", "))",
      "mean \(numbers(facts.measured.mean)), standard deviation \(numbers(facts.measured.std))",
    ]
  }
}

extension LabState {
  fileprivate mutating func take(
    _ source: String, _ options: ReadOptions, _ set: DataSet, _ facts: SetFacts
  ) -> [Effect] {
    data.take(source, options, set, facts)
    form.use(data: source, options)
    network.fit(image: MapShape(3, set.train.size, set.train.size), classes: set.classes.count)
    sayFindings(set.notices + cautions.map(\.text))
    return redrawStrip()
  }

  /// What was met in the images and is asked too much of them, the worst first; the log keeps all of it.
  private mutating func sayFindings(_ texts: [String]) {
    for text in texts { write(LogPane.Line(text, level: .warning)) }
    guard !texts.isEmpty else { return }
    let count = texts.count > 1 ? "\(texts.count) notices, whole in the log (\(keyName(.log))): " : ""
    say(count + texts.joined(separator: " · "))
  }

  mutating func load(_ source: String) -> [Effect] {
    guard training == nil, sweeping == nil else {
      say("a network is being trained on these images; stop it first", .warning)
      return []
    }
    data.load(source)
    return [.file(LoadImages(source: source, options: form.recipe.reading))]
  }

  /// Another set, which is divided as it is itself.
  mutating func loadOther(_ source: String) -> [Effect] {
    if source != data.source { form.divideAsUsual() }
    return load(source)
  }

  mutating func loadSelectedSource() -> [Effect] {
    guard data.sources.indices.contains(data.selectedSource) else { return [] }
    let entry = data.sources[data.selectedSource]
    if entry.availability == .fetchable {
      form.divideAsUsual()
      data.load(entry.source)
      return [.file(FetchImages(source: entry.source, options: form.recipe.reading))]
    }
    return loadOther(entry.source)
  }

  mutating func showClass(by offset: Int) -> [Effect] {
    guard let classes = data.set?.classes else { return [] }
    // The cycle is: all classes together, then each class.
    let next = ((data.onlyClass ?? -1) + 1 + offset + classes.count + 1) % (classes.count + 1) - 1
    data.show(onlyClass: next < 0 ? nil : next)
    return redrawStrip()
  }

  /// Requests augmentations of the selected image, if they are shown.
  mutating func redrawStrip() -> [Effect] {
    guard data.showsStrip, data.showsTraining, let set = data.set, let image = data.selectedImage else { return [] }
    // Where images are mixed, the one that it is mixed with comes first.
    let images =
      form.augmentation.jitter.mixup == nil ? [image] : [image == 0 ? set.train.count - 1 : image - 1, image]
    let pixels = ImageSet(
      size: set.train.size, pixels: images.flatMap { set.train.image($0) }, labels: images.map { set.train.labels[$0] })
    return [
      .file(
        DrawAugmentations(
          index: image, image: pixels, statistics: form.recipe.training.normalisation.statistics(of: set),
          seed: data.stripSeed, count: 8,
          augmentation: form.augmentation))
    ]
  }
}
