import Files
import ImageData
import Kernels
import Networks
import Training

/// What it takes to use a network besides its weights. As metadata of a weights file it makes that a model.
package struct ModelFacts: Sendable, Equatable {
  package var network: String
  /// The network's text, where that is what it was made from.
  package var text: NetworkText?
  package var widths: [Int]
  package var classes: [String]
  /// Pixels a side.
  package var size: Int
  package var pictures: PictureReading
  /// Normalises pixels that were scaled to 0…1.
  package var statistics: ChannelStatistics
  /// The batch-norm statistics that the network evaluates with.
  package var batchStatistics: NetworkOptions.BatchNormStatistics
  /// Fraction on the validation images; nil: unknown.
  package var accuracy: Double?

  init(
    network: String, text: NetworkText? = nil, widths: [Int], classes: [String], size: Int,
    pictures: PictureReading = PictureReading(), statistics: ChannelStatistics,
    batchStatistics: NetworkOptions.BatchNormStatistics,
    accuracy: Double?
  ) {
    self.network = network
    self.text = text
    self.widths = widths
    self.classes = classes
    self.size = size
    self.pictures = pictures
    self.statistics = statistics
    self.batchStatistics = batchStatistics
    self.accuracy = accuracy
  }

  package init(_ run: TrainingRun, accuracy: Double? = nil) {
    network = run.network.architecture.name
    text = run.network.architecture.text
    widths = run.network.widths
    classes = run.data.classes
    size = run.data.size
    pictures = run.data.pictures
    statistics = run.learner.statistics
    batchStatistics = run.network.options.statistics
    self.accuracy = accuracy
  }

  /// The network before it has widths.
  package func architecture() throws(NetworkError) -> any Architecture {
    if let text { return TextArchitecture(text, name: network) }
    return try Architectures.named(network)
  }

  /// The network's layers; throws if no network has such facts.
  package func layers() throws -> [LayerSpec] {
    try architecture().specs(widths, image: MapShape(3, size, size), classes: classes.count)
  }
}

// MARK: - In a file

extension ModelFacts {
  private static let format = "1"

  private enum Key: String {
    case format = "cifarlab_model"
    case network, text = "network_text", widths, classes, size, fit, exif, mean, std
    /// As in `Safetensors.batchStatisticsEntry`.
    case batchStatistics = "bn_stats"
    case accuracy
  }

  /// As metadata entries: plain words, or JSON.
  package var metadata: [String: String] {
    var entries: [Key: String] = [
      .format: Self.format, .network: network, .widths: JSON.ints(widths).line, .classes: JSON.strings(classes).line,
      .size: "\(size)", .fit: pictures.fit.rawValue, .mean: JSON.numbers(statistics.mean.map(Double.init)).line,
      .std: JSON.numbers(statistics.std.map(Double.init)).line, .batchStatistics: batchStatistics.rawValue,
    ]
    entries[.text] = text?.description
    if pictures.exif == .off { entries[.exif] = pictures.exif.rawValue }
    entries[.accuracy] = accuracy.map { "\($0)" }
    return Dictionary(uniqueKeysWithValues: entries.map { ($0.key.rawValue, $0.value) })
  }

  /// Reads and checks such entries; nil if there are none, as in a file of bare weights.
  package init?(metadata: [String: String]) throws(ModelProblem) {
    guard let format = metadata[Key.format.rawValue] else { return nil }
    guard format == Self.format else {
      throw .entry(Key.format.rawValue, "\(format) is not known; this version reads \(Self.format)")
    }
    func entry(_ key: Key) throws(ModelProblem) -> String {
      guard let text = metadata[key.rawValue] else { throw .entry(key.rawValue, "it is missing") }
      return text
    }
    func list<Value: Decodable>(_ key: Key, of type: Value.Type, _ counts: ClosedRange<Int>) throws(ModelProblem)
      -> [Value]
    {
      let bytes = Array(try entry(key).utf8)
      guard bytes.count <= Self.listLimit, let values = try? JSON.decode([Value].self, from: bytes),
        counts.contains(values.count)
      else { throw .entry(key.rawValue, "it is not a list of \(counts.lowerBound) to \(counts.upperBound)") }
      return values
    }
    network = try entry(.network)
    if let text = metadata[Key.text.rawValue] {
      do throws(NetworkTextError) {
        self.text = try NetworkText(parsing: text)
      } catch {
        throw .entry(Key.text.rawValue, error.description)
      }
    }
    // A text need not name any.
    widths = try list(.widths, of: Int.self, text == nil ? WidthLimits.count : 0...WidthLimits.count.upperBound)
    classes = try list(.classes, of: String.self, 1...256)
    guard let size = Int(try entry(.size)), ReadOptions.sizes.contains(size) else {
      throw .entry(Key.size.rawValue, "it is none of \(ReadOptions.sizes.map(String.init).joined(separator: ", "))")
    }
    self.size = size
    let fitName = try entry(.fit)
    guard let fit = PictureFit(rawValue: fitName) else {
      throw .entry(Key.fit.rawValue, "it is none of \(PictureFit.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    let exifName = metadata[Key.exif.rawValue] ?? EXIFOrientation.on.rawValue
    guard let exif = EXIFOrientation(rawValue: exifName) else {
      throw .entry(Key.exif.rawValue, "it is neither on nor off")
    }
    pictures = PictureReading(fit: fit, exif: exif)
    let (mean, std) = (try list(.mean, of: Float.self, 3...3), try list(.std, of: Float.self, 3...3))
    guard (mean + std).allSatisfy(\.isFinite), std.allSatisfy({ $0 > 0 }) else {
      throw .entry(Key.std.rawValue, "pixels cannot be normalised by it")
    }
    statistics = ChannelStatistics(mean: mean, std: std)
    let kind = try entry(.batchStatistics)
    guard let batchStatistics = NetworkOptions.BatchNormStatistics(rawValue: kind) else {
      throw .entry(Key.batchStatistics.rawValue, "it is neither last nor ema")
    }
    self.batchStatistics = batchStatistics
    accuracy = metadata[Key.accuracy.rawValue].flatMap(Double.init).flatMap { (0...1).contains($0) ? $0 : nil }
  }

  /// In bytes.
  private static let listLimit = 1_000_000
}

extension Network {
  /// Throws if it has no layer that keeps two kinds of batch statistics to choose from.
  package func checkKnowsTwoStatistics() throws(ModelProblem) {
    guard knowsTwoStatistics else { throw .oneKindOfStatistics(architecture.name) }
  }
}

/// Why a weights file cannot be used as a model.
package enum ModelProblem: UserFacingError, Equatable {
  /// A metadata entry, and what is wrong with it.
  case entry(String, String)
  /// Batch-norm layers without statistics.
  case noStatistics(layers: [String])
  /// Numbers of learned values.
  case size(needed: Int, found: Int)
  /// A network, none of whose layers keeps two kinds.
  case oneKindOfStatistics(String)

  package var exitCode: ExitCode {
    if case .oneKindOfStatistics = self { .wrongUse } else { .fileProblem }
  }

  package var problem: String {
    switch self {
    case .entry(let name, let reason): "the model's entry '\(name.printable)' cannot be used: \(reason.printable)"
    case .noStatistics(let layers): "\(layers.joined(separator: ", ")): no statistics to normalise with yet"
    case .size(let needed, let found): "its network has \(needed) weights, the file \(found) values"
    case .oneKindOfStatistics(let name): "\(name) has no layers that keep batch statistics of two kinds"
    }
  }

  package var remedy: String? {
    switch self {
    case .noStatistics: "train the network for an epoch first"
    case .oneKindOfStatistics: "leave out --bn-stats"
    case .entry, .size: nil
    }
  }
}
