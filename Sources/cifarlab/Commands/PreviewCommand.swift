import Experiments
import Files
import Foundation
import ImageData
import Kernels
import Screen
import Training

/// `preview`: a minibatch as the network gets it, converted back to pictures.
enum PreviewCommand {
  static let command = Command(
    "preview", "a minibatch as the network gets it: shapes, labels, pictures",
    options: [Options.data] + Options.imageOptions + [Options.index, Options.count, Options.augmented]
      + Options.of(RecipeCommand.draws) + [Options.seed, Options.ascii, Options.json, Options.quiet]
  ) { arguments, console in
    try arguments.refuseOperands()
    let console = console.quiet(arguments.has(Options.quiet))
    let index = try arguments[Options.index] ?? 0
    let wanted = try arguments[Options.count] ?? 4
    let plan = try Plan(arguments)
    let data = try Inputs.data(arguments, console)
    guard index < data.train.count else {
      throw UsageError("--index '\(index)': the last training image is \(data.train.count - 1)")
    }
    let images = Array(index..<min(index + wanted, data.train.count))
    let preview = Preview(data, images, plan)
    if arguments.has(Options.json) {
      try console.write(preview.json)
    } else {
      try console.write(drawn: preview.text(console, ascii: arguments.has(Options.ascii)))
    }
    return .done
  }

  /// How the images are normalised and augmented.
  struct Plan {
    let training: LearnerOptions

    init(_ arguments: Arguments) throws {
      let draws = Options.of(RecipeCommand.draws.filter { $0 != .padding })
      if !arguments.has(Options.augmented), let option = draws.first(where: { arguments.has($0) }) {
        throw UsageError("--\(option.name) goes with --augmented", remedy: "leave it out, or add --augmented")
      }
      var training = try arguments.settings().training
      training.augmentation.isOn = arguments.has(Options.augmented)
      self.training = training
    }
  }

  /// The batch and its pictures.
  struct Preview {
    private let data: DataSet
    private let images: [Int]
    private let batch: LaneBatch
    private let statistics: ChannelStatistics

    init(_ data: DataSet, _ images: [Int], _ plan: Plan) {
      self.data = data
      self.images = images
      statistics = plan.training.normalisation.statistics(of: data)
      let chosen = ImageSet(
        size: data.size, pixels: images.flatMap { data.train.image($0) }, labels: images.map { data.train.labels[$0] })
      let maker = BatchMaker(chosen, statistics: statistics, pool: WorkerPool(threads: 1))
      batch = maker.makeBatch(capacity: chosen.count)
      maker.fill(
        batch, 0,
        of: BatchPlan(
          seed: plan.training.seed, epoch: 0, count: chosen.count, batchSize: chosen.count, shuffle: false,
          augmentation: plan.training.augmentation, imageSize: data.size))
    }

    private var shapes: (x: [Int], y: [Int]) { ([images.count, 3, data.size, data.size], [images.count]) }

    private func label(_ position: Int) -> String { data.classes[Int(batch.labels[position])] }

    /// With that of the image that is mixed into it.
    private func mixedLabel(_ position: Int) -> String {
      guard let share = batch.ownShare else { return label(position) }
      let other = label((position + images.count - 1) % images.count)
      return "\(Figures.fixed(100 * Double(share), 0)) % \(label(position)), else \(other)"
    }

    private func picture(_ position: Int) -> PixelImage {
      PixelImage(width: data.size, height: data.size, planes: statistics.pixels(batch.images.image(position)))
    }

    var json: JSON {
      var facts: [String: JSON] = [
        "event": "preview", "x": .ints(shapes.x), "y": .ints(shapes.y), "images": .ints(images),
        "labels": .strings(images.indices.map(label)), "fit": .string(data.pictures.fit.rawValue),
        "not_square": .int(data.notSquare),
      ]
      if let share = batch.ownShare { facts["own_share"] = .number(Double(share)) }
      return .object(facts)
    }

    /// Tensor shapes, and rows of pictures below their labels.
    func text(_ console: Console, ascii: Bool) -> String {
      let capabilities = console.capabilities(ascii: ascii)
      var text =
        "x \(shapes.x)  y \(shapes.y)  \(data.name.printable), normalised by mean \(statistics.mean), std \(statistics.std)\n"
      if let fit = data.fitSentence { text += fit + "\n" }
      let perRow = max(1, (console.columns + 2) / (data.size + 2))
      for start in stride(from: 0, to: images.count, by: perRow) {
        let row = start..<min(start + perRow, images.count)
        let labels = row.map { "\(images[$0]) \(mixedLabel($0).printable)".padded(to: data.size) }
        text += "\n" + labels.joined(separator: "  ").trimmingEnd + "\n"
        text += ImageText.render(row.map(picture), width: console.columns, capabilities: capabilities)
      }
      return text
    }
  }
}

extension Console {
  /// Capabilities for pictures and plots on standard output.
  func capabilities(ascii: Bool) -> Capabilities {
    Capabilities.detect(environment: environment, terminfoColours: 0, ascii: ascii)
  }
}
