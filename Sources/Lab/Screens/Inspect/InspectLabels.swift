import Experiments
import Files
import ImageData

/// What somebody says of the inspected images: a table beside the run's folder.
struct InspectLabels: Sendable {
  /// Where the table is kept.
  let file: String
  private(set) var overlay: LabelOverlay
  /// The images with the labels of the run's own table.
  private let images: RelabelledSet
  /// The images as they were read.
  private let source: DataSet

  init(file: String, overlay: LabelOverlay, images: RelabelledSet, source: DataSet) {
    self.file = file
    self.overlay = overlay
    self.images = images
    self.source = source
  }

  /// The table of a run, which goes on with that beside its folder, else with the one that it was trained with.
  init(_ recipe: Recipe, folder: String, source: DataSet) throws(FileProblem) {
    let file = folder + ".labels.csv"
    let overlay =
      FileKind(of: file) == nil
      ? try recipe.labelTable()?.overlay ?? LabelOverlay() : try LabelOverlay.read(file).overlay
    self.init(file: file, overlay: overlay, images: try recipe.relabelled(source), source: source)
  }

  private func place(_ image: Int) -> ImagePlace { images.origin(ImagePlace(part: .valid, index: image)) }

  /// What is said of a validation image; nil: nothing.
  func said(of image: Int) -> LabelOverlay.Entry? { overlay[place(image)] }

  /// The name of its file, where it has one.
  func fileName(of image: Int) -> String? { source.file(place(image)) }

  func pictureFile(of image: Int) -> PictureFile? { source.pictureFile(place(image)) }

  /// Why it has none.
  var sharedFiles: String { source.sharedFiles }

  mutating func give(_ image: Int, _ label: String?) { overlay.set(place(image), to: label, in: source) }

  mutating func takeBack(_ image: Int) { overlay.takeBack(place(image)) }
}

/// Writes the table; one that says nothing is removed.
struct SaveLabels: FileTask {
  let overlay: LabelOverlay
  let file: String

  func run(in runtime: LabRuntime) throws {
    guard overlay.entries.isEmpty else { return try FileAccess.write(Array(overlay.csv.utf8), to: file) }
    try FileAccess.remove(file)
  }
}

extension LabState {
  /// Gives the image under the cursor a class, or leaves it out.
  mutating func label(_ label: String?) -> [Effect] {
    change { labels, image in labels.give(image, label) }
  }

  /// Takes back what is said of the image under the cursor.
  mutating func takeBackLabel() -> [Effect] {
    change { labels, image in labels.takeBack(image) }
  }

  private mutating func change(_ body: (inout InspectLabels, Int) -> Void) -> [Effect] {
    guard let labels = inspect.changeLabels(body) else { return [] }
    say(
      labels.overlay.entries.isEmpty
        ? "no image has another label any more" : "kept in \(labels.file), which :set labels-from trains with")
    return [.file(SaveLabels(overlay: labels.overlay, file: labels.file))]
  }
}
