import Files
import Foundation
import ImageData
import Training

/// Copies of a run for other tools: tables, event file, weights, and pictures.
package enum RunExport {
  /// Images on the sheet of the worst ones.
  private static let worst = 50

  /// Writes everything that there is of a run into a folder, which is made if need be; returns the files' names.
  ///
  /// With `insight`, an interpretation of its network on `images`, also what the network gets wrong.
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

  /// The run's own files that mean something elsewhere.
  private static func copied(of listing: RunListing) throws -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: listing.folder)) ?? []
    return names.filter { name in
      name == "run.json" || (name.hasSuffix(".csv") && !name.hasPrefix("."))
        || (name.hasSuffix(".safetensors") && !name.hasPrefix(".")) || name.hasPrefix("events.out.tfevents.")
    }.sorted()
  }
}

extension ConfusionMatrix {
  /// A table with the labels in rows and the predictions in columns.
  package func csv(_ classes: [String]) -> String {
    func quoted(_ name: String) -> String {
      name.contains { ",\"\n\r".contains($0) } ? "\"" + name.replacing("\"", with: "\"\"") + "\"" : name
    }
    let header = (["label"] + classes.map(quoted)).joined(separator: ",")
    let rows = zip(classes, counts).map { name, row in
      ([quoted(name)] + row.map(String.init)).joined(separator: ",")
    }
    return ([header] + rows).joined(separator: "\n") + "\n"
  }
}
