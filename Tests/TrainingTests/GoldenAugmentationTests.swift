import Foundation
import Kernels
import Testing

@testable import Training

/// Changes of pixels and mixed images, against PyTorch.
@Suite struct GoldenAugmentationTests {
  private let tensors: [String: [Float]]
  private let metadata: [String: String]

  /// Reads `Tests/Fixtures/augmentations.safetensors`, which `make_augmentation_fixtures.py` beside it makes.
  init() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let bytes = try Data(contentsOf: tests.appendingPathComponent("Fixtures/augmentations.safetensors"))
    let file = try Safetensors(bytes: [UInt8](bytes))
    tensors = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0.values) })
    metadata = file.metadata
  }

  private static let shape = MapShape(3, 8, 8)

  private func tensor(_ name: String) throws -> [Float] { try #require(tensors[name]) }
  private func numbers(_ name: String) throws -> [Float] {
    try JSONDecoder().decode([Float].self, from: Data(#require(metadata[name]).utf8))
  }
  private func number(_ name: String) throws -> Float {
    try JSONDecoder().decode(Float.self, from: Data(#require(metadata[name]).utf8))
  }
  private func scaling() throws -> PixelScaling { PixelScaling(mean: try numbers("mean"), std: try numbers("std")) }

  /// The images, normalised and not changed.
  private func batch(_ pool: WorkerPool) throws -> LaneBatch {
    let labels = try tensor("labels").map { UInt8($0) }
    let batch = LaneBatch(Self.shape, capacity: 37)
    let draws = labels.indices.map { ImageDraw(image: $0, flip: false, row: 0, column: 0) }
    augmentIntoLanes(
      try tensor("images").map { UInt8($0) }, draws: draws[...], padding: 0, edge: .reflect, scaling: try scaling(),
      into: batch.images, on: pool)
    batch.setLabels(labels)
    return batch
  }

  private func expect(_ batch: LaneBatch, is name: String) throws {
    let expected = try tensor(name)
    let count = Self.shape.count
    for image in 0..<batch.count {
      let own = expected[image * count..<(image + 1) * count]
      let worst = zip(batch.images.image(image), own).map { abs($0 - $1) }.max() ?? .infinity
      #expect(worst < 1e-5, "image \(image): \(worst)")
    }
  }

  @Test(arguments: [1, 3]) func `brightness, contrast and a square cut out are PyTorch's`(_ threads: Int) throws {
    let pool = WorkerPool(threads: threads)
    let batch = try batch(pool)
    let before = batch.images.image(0)
    let (brightness, contrast, holes) = (try tensor("brightness"), try tensor("contrast"), try tensor("holes"))
    let draws = brightness.indices.map { image in
      var draw = PixelDraw()
      (draw.brightness, draw.contrast) = (brightness[image], contrast[image])
      (draw.holeRow, draw.holeColumn) = (Int(holes[2 * image]), Int(holes[2 * image + 1]))
      return draw
    }
    changePixels(
      batch.images, draws: draws[...], hole: Int(try number("hole")), scaling: try scaling(), on: pool)
    try expect(batch, is: "jittered")
    // Factors of 1 leave the bits outside of the square.
    let after = batch.images.image(0)
    #expect(zip(before, after).allSatisfy { $0 == $1 || $1 == 0 })
  }

  @Test(arguments: [1, 3]) func `images mixed with their neighbours are PyTorch's`(_ threads: Int) throws {
    let pool = WorkerPool(threads: threads)
    let batch = try batch(pool)
    batch.mix(ownShare: try number("share"), on: pool)
    try expect(batch, is: "mixed")
    #expect(batch.ownShare == (try number("share")))
  }

  @Test(arguments: ["plain", "smoothed", "weighted", "both"])
  func `the loss of mixed images and its gradient are PyTorch's`(_ name: String) throws {
    let (labels, logits) = (try tensor("labels"), try tensor("logits"))
    let classes = logits.count / labels.count
    let shape = MapShape(classes, 1, 1)
    let (input, output, gradient) = (
      LaneTensor(shape, blocks: 2), LaneTensor(shape, blocks: 2), LaneTensor(shape, blocks: 2)
    )
    for image in labels.indices { input.setImage(image, Array(logits[image * classes..<(image + 1) * classes])) }
    Elementwise.logSoftmax(input, output, images: labels.count)
    let weighs = name == "weighted" || name == "both"
    let targets = LossTargets(
      labels.map { Int32($0) }, images: labels.count, smoothing: name == "smoothed" || name == "both" ? 0.2 : 0,
      classWeights: weighs ? try tensor("class_weights") : nil, ownShare: try number("share"))
    #expect(abs(targets.meanLoss(output) - Double(try tensor("\(name).loss")[0])) < 1e-6)
    targets.backward(output, gradient)
    let expected = try tensor("\(name).gradient")
    for image in labels.indices {
      let own = expected[image * classes..<(image + 1) * classes]
      let worst = zip(gradient.image(image), own).map { abs($0 - $1) }.max() ?? .infinity
      #expect(worst < 1e-6, "image \(image): \(worst)")
    }
    #expect((labels.count..<32).allSatisfy { gradient.image($0).allSatisfy { $0 == 0 } })
  }
}
