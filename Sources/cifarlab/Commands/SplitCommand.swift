import Experiments
import Files
import ImageData
import Screen

/// `data split SRC OUT.csv`: a set's division written down, as a list that is a set itself.
enum SplitCommand {
  static let command = Command(
    "data split", operands: "SRC OUT.csv", "write down which image trains, validates and tests",
    details: [
      "OUT.csv is a list, file,label,split, and as --data OUT.csv a set itself: beside the files, or by their paths.",
      "That of an archive names the archive's files: put it into the folder that the archive is unpacked to.",
    ],
    options: Options.imageOptions.filter { $0.name != Options.size.name } + [Options.json, Options.quiet]
  ) { arguments, console in
    let console = console.quiet(arguments.has(Options.quiet))
    guard arguments.operands.count == 2 else {
      throw UsageError(
        "SRC and OUT.csv are wanted", remedy: "as in: cifarlab data split photos/ photos.csv --valid 0.2")
    }
    let (source, list) = (arguments.operands[0], arguments.operands[1])
    guard DataSource.isList(list) else {
      throw UsageError("'\(list)' is no name of a list", remedy: "let it end with .csv, by which it is known")
    }
    let data = try Inputs.data(source, try arguments.settings(RecipeField.ofSplits).reading, console)
    try ListWriter.write(data, to: list)
    let counts = [("train", data.train.count), ("valid", data.valid.count), ("test", data.test?.count ?? 0)]
    if arguments.has(Options.json) {
      try console.write([
        "event": "split", "list": .string(list), "train_images": .int(data.train.count),
        "valid_images": .int(data.valid.count), "test_images": .int(data.test?.count ?? 0),
        "fingerprint": .string(data.fingerprint),
      ])
    } else {
      let parts = counts.filter { $0.1 > 0 }.map { "\(Figures.grouped($0.1)) \($0.0)" }.joined(separator: " + ")
      let isArchive = FileKind(of: source) == .regular && !DataSource.isList(source)
      let next = isArchive ? "put it into the folder that \(source) is unpacked to" : "read it with --data"
      try console.write("\(list): \(parts) images; \(next)\n")
    }
    return .done
  }
}
