import ImageData
import Kernels
import Screen

/// A data set that is present, or can be downloaded.
struct SourceEntry: Equatable, Sendable {
  enum Availability: Equatable, Sendable { case here, fetchable, builtIn }
  /// A value of `--data`.
  let source: String
  let title: String
  /// Its path, or the size of the download.
  let detail: String
  let availability: Availability
}

/// Facts about a data set, computed once.
struct SetFacts: Equatable, Sendable {
  let measured: ChannelStatistics
  /// Images of each class.
  let trainPerClass: [Int]
  let validPerClass: [Int]
  let fingerprint: String
}

/// An image as the network sees it: stored, and augmented in several epochs, after normalisation and denormalisation.
struct AugmentationStrip: Equatable, Sendable {
  struct Draw: Equatable, Sendable {
    let title: String
    /// `[channel][row][column]`.
    let pixels: [UInt8]
  }
  /// Index of the training image.
  let image: Int
  let draws: [Draw]
  /// The largest error of normalisation and denormalisation, in 1/255.
  let largestDifference: Double
}

/// The Data screen.
struct DataState: Sendable {
  enum Phase: Equatable, Sendable {
    case empty
    case loading(source: String, note: String)
    case ready
    case failed(source: String, String)
  }
  /// The parts that Tab cycles through.
  enum Part: Int, CaseIterable, Sendable { case images, sources }
  /// How the images stand: mixed, which shows many classes at once, as their files do, or class by class.
  enum Order: Int, CaseIterable, Sendable {
    case mixed, byIndex, byClass

    var title: String {
      switch self {
      case .mixed: "mixed"
      case .byIndex: "in the files' order"
      case .byClass: "by class"
      }
    }
  }

  /// The mixed order is the same every time.
  private static let shuffleSeed: UInt64 = 1

  private(set) var phase = Phase.empty
  private(set) var set: DataSet?
  private(set) var facts: SetFacts?
  /// A value of `--data`.
  private(set) var source = "auto"
  /// The images of the last session, while nobody has asked for others: where they are gone, others are looked for.
  var remembered: String?
  /// What the set was read with.
  private(set) var options = ReadOptions()
  var sources: [SourceEntry] = [] { didSet { suggestSource() } }
  var selectedSource = 0
  var part = Part.images

  private(set) var showsTraining = true
  private(set) var order = Order.mixed
  /// The only class shown; nil: all.
  private(set) var onlyClass: Int?
  /// The size of the pictures that somebody wants; nil: as large as several have room.
  var zoom: ImageZoom?
  /// Indices of the images, in the order shown.
  private(set) var shown: [Int] = []
  /// Index into `shown`.
  private(set) var selected = 0
  private(set) var strip: AugmentationStrip?
  private(set) var stripSeed: UInt64 = 1
  var showsStrip = false
  /// What was found in the set, where somebody has asked.
  private(set) var check: SetCheck?
  /// The pair that was shown last, by its place among the pairs.
  private var pair: Int?

  var layout = DataScreenLayout()

  var images: ImageSet? { showsTraining ? set?.train : set?.valid }
  var selectedImage: Int? { shown.indices.contains(selected) ? shown[selected] : nil }
  var hasFailed: Bool {
    if case .failed = phase { return true }
    return false
  }
  /// Whether the built-in set is used because nothing else was found.
  var isFallback: Bool { source == "auto" && set?.name == "shapes" }

  mutating func load(_ source: String) { phase = .loading(source: source, note: "") }

  mutating func note(_ text: String) {
    if case .loading(let source, _) = phase { phase = .loading(source: source, note: text) }
  }

  mutating func take(_ source: String, _ options: ReadOptions, _ set: DataSet, _ facts: SetFacts) {
    phase = .ready
    self.source = source
    self.options = options
    self.set = set
    self.facts = facts
    onlyClass = nil
    strip = nil
    check = nil
    pair = nil
    suggestSource()
    arrange()
  }

  /// Where there are drawn figures only, the cursor of the sources stands on what has real pictures.
  private mutating func suggestSource() {
    selectedSource = min(selectedSource, max(sources.count - 1, 0))
    guard isFallback, selectedSource == 0 else { return }
    selectedSource = sources.firstIndex { $0.availability != .builtIn } ?? 0
  }

  mutating func fail(_ source: String, _ reason: String) { phase = .failed(source: source, reason) }

  mutating func take(_ check: SetCheck) {
    self.check = check
    pair = nil
  }

  /// Goes to the next pair of images that show the same, and gives it.
  mutating func moveToNextPair() -> Duplicates.Pair? {
    guard let pairs = check?.duplicates.pairs, !pairs.isEmpty else { return nil }
    let next = ((pair ?? -1) + 1) % pairs.count
    pair = next
    select(pairs[next].first)
    return pairs[next]
  }

  private mutating func select(_ place: ImagePlace) {
    guard place.part != .test else { return }
    showsTraining = place.part == .train
    onlyClass = nil
    arrange()
    selected = shown.firstIndex(of: place.index) ?? 0
  }

  /// The image under the cursor.
  var selectedPlace: ImagePlace? {
    selectedImage.map { ImagePlace(part: showsTraining ? .train : .valid, index: $0) }
  }

  mutating func take(_ strip: AugmentationStrip) { self.strip = strip }

  mutating func move(by offset: Int) { selected = min(max(selected + offset, 0), max(shown.count - 1, 0)) }
  mutating func moveToEnd() { selected = max(shown.count - 1, 0) }
  mutating func moveToStart() { selected = 0 }

  mutating func toggleSet() {
    showsTraining.toggle()
    arrange()
  }

  mutating func nextOrder() {
    order = order.moved(by: 1)
    arrange()
  }

  /// To the image with this number among those shown.
  mutating func select(_ number: Int) { selected = min(max(number, 0), max(shown.count - 1, 0)) }

  mutating func show(onlyClass: Int?) {
    self.onlyClass = onlyClass
    arrange()
  }

  mutating func drawAgain() { stripSeed += 1 }

  /// Shows the first class whose name contains `text`, in any case; false: there is none.
  mutating func filter(_ text: String) -> Bool {
    guard !text.isEmpty else {
      show(onlyClass: nil)
      return true
    }
    guard let index = set?.classes.firstIndex(where: { $0.lowercased().contains(text.lowercased()) }) else {
      return false
    }
    show(onlyClass: index)
    return true
  }

  private mutating func arrange() {
    guard let images else {
      shown = []
      return
    }
    shown = images.labels.indices.filter { onlyClass == nil || Int(images.labels[$0]) == onlyClass }
    switch order {
    case .mixed:
      var generator = SeededGenerator(seed: Self.shuffleSeed)
      shown.shuffleByLemire(using: &generator)
    case .byIndex: break
    case .byClass: shown.sort { (images.labels[$0], $0) < (images.labels[$1], $1) }
    }
    selected = 0
  }
}
