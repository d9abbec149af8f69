import Foundation
import ImageData
import Kernels
import Screen

extension LabRuntime {
  private var dataEnvironment: DataEnvironment {
    var environment = DataEnvironment.current()
    environment.variables = options.environment
    return environment
  }

  func listSources() {
    let entries = DataPlaces(dataEnvironment).list().map { listing in
      SourceEntry(
        source: listing.source, title: listing.title, detail: listing.detail,
        standing: listing.state == .builtIn ? .builtIn : listing.state == .found ? .here : .fetchable)
    }
    mailbox.post(.sourcesListed(entries))
  }

  /// The set that `--data` would name so, at the lab's size or another.
  func read(_ source: String, size: Int? = nil) throws -> DataSet {
    try DataLoader.load(
      DataSource.parse(source), size: size ?? options.size, environment: dataEnvironment
    ) { [mailbox] progress in
      mailbox.post(.loading("\(progress.stage.rawValue), \(NumberText.count(progress.images)) images"))
    }
  }

  func load(_ source: String) {
    do {
      let set = try read(source)
      data.withLock { $0 = set }
      mailbox.post(.loaded(source: source, set, DataFacts(set)))
    } catch {
      mailbox.post(.loadFailed(source: source, "\(error)"))
    }
  }

  /// Downloads CIFAR-10, going on where an earlier try stopped, and loads it.
  func fetch(_ source: String) {
    do {
      let path = try Fetch.cifar10(dataEnvironment).run { [mailbox] progress in
        mailbox.post(
          .loading("\(NumberText.bytes(progress.received)) of \(NumberText.bytes(progress.expected))"))
      }
      listSources()
      load(path)
    } catch {
      mailbox.post(.loadFailed(source: source, "\(error)"))
    }
  }

  /// Draws flips and crops of one image, takes them through normalisation and back.
  func draw(_ request: AugmentationRequest) {
    guard let set = data.withLock({ $0 }), set.train.labels.indices.contains(request.image) else { return }
    let start = request.image * set.train.imageBytes
    let image = ImageSet(
      size: set.train.size, pixels: Array(set.train.pixels[start..<start + set.train.imageBytes]),
      labels: [set.train.labels[request.image]])
    let statistics = DataFacts.used(set)
    let pool = WorkerPool(threads: 1)
    let maker = BatchMaker(image, statistics: statistics, pool: pool)
    let batch = maker.makeBatch(capacity: 1)
    let plain = BatchPlan.inOrder(count: 1, batchSize: 1, imageSize: set.train.size)
    maker.fill(batch, 0, of: plain)
    let stored = Self.denormalised(batch.images.image(0), statistics)
    let difference = zip(stored, image.pixels).map { abs($0 - Double($1)) }.max() ?? 0
    var draws = [AugmentationStrip.Draw(title: "stored", pixels: image.pixels)]
    for index in 0..<request.count {
      let plan = BatchPlan(
        seed: request.seed, epoch: index, count: 1, batchSize: 1, shuffle: false, augmentation: request.augmentation,
        imageSize: set.train.size)
      maker.fill(batch, 0, of: plan)
      let pixels = Self.denormalised(batch.images.image(0), statistics).map { UInt8(min(max($0.rounded(), 0), 255)) }
      let draw = plan.draws[0]
      let offset = "\(Self.signed(draw.row - plan.padding)) \(Self.signed(draw.column - plan.padding))"
      draws.append(AugmentationStrip.Draw(title: (draw.flip ? "flip " : "") + offset, pixels: pixels))
    }
    mailbox.post(.drawn(AugmentationStrip(request: request, draws: draws, largestDifference: difference)))
  }

  private static func signed(_ value: Int) -> String { value < 0 ? "\(value)" : "+\(value)" }

  /// x·std + mean in 0…255.
  private static func denormalised(_ values: [Float], _ statistics: ChannelStatistics) -> [Double] {
    let area = values.count / 3
    return values.enumerated().map { index, value in
      let channel = index / area
      return (Double(value) * Double(statistics.std[channel]) + Double(statistics.mean[channel])) * 255
    }
  }
}

extension DataFacts {
  /// What is worth saying about a set.
  init(_ set: DataSet) {
    func counts(_ images: ImageSet) -> [Int] {
      var counts = [Int](repeating: 0, count: set.classes.count)
      for label in images.labels { counts[Int(label)] += 1 }
      return counts
    }
    self.init(
      measured: set.statistics, used: Self.used(set), usesArticle: set.isCIFAR10, trainPerClass: counts(set.train),
      validPerClass: counts(set.valid), fingerprint: set.fingerprint)
  }

  /// The article's statistics for CIFAR-10, else the measured ones.
  static func used(_ set: DataSet) -> ChannelStatistics { set.isCIFAR10 ? .article : set.statistics }
}
