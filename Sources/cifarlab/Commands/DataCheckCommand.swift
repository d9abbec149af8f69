import Experiments
import Files
import ImageData
import Screen

/// `data check`: what is there twice, what was not read, odd sizes, classes that are tiny or out of balance.
enum DataCheckCommand {
  private static let csv = Option.flag("csv", "a table of all findings on standard output")
  private static let pictures = Option("pictures", "N", "pairs that a terminal is shown as pictures (8)") {
    text throws(InvalidValue) -> Int in
    guard let count = Int(text), (0...1000).contains(count) else {
      throw InvalidValue("a whole number from 0 to 1000 is wanted")
    }
    return count
  }

  static let command = Command(
    "data check", operands: "SRC", "duplicates, leaks between splits, broken and odd files, unequal classes",
    details: [
      "Duplicates are found however they were changed: re-encoded, mirrored, shifted by a pixel, brightened.",
      "On a terminal the first pairs are shown as pictures; --csv and --json name all.",
    ],
    options: Options.imageOptions + [csv, pictures, Options.ascii, Options.json, Options.quiet]
  ) { arguments, console in
    let source = try arguments.optionalOperand("SRC") ?? "auto"
    guard !(arguments.has(csv) && arguments.has(Options.json)) else {
      throw UsageError("--csv and --json are two forms of the same", remedy: "leave one out")
    }
    let console = console.quiet(arguments.has(Options.quiet))
    // What is kept decoded does not know which files were not read.
    var environment = DataEnvironment.current()
    environment.usesCache = false
    let data = try Inputs.data(source, try arguments.settings().reading, console, environment)
    console.progress("looking for duplicates among \(Figures.grouped(data.imageCount)) images")
    let report = DataCheckReport(data, SetCheck(data))
    console.progress("")
    if arguments.has(Options.json) {
      for object in report.json { try console.write(object) }
    } else if arguments.has(csv) {
      try console.write(report.csv)
    } else {
      try console.write(report.text)
      let shown = console.outputIsTerminal ? try arguments[pictures] ?? 8 : 0
      try console.write(drawn: report.pictures(shown, console, ascii: arguments.has(Options.ascii)))
    }
    return .done
  }
}
