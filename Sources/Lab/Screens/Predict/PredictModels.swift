import Experiments
import Foundation
import ImageData
import Kernels
import Screen
import Synchronization

/// Networks of runs that have answered, so that the next picture finds them ready.
final class PredictModels: Sendable {
  /// A network, and the file that it was read from as it was then.
  private struct Kept {
    let model: Model
    let written: Date?
  }

  private let kept = Mutex<[String: Kept]>([:])

  /// What the network of a run takes a picture's file for, and how it reads pictures.
  func ask(
    _ run: RunListing, about file: [UInt8], name: String, pool: WorkerPool
  ) throws -> (answer: RunAnswer, pictures: PictureReading)? {
    try kept.withLock { kept in
      guard let model = try Self.model(of: run, &kept, pool) else { return nil }
      let feed = PictureFeed(size: model.facts.size, pictures: model.facts.pictures)
      let predicted = try model.predict([feed.picture(file, name: name)])[0]
      let pixels = try predicted.picture.pixels.get()
      let seen = RunAnswer.Seen(
        picture: PixelImage(width: model.facts.size, height: model.facts.size, planes: pixels),
        ranking: try predicted.ranking.get())
      return (RunAnswer(run: run.name, seen: seen), model.facts.pictures)
    }
  }

  /// Forgets all but these runs.
  func keep(only runs: [String]) { kept.withLock { $0 = $0.filter { runs.contains($0.key) } } }

  /// nil: the weights say nothing of their network.
  private static func model(of run: RunListing, _ kept: inout [String: Kept], _ pool: WorkerPool) throws -> Model? {
    let path = run.weightsPath(best: false)
    let written = (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
    if let found = kept[run.name], found.written == written { return found.model }
    guard let model = try Model(weights: path, batchSize: 1, pool: pool) else { return nil }
    kept[run.name] = Kept(model: model, written: written)
    return model
  }
}
