import Experiments
import Files
import ImageData
import Kernels
import Networks
import Training

/// Every option of the command line, each with its value checked where it is read.
enum Options {
  // What the images are.
  static let data = text("data", "SRC", "where the images come from (auto)")
  static let size = Option("size", "16|24|32|48|64", "scale the images to so many pixels a side (32)") {
    text throws(InvalidValue) -> Int in
    let sizes = [16, 24, 32, 48, 64]
    guard let size = Int(text), sizes.contains(size) else {
      throw InvalidValue("one of \(sizes.map(String.init).joined(separator: ", ")) is wanted")
    }
    return size
  }
  static let subset = count("subset", "train on N images, chosen by the seed, all classes alike")
  static let padding = Option("pad", "reflect|black", "what augmentation finds beyond the border (reflect)") {
    text throws(InvalidValue) -> Augmentation.Padding in
    guard let padding = Augmentation.Padding(rawValue: text) else { throw InvalidValue("reflect or black is wanted") }
    return padding
  }
  static let statistics = Option("stats", "article|measured", "normalise by these (article's for CIFAR-10's classes)") {
    text throws(InvalidValue) -> Recipe.Statistics in
    switch text {
    case "article": return .article
    case "measured": return .measured
    default: throw InvalidValue("article or measured is wanted")
    }
  }
  static let noAugment = Option.flag("no-augment", "train on the images as they are")
  static let noShuffle = Option.flag("no-shuffle", "train on the images in their stored order")

  // What the network is.
  static let widths = Option("widths", "A,B,…", "the network's widths, first to last") {
    text throws(InvalidValue) -> [Int] in
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    var widths: [Int] = []
    for (index, part) in parts.enumerated() {
      guard let width = Int(part.filter { $0 != " " }), width > 0 else {
        throw InvalidValue("width \(index + 1), '\(part)', is no whole number above 0; write them as 3,20,40,80")
      }
      widths.append(width)
    }
    return widths
  }
  static let dropout = fraction("dropout", "P", "share of features dropped before the last layer (the network's own)")
  static let freeze = Option("freeze", "LAYERS", "layers that stay as they are, by name: conv1,layers.0 or layers") {
    text throws(InvalidValue) -> [String] in
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard !names.contains("") else { throw InvalidValue("names with commas between them are wanted") }
    return names
  }
  static let batchNormFreeze = Option.flag("bn-freeze", "normalise with the stored statistics and leave them alone")
  static let batchNormStatistics = Option(
    "bn-stats", "last|ema", "statistics of evaluation: last batch, average (last)"
  ) {
    text throws(InvalidValue) -> NetworkOptions.BatchNormStatistics in
    guard let statistics = NetworkOptions.BatchNormStatistics(rawValue: text) else {
      throw InvalidValue("last or ema is wanted")
    }
    return statistics
  }
  static let batchNormDead = Option("bn-dead", "a|nan", "what a channel without variance puts out (a)") {
    text throws(InvalidValue) -> BatchNorm.DeadChannel in
    switch text {
    case "a": return .beta
    case "nan": return .nan
    default: throw InvalidValue("a or nan is wanted")
    }
  }
  static let initialWeights = text("init", "FILE", "start from the weights of this safetensors file")
  static let save = text("save", "FILE", "write the weights there at the end, as safetensors")

  // How it is trained.
  static let fit = Option("fit", "\"LR, N…\"", "a fit call: LR, N[, cycle_len=L][, cycle_mult=M][, wds=W]; repeatable")
  {
    text throws(InvalidValue) -> FitCall in
    do throws(FitCallError) {
      return try FitCall(parsing: text)
    } catch {
      throw InvalidValue("column \(error.column): \(error.reason)\n\(error.pointer)")
    }
  }
  static let batchSize = count("batch-size", upTo: 65_536, "images in a batch (256)")
  static let seed = Option("seed", "N", "what all chance follows from (42)") { text throws(InvalidValue) -> UInt64 in
    guard let seed = UInt64(text) else { throw InvalidValue("a whole number from 0 to \(UInt64.max) is wanted") }
    return seed
  }
  static let momentum = fraction("momentum", "M", "share of the last update that goes on (0.9)")
  static let maxSteps = count("max-steps", "end after N steps, as an epoch ends")
  static let runs = text("runs", "DIR", "the folder of all runs (runs)")
  static let checkpointEvery = Option("checkpoint-every", "S", "seconds between checkpoints within an epoch (30)") {
    text throws(InvalidValue) -> Double in
    guard let seconds = Double(text), seconds > 0, seconds <= 1e6 else {
      throw InvalidValue("a number of seconds above 0 is wanted")
    }
    return seconds
  }
  static let recipe = text("recipe", "FILE", "repeat the run of this run.json")
  static let threads = count("threads", upTo: 1024, "threads that compute (one for each core)")

  // How learning rates are swept.
  static let startRate = rate("start-lr", "the first learning rate (1e-5)")
  static let endRate = rate("end-lr", "the last learning rate (10)")
  static let linear = Option.flag("linear", "rates rise linearly, not by a factor")

  // How many runs there are.
  static let seeds = count("seeds", upTo: 1000, "so many seeds, from --seed on (1)")
  static let points = count("points", upTo: 100_000, "random points in place of all combinations")
  static let commands = Option.flag("commands", "print the commands of the runs that are left")
  static let rates = Option("lrs", "A,B,…", "learning rates of the grid; with --points their range") {
    text throws(InvalidValue) -> [Double] in
    let rates = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0.filter { $0 != " " }) }
    let good = rates.compactMap { $0 }.filter { $0 > 0 && $0.isFinite }
    guard good.count == rates.count else { throw InvalidValue("numbers above 0 are wanted, as in 1e-2,3e-2,1e-1") }
    return good
  }
  static let gridWidths = Option("grid-widths", "\"A,B; C,D\"", "lists of widths, with semicolons between them") {
    text throws(InvalidValue) -> [[Int]] in
    try text.split(separator: ";", omittingEmptySubsequences: false).map { list throws(InvalidValue) in
      try widths.parse(String(list))
    }
  }
  static let output = text("out", "DIR", "the folder to write to")

  // What is asked of a trained network.
  static let best = Option.flag("best", "the weights of the best epoch, not of the last")
  static let predictions = text("predictions", "FILE", "write the log-probabilities of all images there")
  static let augmentations = count("tta", upTo: 256, "test-time augmentation: N augmented images beside the plain one")

  // How the lab speaks.
  static let json = Option.flag("json", "one JSON object a line on standard output")
  static let jsonOrSteps = Option.flag("json", or: ["steps"], "one JSON object a line; =steps: one for each step, too")
  static let quiet = Option.flag("quiet", "no progress, no notices")
  static let ascii = Option.flag("ascii", "ASCII characters only")

  // What pictures show.
  static let index = Option("index", "I", "the first image, counted from 0 (0)") { text throws(InvalidValue) -> Int in
    guard let index = Int(text), index >= 0 else { throw InvalidValue("a whole number from 0 on is wanted") }
    return index
  }
  static let count = count("count", upTo: 10_000, "how many images (4)")
  static let augmented = Option.flag("augmented", "flipped and cropped as in training")
  static let layers = Option.flag("layers", "each layer and pass by itself")
  static let epoch = Option.flag("epoch", "a whole epoch, too: augmentation, steps, validation")

  private static func text(_ name: String, _ placeholder: String, _ help: String) -> Option<String> {
    Option(name, placeholder, help) { text throws(InvalidValue) -> String in
      guard !text.isEmpty else { throw InvalidValue("it must not be empty") }
      return text
    }
  }

  private static func count(_ name: String, upTo limit: Int = 1_000_000_000, _ help: String) -> Option<Int> {
    Option(name, "N", help) { text throws(InvalidValue) -> Int in
      guard let value = Int(text), (1...limit).contains(value) else {
        throw InvalidValue("a whole number from 1 to \(limit) is wanted")
      }
      return value
    }
  }

  private static func rate(_ name: String, _ help: String) -> Option<Double> {
    Option(name, "LR", help) { text throws(InvalidValue) -> Double in
      guard let value = Double(text), value > 0, value.isFinite else {
        throw InvalidValue("a number above 0 is wanted")
      }
      return value
    }
  }

  private static func fraction(_ name: String, _ placeholder: String, _ help: String) -> Option<Double> {
    Option(name, placeholder, help) { text throws(InvalidValue) -> Double in
      guard let value = Double(text), value >= 0, value < 1 else {
        throw InvalidValue("a number from 0 up to, but not, 1 is wanted")
      }
      return value
    }
  }
}
