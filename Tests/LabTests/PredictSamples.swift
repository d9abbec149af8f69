import ImageData
import Screen

@testable import Experiments
@testable import Lab

/// Answers of two runs about a picture.
enum PredictSamples {
  /// The runs of the state have answered about the second picture of a folder; its network was sure or not.
  static func fill(_ state: inout LabState, images: DataSet = RecordedRun.images, image: Int = 7) throws {
    _ = update(&state, PredictMessage.opened(name: "photos", folder: true, ["a.png", "harbour.jpg", "z.webp"]))
    let first = state.predict.question
    state.screen = .predict
    Support.press(.right, on: &state)
    let planes = Array(images.valid.image(image))
    let (side, area) = (images.size, images.size * images.size)
    let pixels = (0..<area).flatMap { place in (0..<3).map { planes[$0 * area + place] } }
    let file = try ImageCodec.encodePNG(pixels, width: side, height: side)
    let large = try PictureFeed(size: 192).picture(file, name: "").pixels.get()
    let question = state.predict.question
    _ = update(&state, PredictMessage.shown(first, PixelImage(width: 1, height: 1, planes: [9, 9, 9])))
    _ = update(&state, PredictMessage.shown(question, PixelImage(width: 192, height: 192, planes: large)))
    for (run, shares) in zip(state.predict.runs, [[0.8123, 0.1, 0.05], [0.4, 0.35, 0.2]]) {
      let order = run == state.predict.runs.first ? [4, 1, 2] : [1, 4, 2]
      let rest = images.classes.indices.filter { !order.contains($0) }
      let left = (1 - shares.reduce(0, +)) / Double(rest.count)
      let ranking = (zip(order, shares) + rest.map { ($0, left) }).map {
        PredictedPicture.RankedClass(name: images.classes[$0.0], probability: $0.1)
      }
      let seen = RunAnswer.Seen(picture: PixelImage(images.valid, image), ranking: ranking)
      _ = update(&state, PredictMessage.answered(question, RunAnswer(run: run, seen: seen)))
    }
    Support.end(&state)
    Support.end(&state)
  }
}
