import Experiments
import Files
import ImageData
import Screen

/// What `predict` says of each picture.
struct PredictReport {
  enum Form { case text, csv, json }

  /// Classes that are named.
  let top: Int
  let form: Form
  let console: Console
  let capabilities: Capabilities
  /// Pixels a side, as the network sees them.
  let size: Int

  func begin() throws(OutputError) {
    guard form == .csv else { return }
    let ranks = (1...top).flatMap { $0 == 1 ? ["class", "probability"] : ["class_\($0)", "probability_\($0)"] }
    try console.write(drawn: (["file"] + ranks + ["error"]).joined(separator: ",") + "\n")
  }

  func write(_ predicted: PredictedPicture) throws(OutputError) {
    switch form {
    case .text: try console.write(drawn: text(predicted))
    case .csv: try console.write(drawn: csv(predicted))
    case .json: try console.write(json(predicted))
    }
  }

  func end(images: Int, failed: Int, seconds: Double) throws(OutputError) {
    switch form {
    case .json:
      try console.write([
        "event": "end", "images": .int(images), "failed": .int(failed), "seconds": .number(seconds),
      ])
    case .text where images > 1 && !console.isQuiet:
      let speed = Figures.grouped(Int((Double(images) / max(seconds, 1e-6)).rounded()))
      let broken = failed > 0 ? ", \(failed) of them not read" : ""
      console.message("\(Figures.grouped(images)) pictures\(broken), \(speed) a second")
    case .text, .csv: break
    }
  }

  /// The picture itself where the terminal has colours, then a line of the most probable classes.
  private func text(_ predicted: PredictedPicture) -> String {
    switch predicted.ranking {
    case .failure(let failure): return "\(predicted.picture.name.printable): not read: \(reason(failure).printable)\n"
    case .success(let ranking):
      var picture = ""
      if console.outputIsTerminal, !console.isQuiet, capabilities.colour > .none,
        let pixels = try? predicted.picture.pixels.get()
      {
        picture = ImageText.render(
          PixelImage(width: size, height: size, planes: pixels), width: console.columns, capabilities: capabilities)
      }
      let classes = ranking.prefix(top).map { "\($0.name.printable) \(Figures.percent($0.probability)) %" }
      return "\(picture)\(predicted.picture.name.printable): \(classes.joined(separator: ", "))\n"
    }
  }

  private func csv(_ predicted: PredictedPicture) -> String {
    let cells: [String] =
      switch predicted.ranking {
      case .failure(let failure): [String](repeating: "", count: 2 * top) + [reason(failure)]
      case .success(let ranking): ranking.prefix(top).flatMap { [$0.name, "\($0.probability)"] } + [""]
      }
    return DelimitedText.line([predicted.picture.name] + cells)
  }

  private func json(_ predicted: PredictedPicture) -> JSON {
    let name = JSON.string(predicted.picture.name)
    switch predicted.ranking {
    case .failure(let failure): return ["event": "prediction", "file": name, "error": .string(reason(failure))]
    case .success(let ranking):
      let top = ranking.prefix(top).map { ranked -> JSON in
        ["class": .string(ranked.name), "probability": .number(ranked.probability)]
      }
      return [
        "event": "prediction", "file": name, "class": .string(ranking[0].name),
        "probability": .number(ranking[0].probability), "top": .array(top),
      ]
    }
  }

  private func reason(_ failure: ImageCodec.Failure) -> String {
    switch failure {
    case .broken(let reason), .tooLarge(let reason): reason
    }
  }
}
