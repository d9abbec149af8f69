import Files
import ImageData

extension Recipe {
  /// The images of `data` with the classes that the recipe's table gives some of them.
  package func relabelled(_ data: DataSet) throws(FileProblem) -> RelabelledSet {
    guard let table = try labelTable() else { return RelabelledSet(data) }
    return try RelabelledSet(data, table.overlay, path: table.path)
  }

  /// The table that the recipe names, which has to be the one that it was.
  package func labelTable() throws(FileProblem) -> (overlay: LabelOverlay, digest: String, path: String)? {
    guard let labelsFrom else { return nil }
    let (overlay, digest): (LabelOverlay, String)
    do {
      (overlay, digest) = try LabelOverlay.read(labelsFrom)
    } catch {
      throw FileProblem(
        path: error.path, reason: error.reason,
        remedy: error.remedy ?? "bring the table back as it was, or train a new run without --labels-from")
    }
    guard labelsDigest == nil || labelsDigest == digest else {
      throw FileProblem(
        path: labelsFrom, reason: "says other things of the images than when the run was trained",
        remedy: "bring back the table of that time, or train a new run with --labels-from")
    }
    return (overlay, digest, labelsFrom)
  }
}
