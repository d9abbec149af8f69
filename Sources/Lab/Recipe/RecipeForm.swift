import Experiments
import ImageData
import Networks
import Screen
import Training

/// The recipe as a form: one row a setting, each typed or chosen, each wrong entry explained beside it.
struct RecipeForm: Equatable, Sendable {
  /// The rows, from top to bottom.
  enum Field: Int, CaseIterable, Sendable {
    case fits, batchSize, weightDecay, momentum, dropout, seed, subset, augmentation, padding, statistics
    case normStatistics, freeze

    var title: String {
      switch self {
      case .fits: "fit calls"
      case .batchSize: "batch size"
      case .weightDecay: "weight decay"
      case .momentum: "momentum"
      case .dropout: "dropout"
      case .seed: "seed"
      case .subset: "subset"
      case .augmentation: "augmentation"
      case .padding: "padding"
      case .statistics: "normalise by"
      case .normStatistics: "bn statistics"
      case .freeze: "freeze layers"
      }
    }

    /// What it means, in a line.
    var explanation: String {
      switch self {
      case .fits: "lr, epochs[, cycle_len=L][, cycle_mult=M][, wds=W]; a semicolon between calls"
      case .batchSize: "images in one step"
      case .weightDecay: "added to calls without a wds of their own"
      case .momentum: "share of the last step that goes on"
      case .dropout: "share of features left out before the last layer (Resnet2); empty: the network's own"
      case .seed: "what all chance follows from: the same seed gives the same run"
      case .subset: "images to train on, all classes alike; empty: all. Try ideas on a small set first"
      case .augmentation: "random flips and crops of the training images"
      case .padding: "what stands beyond the edge before the crop: the image mirrored, or black"
      case .statistics: "the channels' mean and std: the article's, or measured on these images"
      case .normStatistics: "what batch-norm uses in evaluation: the last batch's, or a moving average"
      case .freeze: "names of layers that learn nothing, such as conv1, layers.0"
      }
    }

    /// What can be chosen; empty where text is typed.
    var choices: [String] {
      switch self {
      case .augmentation: ["on", "off"]
      case .padding: ["reflect", "black"]
      case .statistics: ["auto", "article", "measured"]
      case .normStatistics: ["last", "ema"]
      default: []
      }
    }
  }

  private(set) var selected = Field.fits
  private var texts: [Field: String]
  /// The calls that were typed; empty: the network's own.
  private(set) var ownFits: [FitCall] = []

  init() {
    texts = [
      .batchSize: "256", .weightDecay: "0", .momentum: "0.9", .dropout: "", .seed: "42", .subset: "",
      .augmentation: "on", .padding: "reflect", .statistics: "auto", .normStatistics: "last", .freeze: "",
    ]
  }

  func text(_ field: Field) -> String { texts[field] ?? "" }

  /// What the row shows for an architecture: its own schedule where none was typed.
  func shown(_ field: Field, for architecture: any Architecture) -> String {
    switch field {
    case .fits: fits(for: architecture).map(Self.short).joined(separator: " ; ")
    case .subset where text(.subset).isEmpty: "all"
    case .dropout where text(.dropout).isEmpty: "the network's"
    case .freeze where text(.freeze).isEmpty: "none"
    default: text(field)
    }
  }

  /// A fit call with its rate as people write it: `1e-1, 4, cycle_len=1`.
  static func short(_ call: FitCall) -> String {
    let parts = call.description.split(separator: ",", maxSplits: 1)
    return Figures.rate(call.learningRate) + (parts.count > 1 ? "," + parts[1] : "")
  }

  /// The calls of a run: those typed, else the architecture's own; the form's weight decay where a call has none.
  func fits(for architecture: any Architecture) -> [FitCall] {
    let own = architecture.schedule.compactMap { try? FitCall(parsing: $0) }
    return (ownFits.isEmpty ? own : ownFits).map { call in
      var call = call
      if call.weightDecay == 0 { call.weightDecay = weightDecay }
      return call
    }
  }

  mutating func move(by offset: Int) {
    let index = min(max(selected.rawValue + offset, 0), Field.allCases.count - 1)
    selected = Field.allCases[index]
  }

  mutating func select(_ field: Field) { selected = field }

  /// The next or the one before of the choices.
  mutating func choose(_ field: Field, by offset: Int) {
    let choices = field.choices
    guard !choices.isEmpty else { return }
    let index = choices.firstIndex(of: text(field)) ?? 0
    texts[field] = choices[(index + offset + choices.count) % choices.count]
  }

  /// Takes what was typed, or says what is wrong with it.
  mutating func set(_ field: Field, to typed: String) -> InputError? {
    let value = typed.trimmed
    switch field {
    case .fits:
      do {
        ownFits = try value.split(separator: ";").map { text throws(FitCallError) in
          try FitCall(parsing: String(text).trimmed)
        }
      } catch {
        return InputError("column \(error.column): \(error.reason)")
      }
    case .augmentation, .padding, .statistics, .normStatistics:
      guard field.choices.contains(value) else {
        return InputError("one of \(field.choices.joined(separator: ", "))")
      }
    default:
      if let error = Self.check(field, value) { return error }
    }
    texts[field] = value
    return nil
  }

  private static func check(_ field: Field, _ value: String) -> InputError? {
    func whole(_ range: ClosedRange<Int>) -> InputError? {
      Int(value).map(range.contains) == true ? nil : InputError("a whole number from \(range.lowerBound) on")
    }
    func share(_ range: Range<Double>) -> InputError? {
      Double(value).map(range.contains) == true
        ? nil
        : InputError(
          "a number from \(NumberText.fixed(range.lowerBound, 0)) to below \(NumberText.fixed(range.upperBound, 0))")
    }
    switch field {
    case .batchSize: return Int(value).map((2...8_192).contains) == true ? nil : InputError("2 to 8192 images")
    case .seed: return UInt64(value) == nil ? InputError("a whole number, 0 or more") : nil
    case .subset: return value.isEmpty ? nil : whole(1...Int.max)
    case .weightDecay: return share(0..<1_000_000)
    case .momentum: return share(0..<1)
    case .dropout: return value.isEmpty ? nil : share(0..<1)
    default: return nil
    }
  }

  var batchSize: Int { Int(text(.batchSize)) ?? 256 }
  var seed: UInt64 { UInt64(text(.seed)) ?? 42 }
  var subset: Int? { Int(text(.subset)) }
  var momentum: Double { Double(text(.momentum)) ?? 0.9 }
  var dropout: Double? { Double(text(.dropout)) }
  var weightDecay: Double { Double(text(.weightDecay)) ?? 0 }
  var augmentation: Augmentation {
    Augmentation(
      isOn: text(.augmentation) == "on", padding: Augmentation.Padding(rawValue: text(.padding)) ?? .reflect)
  }
  var statistics: Recipe.Statistics {
    text(.statistics) == "auto" ? .automatic : Recipe.Statistics(rawValue: text(.statistics)) ?? .automatic
  }
  var frozen: [String] { text(.freeze).split { ", ".contains($0) }.map(String.init) }

  /// The learning rate of the last call becomes `rate`, as the finder suggests.
  mutating func take(rate: Double, for architecture: any Architecture) {
    var calls = fits(for: architecture)
    for index in calls.indices { calls[index].learningRate = rate }
    ownFits = calls
  }

  /// Puts what the form says into a recipe.
  func fill(_ recipe: inout Recipe, for architecture: any Architecture) {
    recipe.fits = fits(for: architecture)
    recipe.batchSize = batchSize
    recipe.seed = seed
    recipe.subset = subset
    recipe.augments = augmentation.isOn
    recipe.padding = augmentation.padding
    recipe.statistics = statistics
    recipe.dropout = dropout
    recipe.momentum = momentum
    recipe.movingStatistics = text(.normStatistics) == "ema"
    recipe.frozen = frozen
  }

  /// Takes the settings of an earlier run.
  mutating func take(_ recipe: Recipe) {
    ownFits = recipe.fits
    texts[.batchSize] = "\(recipe.batchSize)"
    texts[.weightDecay] = "0"
    texts[.momentum] = "\(recipe.momentum)"
    texts[.dropout] = recipe.dropout.map { "\($0)" } ?? ""
    texts[.seed] = "\(recipe.seed)"
    texts[.subset] = recipe.subset.map { "\($0)" } ?? ""
    texts[.augmentation] = recipe.augments ? "on" : "off"
    texts[.padding] = recipe.padding.rawValue
    texts[.statistics] = recipe.statistics == .automatic ? "auto" : recipe.statistics.rawValue
    texts[.normStatistics] = recipe.movingStatistics ? "ema" : "last"
    texts[.freeze] = recipe.frozen.joined(separator: ", ")
  }

  mutating func useOwnSchedule() { ownFits = [] }
}

extension RecipeForm.Field {
  /// The title as one word.
  var word: String { title.replacing(" ", with: "-") }

  /// The field that a line begins with, and the rest of the line: `batch size 64`, `batch-size 64`, `batch 64`.
  /// nil where it begins with none, or with what could be more than one.
  static func reading(_ line: String) -> (field: Self, value: String)? {
    let line = line.trimmed
    let lowercased = line.lowercased()
    for field in allCases {
      for name in [field.title, field.word] where (lowercased + " ").hasPrefix(name + " ") {
        return (field, line.dropFirst(name.count).trimmed)
      }
    }
    guard let first = lowercased.split(separator: " ").first else { return nil }
    let fitting = allCases.filter { $0.word.hasPrefix(first) }
    return fitting.count == 1 ? (fitting[0], line.dropFirst(first.count).trimmed) : nil
  }
}

extension StringProtocol {
  /// Without the spaces at both ends.
  var trimmed: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
