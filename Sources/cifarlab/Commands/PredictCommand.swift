import Experiments
import Files
import Foundation
import ImageData
import Screen
import Training

/// `predict RUN|MODEL PICTURE…`: what a trained network takes pictures for.
enum PredictCommand {
  static let command = Command(
    "predict", operands: "RUN FILE…", "the classes of pictures, with probabilities",
    details: [
      "RUN may be the file of a model; FILE is a picture, a folder, an archive, or - for standard input.",
      "- reads PNG, JPEG or PPM pictures that follow each other in a pipe, and answers each as it comes.",
      "Exits with 3 where a picture could not be read; the others are answered all the same.",
    ],
    options: [
      Options.top, Options.augmentation, Options.csv, Options.sortInto, Options.best, Options.batchStatistics,
      Options.runs, Options.threads, Options.ascii, Options.json, Options.quiet,
    ]
  ) { arguments, console in
    let console = console.quiet(arguments.has(Options.quiet))
    guard arguments.operands.count > 1 else {
      throw UsageError(
        "predict needs a RUN or a MODEL, and pictures", remedy: "for instance: cifarlab predict last photos/")
    }
    guard !(arguments.has(Options.csv) && arguments.has(Options.json)) else {
      throw UsageError("--csv and --json are two forms of the same", remedy: "leave one out")
    }
    let model = try Inputs.model(arguments.operands[0], arguments, console)
    let interruption = Interruption(ending: console)
    defer { interruption.end() }
    var session = try PredictSession(model, arguments, console)
    for source in arguments.operands.dropFirst() {
      if source == "-" { try session.answerPipe() } else { try session.answer(source) }
    }
    return try session.end()
  }
}

/// Answers one picture after the other, and counts.
private final class PredictSession {
  private let model: Model
  private let console: Console
  private let report: PredictReport
  private let augmentation: TestTimeAugmentation
  private let feed: PictureFeed
  private var sorted: SortedFolder?
  private var images = 0
  private var failed = 0
  private let clock = ContinuousClock()
  private let start = ContinuousClock.now

  init(_ model: Model, _ arguments: Arguments, _ console: Console) throws {
    self.model = model
    self.console = console
    augmentation = try arguments[Options.augmentation] ?? .off
    feed = PictureFeed(size: model.facts.size, pictures: model.facts.pictures)
    sorted = try arguments[Options.sortInto].map { path throws(FileProblem) in try SortedFolder(path) }
    report = PredictReport(
      top: min(try arguments[Options.top] ?? 3, model.facts.classes.count),
      form: arguments.has(Options.json) ? .json : arguments.has(Options.csv) ? .csv : .text, console: console,
      capabilities: console.capabilities(ascii: arguments.has(Options.ascii)), size: model.facts.size)
    try report.begin()
  }

  /// A picture's file, a folder or an archive.
  func answer(_ source: String) throws {
    let isFolder = FileKind(of: source) == .folder
    let notices = try feed.read(source) { [self] pictures in
      try take(pictures) { isFolder ? source + "/" + $0.name : $0.name == source ? source : nil }
    }
    if !console.isQuiet { for notice in notices { console.message("cifarlab: \(source): \(notice)") } }
  }

  /// Pictures from standard input, each as soon as it is whole.
  func answerPipe() throws {
    var stream = PictureStream()
    var number = 0
    func answer(_ frame: PictureStream.Frame) throws {
      number += 1
      let picture = feed.picture(frame, name: "-:\(number)")
      try take([picture]) { _ in nil }
    }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Foundation.read(STDIN_FILENO, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw FileProblem(path: "standard input", reason: String(cString: strerror(errno)))
      }
      if count == 0 { break }
      stream.add(chunk[..<count])
      while let frame = stream.next() { try answer(frame) }
    }
    while let frame = stream.finish() { try answer(frame) }
  }

  /// `path` is where a picture's file stands, if it stands anywhere.
  private func take(_ pictures: [NamedPicture], _ path: (NamedPicture) -> String?) throws {
    for predicted in try model.predict(pictures, augmentation) {
      images += 1
      if predicted.best == nil { failed += 1 }
      _ = try sorted?.add(predicted, path: path(predicted.picture))
      try report.write(predicted)
    }
  }

  func end() throws -> ExitCode {
    try report.end(images: images, failed: failed, seconds: (clock.now - start) / .seconds(1))
    if images == 0 { console.message("cifarlab: there were no pictures") }
    return failed > 0 || images == 0 ? .fileProblem : .done
  }
}
