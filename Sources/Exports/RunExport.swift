import Experiments
import Files
import Foundation
import ImageData
import Training

/// Copies of a run for other tools: tables, event file, weights, pictures, and the network as a model.
package enum RunExport {
  /// A format in which other tools can run the network.
  package enum Form: String, Sendable, CaseIterable {
    /// Weights and what they mean in one safetensors file.
    case model
    case onnx
    /// A class of PyTorch and its weights, which are the model.
    case torch
  }

  /// Writes the network in these formats into a folder, which is created if missing; returns the files' names.
  package static func write(_ model: Model, as forms: Set<Form>, to folder: String) throws -> [String] {
    let missing = model.network.layersWithoutStatistics
    guard missing.isEmpty else { throw ModelProblem.noStatistics(layers: missing) }
    try FileAccess.makeFolder(folder)
    var written: [String] = []
    func put(_ name: String, _ bytes: [UInt8]) throws {
      try FileAccess.write(bytes, to: folder + "/" + name)
      written.append(name)
    }
    if !forms.isDisjoint(with: [.model, .torch]) { try put(modelFile, model.file.bytes) }
    if forms.contains(.onnx) { try put("model.onnx", ONNXModel.bytes(model.network, model.facts)) }
    if forms.contains(.torch) {
      let source = TorchSource(model.facts, model.network.layers.map(\.spec))
      try put("model.py", Array(source.text(weights: modelFile).utf8))
    }
    return written
  }

  private static let modelFile = "model.safetensors"

  /// Images on the sheet of top losses.
  private static let worst = 50

  /// Writes everything there is of a run into a folder, which is created if missing; returns the files' names.
  ///
  /// With `insight`, an interpretation of its network on `images`, confusion and top losses as well.
  package static func write(
    _ listing: RunListing, to folder: String, insight: Interpretation? = nil, images: ImageSet? = nil
  ) throws -> [String] {
    try FileAccess.makeFolder(folder)
    var written: [String] = []
    func put(_ name: String, _ bytes: [UInt8]) throws {
      try FileAccess.write(bytes, to: folder + "/" + name)
      written.append(name)
    }
    for name in try copied(of: listing) {
      try put(name, try FileAccess.read(listing.folder + "/" + name, limit: 4_000_000_000))
    }
    let steps = listing.steps()
    let epochs = listing.epochs()
    if !steps.isEmpty {
      let stepsPerEpoch = listing.document.map { document in
        let images = min(document.recipe.subset ?? document.data.trainImages, document.data.trainImages)
        return Double(document.recipe.training.batches(of: images))
      }
      try put("loss.png", Pictures.losses(steps: steps, epochs: epochs, stepsPerEpoch: stepsPerEpoch ?? 1))
      try put("lr.png", Pictures.rates(steps))
    }
    if !epochs.isEmpty { try put("accuracy.png", Pictures.accuracies(epochs)) }
    if let insight {
      try put("confusion.png", Pictures.confusion(insight.confusion, classes: insight.classes))
      try put("confusion.csv", Array(insight.confusion.csv(insight.classes).utf8))
      if !insight.filters.isEmpty { try put("filters.png", Pictures.filters(insight.filters)) }
      if let images {
        try put("worst.png", Pictures.sheet(insight.topLosses(worst), of: insight, in: images))
      }
    }
    return written
  }

  /// The run's own files that are useful elsewhere.
  private static func copied(of listing: RunListing) throws -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: listing.folder)) ?? []
    return names.filter { name in
      name == "run.json" || (name.hasSuffix(".csv") && !name.hasPrefix("."))
        || (name.hasSuffix(".safetensors") && !name.hasPrefix(".")) || name.hasPrefix("events.out.tfevents.")
    }.sorted()
  }
}

extension ConfusionMatrix {
  /// Labels in rows, predictions in columns.
  package func csv(_ classes: [String]) -> String {
    let rows = zip(classes, counts).map { name, row in [name] + row.map(String.init) }
    return ([["label"] + classes] + rows).map(DelimitedText.line).joined()
  }
}
