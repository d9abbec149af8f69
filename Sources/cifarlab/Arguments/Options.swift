import Experiments
import Exports
import Listing
import Networks
import Training

/// The options of the command line that are no setting of a recipe, and those settings that commands read by
/// themselves.
enum Options {
  // What a recipe is made of, as far as commands ask for it by itself.
  static let data = Option(.data, \.data)
  static let size = Option(.size, \.size)
  static let widths = Option(.widths, { $0.widths ?? [] })
  static let batchSize = Option(.batchSize, \.batchSize)
  static let seed = Option(.seed, \.seed)
  static let padding = Option(.padding, \.training.augmentation.padding)
  static let freeze = Option(.frozen, \.options.frozen)
  static let noShuffle = Option(.shuffling, { !$0.training.shuffles })
  static let dropLast = Option(.dropLast, \.training.dropsLast)
  static let balance = Option(.balance, \.training.balance)
  static let maxSteps = Option(.maxSteps, { $0.training.maxSteps ?? 0 })
  static let initialWeights = Option(.initialWeights, { $0.initialWeights ?? "" })
  static let newHead = Option(.newHead, \.newHead)
  static let fit = Option(.fits, { $0.fits[0] })

  // What a run leaves, and where.
  static let save = text("save", "FILE", "write the weights there at the end, as safetensors")
  static let runs = text("runs", "DIR", "the folder of all runs (runs)")
  static let checkpointEvery = Option("checkpoint-every", "S", "seconds between checkpoints within an epoch (30)") {
    text throws(InvalidValue) -> Double in
    guard let seconds = Double(text), seconds > 0, seconds <= 1e6 else {
      throw InvalidValue("a number of seconds above 0 is wanted")
    }
    return seconds
  }
  static let recipe = text("recipe", "FILE", "repeat the run of this run.json, or of a RUN")
  static let threads = count("threads", upTo: 1024, "threads that compute (one for each core)")

  // How learning rates are swept.
  static let startRate = rate("start-lr", "the first learning rate (1e-5)")
  static let endRate = rate("end-lr", "the last learning rate (10)")
  static let linear = Option.flag("linear", "rates rise linearly, not by a factor")
  static let byTrial = Option.flag("by-trial", "then train shortly at a few rates, and recommend the best of them")
  static let apply = Option.flag("apply", "print the --fit options of the recipe scaled to the recommended rate")
  static let picture = text("png", "FILE", "write the whole curve there: as PNG, or as SVG where FILE ends in .svg")

  // How many runs there are.
  static let seeds = count("seeds", upTo: 1000, "so many seeds, from --seed on (1)")
  static let points = count("points", upTo: 100_000, "random points in place of all combinations")
  static let fresh = Option.flag("fresh", "train again what --runs has, as new runs")
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
  static let columns = Option("columns", "A,B,…", "columns of the table by their names, a wrong one lists them") {
    text throws(InvalidValue) -> [RunColumn] in try RunColumn.list(text)
  }
  static let filter = Option("filter", "TERMS", "only runs for which all hold: \(RunFilter.usage)") {
    text throws(InvalidValue) -> RunFilter in try RunFilter(parsing: text)
  }
  static let output = text("out", "DIR", "the folder to write to")
  static let onlyForms = Option<Set<RunExport.Form>>(
    "only", RunExport.Form.allCases.map(\.rawValue).joined(separator: ","), "of an export, the network in these forms"
  ) { text throws(InvalidValue) in
    let words = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let forms = words.compactMap(RunExport.Form.init)
    let known = RunExport.Form.allCases.map(\.rawValue).joined(separator: ", ")
    guard forms.count == words.count else { throw InvalidValue("is not a list of \(known)") }
    return Set(forms)
  }

  // What is asked of a trained network.
  static let batchStatistics = Option(.batchNormStatistics) { $0.options.statistics }
    .outsideRecipes("batch statistics to evaluate with (the recipe's)")
  static let best = Option.flag("best", "the weights of the best epoch, not of the last")
  static let top = count("top", upTo: 256, "name so many classes of each picture (default 3)")
  static let csv = Option.flag("csv", "results as a table with commas on standard output")
  static let sortInto = text("sort-into", "DIR", "link or copy each picture into a folder of its class there")
  static let report = Option.flag("report", "precision, recall, F1 and AUC of each class, and how sure the accuracy is")
  static let predictions = text("predictions", "FILE", "write the log-probabilities of all images there")
  static let keptTest = Option.flag(
    "test", "on the images that were left aside for the end, not on those that validate")
  static let augmentation = Option(.lastViews) { $0.training.lastViews }
    .outsideRecipes("the mean over each image and N augmented ones, its mirror, or shifts by a pixel")

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
  static let augmented = Option.flag("augmented", "flipped, cropped and changed as in training")
  static let schedule = Option.flag("schedule", "the learning rate and momentum over the steps of all fit calls, too")
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
}
