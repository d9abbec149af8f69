import Experiments
import Files
import Foundation
import ImageData
import Screen

/// `data list`, `data info`: the sets that are here.
enum DataCommands {
  static let list = Command("data list", "what is there, and what can be fetched", options: [Options.json]) {
    arguments, console in
    try arguments.refuseOperands()
    var table = TextTable([("source", .left), ("what", .left), ("state", .left), ("where", .left)])
    for entry in DataPlaces(.current()).list() {
      table.add([entry.source, entry.title, entry.state.rawValue, entry.detail])
      guard arguments.has(Options.json) else { continue }
      try console.write([
        "event": "source", "source": .string(entry.source), "title": .string(entry.title),
        "state": .string(entry.state.rawValue), "detail": .string(entry.detail),
      ])
    }
    if !arguments.has(Options.json) { try console.write(table.text) }
    return .done
  }

  static let info = Command(
    "data info", operands: "SRC", "size, classes, statistics of a data set",
    options: Options.imageOptions + [Options.json, Options.quiet]
  ) { arguments, console in
    let source = try arguments.optionalOperand("SRC") ?? "auto"
    let console = console.quiet(arguments.has(Options.quiet))
    let data = try Inputs.data(source, try arguments.settings(RecipeCommand.images).reading, console)
    if arguments.has(Options.json) { try console.write(json(data)) } else { try console.write(text(data)) }
    return .done
  }

  private static func json(_ data: DataSet) -> JSON {
    [
      "event": "data", "name": .string(data.name), "source": .string(data.source), "size": .int(data.size),
      "train_images": .int(data.train.count), "valid_images": .int(data.valid.count),
      "test_images": .int(data.test?.count ?? 0), "classes": .strings(data.classes),
      "mean": .numbers(data.statistics.mean.map(Double.init)), "std": .numbers(data.statistics.std.map(Double.init)),
      "per_class": .ints(data.train.perClass(data.classes.count)),
      "valid_per_class": .ints(data.valid.perClass(data.classes.count)), "fingerprint": .string(data.fingerprint),
      "fit": .string(data.pictures.fit.rawValue), "not_square": .int(data.notSquare),
      "notices": .strings(data.notices),
    ]
  }

  private static func text(_ data: DataSet) -> String {
    var table = TextTable([("class", .left), ("train", .right), ("valid", .right)])
    let counts = zip(data.train.perClass(data.classes.count), data.valid.perClass(data.classes.count))
    for (name, count) in zip(data.classes, counts) {
      table.add([name, Figures.grouped(count.0), Figures.grouped(count.1)])
    }
    table.add(["total", Figures.grouped(data.train.count), Figures.grouped(data.valid.count)])
    func row(_ values: [Float]) -> String { values.map { Figures.fixed(Double($0), 4) }.joined(separator: "  ") }
    return """
      \(data.name): \(data.source)
      \(Figures.grouped(data.train.count)) training and \(Figures.grouped(data.valid.count)) validation images of \
      \(data.size)×\(data.size)\(data.test.map { ", \(Figures.grouped($0.count)) left aside for a test" } ?? "")\
      \(data.fitSentence.map { "\n" + $0 } ?? "")

      \(table.text)
      mean         \(row(data.statistics.mean))   red, green, blue of the training images / 255
      std          \(row(data.statistics.std))
      fingerprint  \(data.fingerprint)

      """
  }
}
