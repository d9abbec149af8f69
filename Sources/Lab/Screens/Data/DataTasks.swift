import Foundation
import ImageData
import Kernels
import Screen

/// Lists sets that are present or can be downloaded.
struct ListSources: FileTask {
  func run(in runtime: LabRuntime) {
    let entries = DataPlaces(runtime.dataEnvironment).list().map { listing in
      SourceEntry(
        source: listing.source, title: listing.title, detail: listing.detail,
        availability: listing.state == .builtIn ? .builtIn : listing.state == .found ? .here : .fetchable)
    }
    runtime.mailbox.post(DataMessage.sourcesListed(entries))
  }
}

/// Reads the set that `--data` names.
struct LoadImages: FileTask {
  let source: String
  let options: ReadOptions

  func run(in runtime: LabRuntime) {
    do {
      let set = try runtime.read(source, options) { runtime.mailbox.post(DataMessage.loading($0)) }
      runtime.mailbox.post(DataMessage.loaded(source: source, options, set, SetFacts(set)))
    } catch {
      runtime.mailbox.post(DataMessage.loadFailed(source: source, "\(error)"))
    }
  }
}

/// Downloads CIFAR-10, continuing an earlier attempt, and loads it.
struct FetchImages: FileTask {
  let source: String
  let options: ReadOptions

  func run(in runtime: LabRuntime) {
    do {
      let path = try Fetch.cifar10(runtime.dataEnvironment).run { progress in
        runtime.mailbox.post(
          DataMessage.loading("\(Figures.bytes(progress.received)) of \(Figures.bytes(progress.expected))"))
      }
      ListSources().run(in: runtime)
      LoadImages(source: path, options: options).run(in: runtime)
    } catch {
      runtime.mailbox.post(DataMessage.loadFailed(source: source, "\(error)"))
    }
  }
}

/// Augments one image several times, normalises and denormalises it.
struct DrawAugmentations: FileTask {
  /// Index of the training image.
  let index: Int
  /// That image, behind the one that it is mixed with where images are.
  let image: ImageSet
  let statistics: ChannelStatistics
  let seed: UInt64
  let count: Int
  let augmentation: Augmentation

  func run(in runtime: LabRuntime) {
    let maker = BatchMaker(image, statistics: statistics, pool: WorkerPool(threads: 1))
    let own = image.count - 1
    let batch = maker.makeBatch(capacity: image.count)
    let plain = BatchPlan.inOrder(count: image.count, batchSize: image.count, imageSize: image.size)
    maker.fill(batch, 0, of: plain)
    let stored = statistics.denormalised(batch.images.image(own))
    let bytes = Array(image.image(own))
    let difference = zip(stored, bytes).map { abs($0 - Double($1)) }.max() ?? 0
    var draws = [AugmentationStrip.Draw(title: "stored", pixels: bytes)]
    for epoch in 0..<count {
      let plan = BatchPlan(
        seed: seed, epoch: epoch, count: image.count, batchSize: image.count, shuffle: false,
        augmentation: augmentation, imageSize: image.size)
      maker.fill(batch, 0, of: plan)
      let pixels = statistics.pixels(batch.images.image(own))
      let draw = plan.draws[own]
      let offset = "\(Self.signed(draw.row - plan.padding)) \(Self.signed(draw.column - plan.padding))"
      let share = plan.ownShares.first.map { " \(Figures.fixed(100 * Double($0), 0)) %" } ?? ""
      draws.append(AugmentationStrip.Draw(title: (draw.flip ? "flip " : "") + offset + share, pixels: pixels))
    }
    runtime.mailbox.post(
      DataMessage.drawn(AugmentationStrip(image: index, draws: draws, largestDifference: difference)))
  }

  private static func signed(_ value: Int) -> String { value < 0 ? "\(value)" : "+\(value)" }
}

extension Effect {
  static let listSources = Effect.file(ListSources())
}

extension SetFacts {
  init(_ set: DataSet) {
    func counts(_ images: ImageSet) -> [Int] {
      var counts = [Int](repeating: 0, count: set.classes.count)
      for label in images.labels { counts[Int(label)] += 1 }
      return counts
    }
    self.init(
      measured: set.statistics, trainPerClass: counts(set.train), validPerClass: counts(set.valid),
      fingerprint: set.fingerprint)
  }
}
